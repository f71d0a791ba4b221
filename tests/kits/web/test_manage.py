"""Kits are made, changed and withdrawn by whoever may change the campaign, of what they may publish."""

import pytest
from sqlalchemy import select

from scheduler.audit.models import AuditRow
from scheduler.db import db
from scheduler.kits import forms
from scheduler.kits.models import Kit, KitItem, KitLink
from scheduler.kits.services.kits import MAX_LINKS
from scheduler.web.request import flush
from tests.content.stage import SECRECY
from tests.kits.web.desk import Desk

MANAGERS = {"lead", "editor", "owner", "coordinator"}


def chosen(desk: Desk) -> set[int]:
    session = desk.house.stage.session
    found = set(session.scalars(select(KitItem.item_id)))
    session.commit()
    return found


def test_who_changes_the_campaign_manages_its_kits_and_nobody_else(desk: Desk) -> None:
    kit = desk.kit(desk.item("One"))
    link = desk.rows(KitLink)[0].address
    pages = [f"{desk.campaign}/kits", f"{desk.campaign}/kits/new", kit, f"{kit}/edit", f"{kit}/links/{link}/preview"]
    for path in pages:
        statuses = desk.house.statuses(path)
        assert {who for who, status in statuses.items() if status == 200} == MANAGERS, path
        assert statuses["visitor"] == 302
        assert {statuses[who] for who in ("member", "port_lead", "far_lead")} == {403}
    for path in (f"{kit}/links/{link}/withdraw", f"{kit}/withdraw"):
        for who in ("visitor", "member", "port_lead", "far_lead"):
            assert desk.house.post(who, path).status_code in {302, 403}
    assert desk.rows(Kit)[0].withdrawn_at is None
    assert desk.rows(KitLink)[0].withdrawn_at is None


def test_only_approved_content_that_one_may_publish_can_be_ticked(desk: Desk) -> None:
    ready, draft = desk.item("Ready"), desk.item("Draft", state="draft")
    port = desk.item(
        "Of Port",
        organisation_id=desk.house.stage.port.id,
        owner_id=desk.house.stage.id("port_editor"),
        writer="port_editor",
    )
    form = desk.house.get("lead", f"{desk.campaign}/kits/new").text

    assert ready.rsplit("/", 1)[1] in form
    for path in (draft, port):
        assert path.rsplit("/", 1)[1] not in form
        assert desk.post(**desk.typed(path)).status_code == 422
    assert "so far for members only" in form
    assert "2 other items cannot be added" in form
    # A coordinator has no right over copy.
    assert ready.rsplit("/", 1)[1] not in desk.house.get("coordinator", f"{desk.campaign}/kits/new").text
    assert desk.rows(Kit) == []


def test_bad_input_is_told_beside_the_field_and_kept(desk: Desk) -> None:
    item = desk.item("One")
    for changes, error in (
        ({"title": ""}, "title-error"),
        ({"item": []}, "item-error"),
        ({"expires_on": "2027-06-30"}, "expires_on-error"),
        ({"expires_on": "2031-06-30"}, "expires_on-error"),
        ({"partners": "x" * 121}, "partners-error"),
        ({"partners": "\n".join(f"Partner {number}" for number in range(MAX_LINKS + 1))}, "partners-error"),
    ):
        answer = desk.post(**desk.typed(item, **changes))
        assert answer.status_code == 422
        assert f'id="{error}"' in answer.text
        assert "Welcome" in answer.text
    assert desk.rows(Kit) == []


def test_more_items_than_a_link_should_read_are_refused(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    items = [desk.item("One"), desk.item("Two")]
    monkeypatch.setattr(forms, "MAX_ITEMS", 1)

    answer = desk.post(**desk.typed(*items))

    assert answer.status_code == 422
    assert "A kit holds at most 1 items." in answer.text
    assert desk.rows(Kit) == []


def test_a_change_adds_partners_keeps_links_and_what_the_editor_cannot_read(desk: Desk) -> None:
    first, second = desk.item("One"), desk.item("Two")
    secret = desk.item("Secret", secrecy=SECRECY)
    kit = desk.kit(first, secret)
    before = desk.links(kit)
    assert len(before) == 2
    hidden = desk.house.item(secret).id

    # A coordinator reads nothing of what is under embargo, and it stays; they add nothing.
    typed = desk.typed(first, revision="1", partners="Partner C", title="Renamed")
    answer = desk.house.post("coordinator", f"{kit}/edit", **typed)

    assert answer.status_code == 303, answer.text
    assert chosen(desk) == {desk.house.item(first).id, hidden}
    assert desk.links(kit)[:2] == before
    assert len(desk.links(kit)) == 3
    stale = desk.house.post("lead", f"{kit}/edit", **desk.typed(second, secret, revision="1", partners=""))
    assert stale.status_code == 409
    assert "Renamed" in stale.text
    typed = desk.typed(second, secret, revision="2", partners="")
    assert desk.house.post("lead", f"{kit}/edit", **typed).status_code == 303
    assert chosen(desk) == {desk.house.item(second).id, hidden}


def test_a_link_is_withdrawn_alone_and_the_kit_with_one_act(desk: Desk) -> None:
    kit = desk.kit(desk.item("One"))
    first, second = desk.links(kit)
    link = desk.rows(KitLink)[0].address
    assert desk.house.post("lead", f"{kit}/links/{link}/withdraw").status_code == 303
    assert (desk.open(first).status_code, desk.open(second).status_code) == (410, 200)
    assert desk.links(kit) == [second]

    assert desk.house.post("lead", f"{kit}/withdraw").status_code == 303

    answer = desk.open(second)
    assert answer.status_code == 410
    assert "This kit was withdrawn" in answer.text
    assert "For a new link, turn to Lantern Bay." in answer.text
    assert "Lena" not in answer.text
    assert desk.links(kit) == []
    assert desk.house.get("lead", f"{kit}/edit").status_code == 404
    session = desk.house.stage.session
    acts = list(
        session.scalars(select(AuditRow.act).where(AuditRow.act.startswith("campaign.kit")).order_by(AuditRow.id))
    )
    session.commit()
    assert acts == ["campaign.kit_made", "campaign.kit_link_withdrawn", "campaign.kit_withdrawn"]
    assert "withdrew a partner kit" in desk.house.get("lead", f"{desk.campaign}/activity").text


def test_openings_are_counted_by_link_and_day_and_previews_are_not(desk: Desk) -> None:
    kit = desk.kit(desk.item("One"))
    first, _second = desk.links(kit)
    for path in (first, f"{first}/kit.zip"):
        desk.open(path)
    desk.clock.moment = desk.clock.moment.replace(day=2)
    desk.open(first)
    desk.house.get("lead", f"{kit}/links/{desk.rows(KitLink)[1].address}/preview")

    with desk.house.app.app_context():
        flush(desk.house.app.extensions["scheduler.kit_openings"])
        db.session.rollback()

    page = desk.house.get("lead", kit).text
    assert "Opened 3 times, last on Fri 2 Jul 2027" in page
    assert "Not opened yet" in page
