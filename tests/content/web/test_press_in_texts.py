"""What organisations keep for the press is put into releases by a button, and older versions of it are pointed out."""

import html
import re
from dataclasses import replace
from typing import Any

import pytest

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Guard
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.press_texts import PressPart
from scheduler.content.domain.workflow import State
from scheduler.content.queries.press_texts import press_details
from scheduler.content.services.press_texts import PressChange, save_press_details
from scheduler.db import db
from tests.content.stage import ITEM_TEXT
from tests.content.web.house import House
from tests.costs import statements

BAY, KAAGAPAY = "**About Lantern Bay.** It counts.", "**About Kaagapay.** It joins 63 groups."
CONTACT = "Edi, press@bay.example, +1 202 555 0142"
CHANGED = "Kaagapay's boilerplate has changed since this was written."


def keep(house: House, of: str, boilerplate: str, contact: str = "", language: str = "") -> None:
    session, ident = house.stage.session, getattr(house.stage, of).id
    revision = press_details(session, ident, language).revision
    texts = {PressPart.BOILERPLATE: boilerplate, PressPart.MEDIA_CONTACT: contact}
    save_press_details(session, ident, PressChange(texts, language, revision), None, house.stage.now)
    session.commit()


def release(house: House, *, kind: Kind = Kind.PRESS_RELEASE, **parts: Any) -> str:
    """Plan a release of Lantern Bay that Old Port and Kaagapay sign, with what stands in its parts."""
    stage = house.stage
    signers = frozenset({stage.port.id, stage.kaagapay.id})
    return house.make(lambda stage: stage.item(kind=kind, signatories=signers, text=replace(ITEM_TEXT, **parts)))


def sent(house: House, path: str, **typed: Any) -> dict[str, Any]:
    item = house.item(path)
    values = {"title": ITEM_TEXT.title, "body": ITEM_TEXT.body, "rows": "0", "hashtags": "#Scorecard"}
    return values | {"revision": str(item.revision), "version": str(item.version_number), **typed}


def field(page: str, name: str) -> str:
    found = re.search(rf'<textarea[^>]* name="{name}"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert found is not None
    return html.unescape(found[1]).strip()


def plain(page: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", page)).replace("\u2068", "").replace("\u2069", "").split())


def values_offered(page: str) -> list[str]:
    return re.findall(r'name="insert" value="([^"]*)"', page)


def test_nothing_is_offered_where_nobody_keeps_anything_or_the_kind_has_no_place_for_it(house: House) -> None:
    assert values_offered(house.get("editor", f"{release(house)}/words").text) == []
    keep(house, "far", "Far Hills", "far@example.org")
    assert values_offered(house.get("editor", f"{release(house)}/words").text) == []
    keep(house, "bay", BAY, CONTACT)

    assert values_offered(house.get("editor", f"{release(house)}/words").text) == ["boilerplate:", "media_contact:"]
    assert len(values_offered(house.get("editor", f"{release(house, kind=Kind.STATEMENT)}/words").text)) == 2
    assert values_offered(house.get("editor", f"{release(house, kind=Kind.POST)}/words").text) == []


def test_the_texts_go_behind_what_is_typed_owner_first_and_nothing_is_saved(house: House) -> None:
    keep(house, "kaagapay", KAAGAPAY)
    keep(house, "bay", BAY, CONTACT)
    path = release(house)
    typed = sent(
        house, path, title="Half a title\x07", boilerplate="Typed.", media_contact="Call me", insert="boilerplate:"
    )

    page = house.post("editor", f"{path}/words", **typed)

    assert page.status_code == 200
    assert field(page.text, "boilerplate") == f"Typed.\n\n{BAY}\n\n{KAAGAPAY}"
    assert field(page.text, "media_contact") == "Call me"
    assert "Half a title\x07" in page.text
    assert house.item(path).version_number == 1


def test_pressed_twice_it_stands_there_once_and_that_is_said(house: House) -> None:
    keep(house, "bay", BAY)
    path = release(house)

    page = house.post("editor", f"{path}/words", **sent(house, path, boilerplate=BAY, insert="boilerplate:"))

    assert field(page.text, "boilerplate") == BAY
    assert "Nothing was inserted" in page.text


@pytest.mark.parametrize("value", ["", "body:", "boilerplate:de", "boilerplate", "x" * 4000])
def test_a_button_that_there_is_not_changes_nothing(house: House, value: str) -> None:
    keep(house, "bay", BAY)
    path = release(house)

    page = house.post("editor", f"{path}/words", **sent(house, path, boilerplate="Typed.", insert=value))

    assert (page.status_code, field(page.text, "boilerplate")) == (200, "Typed.")


def test_a_language_has_a_button_of_its_own(house: House) -> None:
    keep(house, "bay", BAY)
    keep(house, "kaagapay", KAAGAPAY)
    keep(house, "kaagapay", "Kaagapay rassemble.", language="fr")
    path = release(house)

    page = house.get("editor", f"{path}/words").text
    assert values_offered(page) == ["boilerplate:", "boilerplate:fr"]
    assert "Insert boilerplate (fr)" in page
    filled = house.post("editor", f"{path}/words", **sent(house, path, insert="boilerplate:fr")).text
    assert filled.count("Inserted, not saved yet.") == 1
    assert field(filled, "boilerplate") == f"{BAY}\n\nKaagapay rassemble."


def test_a_correction_can_be_filled_in_too_by_those_alone_who_may_write(house: House) -> None:
    keep(house, "bay", BAY)
    path = release(house)
    typed = sent(house, path, insert="boilerplate:")

    statuses = house.statuses(f"{path}/words", "POST", **typed)
    assert {who for who, status in statuses.items() if status == 200} == {"owner", "lead", "editor"}
    assert (statuses["far_lead"], statuses["port_lead"], statuses["visitor"]) == (403, 403, 401)
    assert field(house.post("lead", f"{path}/correct", **typed, note="").text, "boilerplate") == BAY


def test_an_older_boilerplate_is_pointed_out_on_the_page_and_in_the_editor(house: House) -> None:
    keep(house, "kaagapay", KAAGAPAY, CONTACT)
    path = release(house, boilerplate=f"{BAY}\n\n{KAAGAPAY}", media_contact=CONTACT)
    assert CHANGED not in plain(house.read("lead", path))

    keep(house, "kaagapay", KAAGAPAY.replace("63", "71"), CONTACT)

    details = f"{path}/details"
    for page in (house.get("lead", details), house.get("port_lead", details), house.get("editor", f"{path}/words")):
        assert CHANGED in plain(page.text)
        assert f'href="/organisations/{house.stage.kaagapay.id}/press"' in page.text
        assert "media contact has changed" not in plain(page.text)
    newer = f"{BAY}\n\n{KAAGAPAY.replace('63', '71')}"
    preview = house.post("editor", f"{path}/words", **sent(house, path, boilerplate=newer, preview="1"))
    assert CHANGED not in plain(preview.text)


def test_an_older_contact_is_pointed_out_to_members_and_not_to_readers_of_what_is_public(house: House) -> None:
    keep(house, "bay", BAY, CONTACT)
    path = release(house, boilerplate=BAY, media_contact=CONTACT)
    keep(house, "bay", BAY, "")

    assert "Lantern Bay's media contact has changed since this was written." in plain(house.read("lead", path))
    item = house.item(path)
    item.state, item.public_when_published = State.PUBLISHED, True
    house.stage.session.get_one(Guard, item.guard_id).audience = Audience.PUBLIC
    house.stage.session.commit()
    public = house.get("visitor", path)
    assert public.status_code == 200
    assert CONTACT in public.text
    assert "has changed since" not in public.text
    assert "has changed since" in house.read("far_lead", path)


def test_the_page_asks_one_statement_more_and_only_where_such_a_text_stands(house: House) -> None:
    for of in ("bay", "port", "kaagapay"):
        keep(house, of, f"{of} works.", CONTACT)
    paths = [release(house), release(house, kind=Kind.POST), release(house, boilerplate="bay works.")]
    counts = []
    with house.app.app_context():
        engine = db.engine
    for path in paths:
        house.get("lead", f"{path}/details")
        with statements(engine) as asked:
            assert house.get("lead", f"{path}/details").status_code == 200
        counts.append(sum("organisation_press_text" in statement for statement in asked))

    assert counts == [0, 0, 1]
