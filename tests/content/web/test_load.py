"""The load of a month: what the reader reads in full is counted, and nothing else."""

import re
from datetime import datetime

import pytest

from scheduler.agenda.services.entry_drafts import Timed
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.dates.timezones import resolve_local_time
from tests.content.stage import ITEM_TEXT, SECRECY, Stage, build_stage
from tests.logins import logged_in

JULY = "/content/load?day=2027-07-01"


@pytest.fixture
def planned(app, store) -> Stage:
    stage = build_stage(store)
    store.commit()
    return stage


def at(hour: int, minute: int = 0, zone: str = "America/New_York") -> Timed:
    local = datetime(2027, 7, 30, hour, minute)
    return Timed(local, zone, at=resolve_local_time(local, zone).instant_utc)


def page(app, stage: Stage, who: str, address: str = JULY) -> str:
    stage.session.commit()
    answer = logged_in(app, stage.people[who]).get(address)
    assert answer.status_code == 200
    return answer.text


def counted(text: str) -> list[int]:
    return [int(number) for number in re.findall(r'class="heat-number"[^>]*>(\d+)<', text)]


def test_posts_close_to_each_other_at_night_clash(app, planned):
    for minute in (0, 10):
        planned.item(kind=Kind.POST, when=at(23, minute), channels=("bluesky",))

    text = page(app, planned, "editor")

    assert counted(text) == [2]
    assert "Within 15 minutes of each other on Bluesky." in text
    assert text.count("At night (22:00 to 6:00) for readers of Bluesky.") == 2
    assert "Press releases of two organisations" not in text


def test_item_before_its_lift_is_named_by_its_placeholder(app, planned):
    planned.item(secrecy=SECRECY, when=at(8, zone="Asia/Manila"))

    text = page(app, planned, "owner")

    assert "Publishes before its embargo lifts." in text
    assert SECRECY.placeholder_title in text
    assert ITEM_TEXT.title not in text


def test_holiday_of_the_country_is_named(app, planned):
    planned.bay.country = "US"
    planned.item(when=at(9))
    text = page(app, planned, "editor", "/content/load?day=2027-07-05")
    assert "public holiday" not in text

    local = datetime(2027, 7, 5, 9)
    planned.item(when=Timed(local, "America/New_York", at=resolve_local_time(local, "America/New_York").instant_utc))
    assert "On a public holiday of its audience: Independence Day" in page(app, planned, "editor")


@pytest.mark.parametrize("who", ["far_lead", "coordinator", "port_lead"])
def test_what_is_under_embargo_or_kept_to_others_is_not_counted(app, planned, who):
    before = page(app, planned, who)
    planned.item(secrecy=SECRECY, when=at(23), channels=("bluesky",))
    planned.item(sharing=Sharing(ShareScope.OWN), when=at(23), channels=("bluesky",))

    assert "heat-number" not in before
    assert "Nothing planned this month" in page(app, planned, who)


def test_visitors_log_in_first(app, planned):
    answer = app.test_client().get(JULY)

    assert answer.status_code == 302
    assert "/login" in answer.location


@pytest.mark.parametrize("day", ["", "2027-13-01", "x"])
def test_day_that_is_none_shows_the_present_month(app, planned, day):
    assert "July 2027" in page(app, planned, "editor", f"/content/load?day={day}")
