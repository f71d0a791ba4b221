"""The page of an item asks its owner what becomes of it when the campaign moved; nobody else decides."""

from datetime import date

import pytest
from sqlalchemy import select

from scheduler.content.models import Item
from tests.campaigns.web.visits import Visits
from tests.playbooks.web.pages import hidden

AWARENESS = "awareness-day"


@pytest.fixture
def queued(visits: Visits) -> tuple[str, str]:
    """A campaign that moved by three days, and an item of it that was scheduled before."""
    path = visits.campaign(joining="open")
    here = f"{path}/playbooks/{AWARENESS}"
    page = visits.get("ana", here).text
    key = f"statement.{visits.coalition.lantern.id}"
    assert visits.clients["ana"].post(here, data={**hidden(page), "line": [key]}).status_code == 303
    item = visits.store.scalars(select(Item)).one()
    item.state, address = "scheduled", f"/content/{item.public_id}"
    visits.store.commit()
    shown = visits.stored_campaign(path)
    values = {"title": shown.title, "around": "own", "first_day": "2027-08-02", "last_day": "2027-08-02"}
    values |= {"organisation_id": str(visits.coalition.lantern.id), "owner_id": str(visits.coalition.ana.id)}
    answer = visits.post("ana", f"{path}/edit", joining="ask", goal="", revision=str(shown.revision), **values)
    assert answer.status_code == 303
    return path, address


def stored(visits: Visits) -> Item:
    item = visits.store.scalars(select(Item), execution_options={"populate_existing": True}).one()
    visits.store.commit()
    return item


def test_the_owner_is_asked_on_the_page_and_in_the_campaign(visits: Visits, queued: tuple[str, str]) -> None:
    path, address = queued
    page = visits.get("ana", address).text

    assert "This did not move along" in page
    assert "Mon 2 Aug 2027" in page
    assert "Decide on the date: the campaign moved" in visits.get("ana", path).text
    assert "The campaign moved: move it along, or keep its date" in visits.get("ana", "/").text
    assert "This did not move along" not in visits.get("ben", address).text


def test_moving_it_along_says_what_else_is_to_be_done(visits: Visits, queued: tuple[str, str]) -> None:
    _path, address = queued
    assert visits.post("ana", f"{address}/move-along", proposed="2027-08-02").status_code == 303

    item = stored(visits)
    assert (item.publish_on, item.proposed_on, item.state) == (date(2027, 8, 2), None, "scheduled")
    page = visits.get("ana", address).text
    assert "change the time in your publishing tool" in page
    activity = visits.get("ana", f"{address}/activity").text
    assert "moved it along with the campaign, to Mon 2 Aug 2027" in activity


def test_keeping_the_date_is_kept(visits: Visits, queued: tuple[str, str]) -> None:
    path, address = queued
    assert visits.post("ana", f"{address}/keep-date", proposed="2027-08-02").status_code == 303

    item = stored(visits)
    assert (item.publish_on, item.proposed_on, item.offset_days) == (date(2027, 7, 30), None, None)
    assert "kept its date though the campaign moved" in visits.get("ana", f"{address}/activity").text
    assert "still has the old date" not in visits.get("ana", path).text


@pytest.mark.parametrize("act", ["move-along", "keep-date"])
def test_nobody_else_decides(visits: Visits, queued: tuple[str, str], act: str) -> None:
    _path, address = queued
    answers = {
        who: visits.post(who, f"{address}/{act}", proposed="2027-08-02").status_code
        for who in ("ben", "cleo", "dora", "coordinator", "visitor")
    }

    assert answers == {"ben": 403, "cleo": 403, "dora": 404, "coordinator": 404, "visitor": 302}
    assert stored(visits).proposed_on == date(2027, 8, 2)


@pytest.mark.parametrize("act", ["move-along", "keep-date"])
@pytest.mark.parametrize("proposed", ["", "2027-08-03", "no day", "9999-99-99"])
def test_a_page_that_is_out_of_date_changes_nothing(
    visits: Visits, queued: tuple[str, str], act: str, proposed: str
) -> None:
    _path, address = queued
    assert visits.post("ana", f"{address}/{act}", proposed=proposed).status_code == 303

    assert "Nothing was changed" in visits.get("ana", address).text
    assert stored(visits).proposed_on == date(2027, 8, 2)
