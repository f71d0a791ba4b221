"""Saving a campaign as a playbook, changing it, archiving it: who may, and what bad input meets."""

import pytest
from sqlalchemy import select

from scheduler.playbooks.models import Playbook, PlaybookSlot
from tests.campaigns.web.visits import Visits

SLOT = {"kind": "task", "title": "Call the press", "offset_days": "-3", "owner": "each", "item_kind": "post"}
SLOT |= {"zone_rule": "organisation", "at_time": "", "note": ""}
KEEPERS = {"ana": 200, "ben": 200, "cleo": 403, "dora": 200, "coordinator": 200, "visitor": 302}


def one(visits: Visits, model: type) -> object:
    found = visits.store.scalars(select(model), execution_options={"populate_existing": True}).first()
    visits.store.commit()
    return found


@pytest.fixture
def campaign(visits: Visits) -> str:
    path = visits.campaign()
    visits.task(path, "Write the post")
    visits.task(path, "Print it", due_on="2027-07-20")
    return path


@pytest.fixture
def playbook(visits: Visits, campaign: str) -> str:
    """The address of a playbook saved from the campaign."""
    return visits.keep(("playbook", campaign), lambda: saved(visits, campaign))


def saved(visits: Visits, campaign: str) -> str:
    keys = offered(visits.get("ana", f"{campaign}/save-as-playbook").text)
    answer = visits.post("ana", f"{campaign}/save-as-playbook", name="Our day", description="", slot=keys)
    assert answer.status_code == 303
    return str(answer.location)


def offered(page: str) -> list[str]:
    return [part.split('"')[0] for part in page.split('name="slot" type="checkbox" value="')[1:]]


def test_a_campaign_is_saved_listed_and_offered(visits: Visits, campaign: str, playbook: str) -> None:
    page = visits.get("cleo", playbook).text
    assert "Write the post" in page
    assert "14 days before" in page
    assert "Edit" not in page.split("<main")[1].split("</main")[0]
    assert "Saved by your coalition" in visits.get("dora", "/playbooks").text
    assert "Our day" in visits.get("ana", f"{campaign}/playbooks").text
    assert visits.get("ana", f"{campaign}{playbook}").status_code == 200


def test_who_may_save_keep_and_change(visits: Visits, campaign: str, playbook: str) -> None:
    people = ("ana", "ben", "cleo", "dora", "coordinator", "visitor")
    saving = {who: visits.get(who, f"{campaign}/save-as-playbook").status_code for who in people}
    assert saving == {"ana": 200, "ben": 403, "cleo": 403, "dora": 404, "coordinator": 404, "visitor": 302}
    slot = one(visits, PlaybookSlot)
    assert isinstance(slot, PlaybookSlot)
    for rest in ("/edit", "/slots/new", f"/slots/{slot.address}/edit"):
        assert {who: visits.get(who, f"{playbook}{rest}").status_code for who in people} == KEEPERS
    acts = [f"/slots/{slot.address}/{act}" for act in ("edit", "delete", "restore")]
    for rest in ("/edit", "/archive", "/unarchive", "/slots/new", *acts):
        refused = {who: visits.post(who, f"{playbook}{rest}", **SLOT).status_code for who in ("cleo", "visitor")}
        assert refused["cleo"] == 403
        assert refused["visitor"] in {302, 401}


def test_what_ships_cannot_be_changed(visits: Visits) -> None:
    for rest in ("/edit", "/slots/new"):
        assert visits.get("coordinator", f"/playbooks/awareness-day{rest}").status_code == 404
    assert visits.post("coordinator", "/playbooks/awareness-day/archive").status_code == 404


def test_a_slot_is_added_changed_deleted_and_restored(visits: Visits, playbook: str) -> None:
    content = {"kind": "content", "title": "Letter", "offset_days": "0", "at_time": "9.30", "channels": ["website"]}
    assert visits.post("ben", f"{playbook}/slots/new", **(SLOT | content | {"zone_rule": "channel"})).status_code == 303
    page = visits.get("ben", playbook).text
    assert "On the first day, 09:30, each channel&#39;s time zone" in page
    row = visits.store.scalars(select(PlaybookSlot).where(PlaybookSlot.title == "Letter")).one()
    visits.store.commit()
    here = f"{playbook}/slots/{row.address}"
    assert 'value="09:30"' in visits.get("ben", f"{here}/edit").text
    late = visits.post("ben", f"{here}/edit", **(SLOT | {"revision": "7"}))
    assert late.status_code == 409
    assert "Letter" in late.text
    assert visits.post("ben", f"{here}/edit", **(SLOT | {"revision": "1"})).status_code == 303
    assert visits.post("ben", f"{here}/delete").status_code == 303
    assert "Restore" in visits.get("ben", playbook).text
    assert visits.get("ben", f"{here}/edit").status_code == 404
    assert visits.post("ben", f"{here}/restore").status_code == 303
    assert "Call the press" in visits.get("ben", playbook).text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": ""}, "Required"),
        ({"title": "x" * 121}, "too long"),
        ({"title": "a\nb"}, "One line only"),
        ({"offset_days": ""}, "Enter a number, 0 for the first day."),
        ({"offset_days": "-9999"}, "Enter a number from -730 to 730."),
        ({"offset_days": "9" * 400}, "Enter a number from -730 to 730."),
        ({"offset_days": "soon"}, "Not a valid integer value"),
        ({"kind": "content", "at_time": "25:00"}, "Enter a time from 00:00 to 23:59"),
        ({"kind": "content", "at_time": "noon"}, "Enter a time from 00:00 to 23:59"),
        ({"kind": "content", "channels": ["myspace"]}, "no longer available"),
        ({"kind": "party"}, "Not a valid choice"),
        ({"owner": "everybody"}, "Not a valid choice"),
        ({"kind": "content", "zone_rule": "mars"}, "Not a valid choice"),
    ],
)
def test_bad_input_is_shown_and_kept(visits: Visits, playbook: str, change: dict[str, object], message: str) -> None:
    answer = visits.post("ana", f"{playbook}/slots/new", **(SLOT | change))

    assert answer.status_code == 422
    assert message in answer.text


def test_nothing_ticked_and_unknown_lines_save_nothing(visits: Visits, campaign: str) -> None:
    path = f"{campaign}/save-as-playbook"
    assert "Tick at least one." in visits.post("ana", path, name="Ours", description="").text
    assert visits.post("ana", path, name="Ours", description="", slot=["no-such"]).status_code == 422
    assert visits.post("ana", path, name="", description="", slot=["no-such"]).status_code == 422
    assert one(visits, Playbook) is None


def test_a_campaign_with_nothing_to_save_says_so(visits: Visits) -> None:
    assert "Nothing to save" in visits.get("ana", f"{visits.campaign()}/save-as-playbook").text


def test_a_name_is_changed_and_a_late_one_shown(visits: Visits, playbook: str) -> None:
    assert visits.post("ana", f"{playbook}/edit", name="Better", description="", revision="1").status_code == 303
    late = visits.post("ben", f"{playbook}/edit", name="Late", description="", revision="1")
    assert late.status_code == 409
    assert "Better" in late.text
    assert "Nothing archived" in visits.get("ana", "/playbooks?show=archived").text


def test_archived_it_is_kept_apart_and_offered_again(visits: Visits, campaign: str, playbook: str) -> None:
    visits.post("coordinator", f"{playbook}/archive")
    assert "Our day" not in visits.get("ana", "/playbooks").text
    assert "Our day" in visits.get("ana", "/playbooks?show=archived").text
    late = visits.post("ana", f"{campaign}{playbook}", line=["x"])
    assert late.location == f"{campaign}/playbooks"
    assert "the playbook was archived" in visits.get("ana", late.location).text
    assert "It is not offered when a playbook is chosen." in visits.get("cleo", playbook).text
    visits.post("ana", f"{playbook}/unarchive")
    assert "Our day" in visits.get("ana", "/playbooks").text
