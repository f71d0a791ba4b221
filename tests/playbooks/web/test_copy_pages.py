"""Copying a campaign that is over onto another: from its page or from the new one, after the same preview."""

from datetime import datetime

import pytest
from sqlalchemy import select

from scheduler.campaigns.models import Campaign, Task
from tests.campaigns.web.visits import Visits
from tests.fakes import FakeClock
from tests.playbooks.web.pages import hidden, ticked


@pytest.fixture
def earlier(visits: Visits, clock: FakeClock) -> str:
    """A campaign of last year with a task, which is over by now."""
    now: datetime = clock.moment
    clock.moment = now.replace(year=2026)
    path = visits.campaign(title="Chain 2026", first_day="2026-07-30")
    visits.task(path, "Write the post", due_on="2026-07-16")
    clock.moment = now
    return path


def address(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def test_it_is_offered_and_copied(visits: Visits, earlier: str) -> None:
    path = visits.campaign(first_day="2027-08-30")
    assert f"{path}/copy/{address(earlier)}" in visits.get("ana", f"{path}/playbooks").text

    here = f"{path}/copy/{address(earlier)}"
    page = visits.get("ana", here).text
    assert "Mon 16 Aug 2027" in page
    assert "no copy, comments or sign-offs" in page
    answer = visits.clients["ana"].post(here, data={**hidden(page), "line": ticked(page)})
    assert answer.status_code == 303
    task = visits.store.scalars(select(Task).order_by(Task.id.desc())).first()
    visits.store.commit()
    assert task is not None
    assert (task.title, task.due_on.isoformat() if task.due_on else "") == ("Write the post", "2027-08-16")


def test_its_own_page_leads_to_a_new_campaign(visits: Visits, earlier: str) -> None:
    page = visits.get("ana", earlier).text
    assert f"/campaigns/new?copy={address(earlier)}" in page
    assert "Copy to a new campaign" not in visits.get("cleo", earlier).text

    values = {"title": "Chain", "around": "own", "first_day": "2027-07-30", "audience": "organisations"}
    values["organisation_id"] = str(visits.coalition.lantern.id)
    started = visits.post("ana", f"/campaigns/new?copy={address(earlier)}", **values)
    led = visits.get("ana", started.location)
    assert led.location.endswith(f"/copy/{address(earlier)}")


def test_who_may_not_plan_here_or_read_there_copies_nothing(visits: Visits, earlier: str) -> None:
    path = visits.campaign()
    people = ("ana", "ben", "cleo", "dora", "coordinator", "visitor")
    answers = {who: visits.get(who, f"{path}/copy/{address(earlier)}").status_code for who in people}
    assert answers == {"ana": 200, "ben": 200, "cleo": 403, "dora": 404, "coordinator": 404, "visitor": 302}

    theirs = visits.start("dora", organisation_id=str(visits.coalition.outside.id)).location
    assert visits.get("dora", f"{theirs}/copy/{address(earlier)}").status_code == 404
    assert "Chain 2026" not in visits.get("dora", f"{theirs}/playbooks").text
    assert "None that you can read is over yet." in visits.get("dora", f"{theirs}/playbooks").text
    led = visits.get("dora", f"{theirs}/playbooks?copy={address(earlier)}")
    assert led.status_code == 200


def test_what_goes_on_and_what_is_unknown_are_no_source(visits: Visits, earlier: str) -> None:
    path = visits.campaign()
    other = visits.campaign(title="Goes on")

    for source in (address(other), "no-such", address(path)):
        assert visits.get("ana", f"{path}/copy/{source}").status_code == 404
    assert visits.get("ana", f"{earlier}/copy/{address(earlier)}").status_code == 404


def test_where_nothing_was_planned_the_page_says_so(visits: Visits, earlier: str) -> None:
    row = visits.store.scalars(select(Task)).one()
    row.deleted_at = row.created_at
    visits.store.commit()
    path = visits.campaign()

    page = visits.get("ana", f"{path}/copy/{address(earlier)}").text
    assert "Nothing to add" in page
    assert visits.store.scalars(select(Campaign)).all()
    visits.store.commit()
