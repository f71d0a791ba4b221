"""External calendars beside the calendar: for whom, where, how they are marked, hidden, and never passed on."""

import re
from datetime import UTC, date, datetime

import pytest

from scheduler.external_calendars.models import ExternalOccurrence
from scheduler.pages.external_entries import MOST_DAYS
from tests.factories import external_calendar
from tests.pages.web.test_calendar import JULY, cell, page

TITLE = "Plenary of others"
HOSTILE = '<script>alert("x")</script>'


@pytest.fixture
def calendars(store, scene):
    """One of the coalition with a timed event and one of Lantern with a day's; what addresses call them."""
    every = external_calendar(store, "Parliament")
    own = external_calendar(store, "Partner", organisation_id=scene.lantern.id)
    late = datetime(2027, 7, 14, 22, 30, tzinfo=UTC)
    add(store, every.id, TITLE, date(2027, 7, 14), late, link="https://parliament.example/1", place="Room 4")
    add(store, own.id, HOSTILE, date(2027, 7, 20), is_cancelled=True)
    store.commit()
    return every.address, own.address


def add(store, calendar_id, title, day, at=None, **fields):
    empty = {"key": title, "place": "", "link": "", "is_cancelled": False, "is_tentative": False}
    when = {
        "first_day": day,
        "last_day": day,
        "starts_at": at,
        "ends_at": at,
        "zone": "Europe/Brussels" if at else None,
    }
    store.add(ExternalOccurrence(calendar_id=calendar_id, title=title, **(empty | when | fields)))


@pytest.mark.parametrize("view", ["month", "week&day=2027-07-14", "list", "quarter"])
def test_members_see_the_coalitions_in_every_view(visit, calendars, view):
    text = page(visit("ana"), f"{JULY}&view={view}")

    assert TITLE in text
    assert "<bdi>Parliament</bdi></span></li>" in text
    assert 'href="https://parliament.example/1" rel="noopener noreferrer"' in text


def test_an_event_stands_on_the_days_of_its_reader(visit, calendars):
    assert TITLE in cell(page(visit("ana"), JULY), "2027-07-14")
    assert TITLE in cell(page(visit("bo"), JULY), "2027-07-15")
    assert TITLE in page(visit("bo"), "/calendar/2027-07-15")
    assert "Room 4" in page(visit("bo"), "/calendar/2027-07-15")


def test_an_organisations_own_are_seen_by_its_people_alone(visit, calendars):
    seen = {who for who in ("ana", "bo", "cleo", "dan", "visitor") if "Partner" in page(visit(who), JULY)}

    assert seen == {"ana"}
    assert TITLE not in page(visit("visitor"), JULY)
    assert TITLE not in page(visit("dan"), JULY)


def test_what_strangers_wrote_is_text_and_marked_as_cancelled(visit, calendars):
    text = page(visit("ana"), JULY)

    assert HOSTILE not in text
    assert "&lt;script&gt;" in text
    assert "Partner, cancelled: " in text


def test_a_calendar_is_hidden_by_its_box_and_stays_so_from_page_to_page(visit, calendars):
    every, own = calendars
    text = page(visit("ana"), f"{JULY}&hide_{every}=1")

    assert TITLE not in text
    assert "&lt;script&gt;" in text
    assert re.search(rf'name="hide_{every}" value="1" checked', text)
    assert re.search(rf'name="hide_{own}" value="1">', text)
    assert len(re.findall(rf"month=2027-0[68][^\"]*hide_{every}=1", text)) >= 2


@pytest.mark.parametrize("asked", ["&kind=event", "&mine=1", "&view=year"])
def test_filters_and_the_year_leave_them_out(visit, calendars, asked):
    assert TITLE not in page(visit("ana"), JULY + asked)


@pytest.mark.parametrize(
    "path", ["/", "/search?q=Plenary", "/feeds/public.ics", "/embed/month?month=2027-07", "/embed/list", "/events"]
)
def test_nothing_of_them_is_passed_on(visit, calendars, path):
    for who in ("ana", "visitor"):
        answer = visit(who).get(path)
        assert answer.status_code == 200
        assert TITLE not in answer.text


def test_a_calendar_full_of_long_events_leaves_room_for_short_ones_and_says_that_there_are_more(
    visit, calendars, store
):
    every = external_calendar(store, "Full")
    for number in range(100):
        add(store, every.id, f"Long {number}", date(2027, 6, 1), last_day=date(2027, 8, 31))
    add(store, every.id, "Short", date(2027, 7, 15))
    store.commit()
    text = page(visit("ana"), JULY)

    assert "Short" in text
    # July has five weeks here.
    assert len(set(re.findall(r"Long \d+", text))) == MOST_DAYS // 35
    assert "<bdi>Full</bdi> · not all events are shown</span></li>" in text
    assert text.count("not all events are shown") == 1
