"""The worker fetches calendars of others: what has changed there changes here, and failures are kept in words."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.external_calendars.domain.calendar_text import Unusable
from scheduler.external_calendars.domain.problems import Problem
from scheduler.external_calendars.jobs import fetch_calendars
from scheduler.external_calendars.labels import PROBLEMS
from scheduler.external_calendars.models import ExternalCalendar, ExternalOccurrence
from scheduler.external_calendars.services.keeping import (
    CalendarDraft,
    change_calendar,
    fetch_soon,
    forget_calendars_of,
    remove_calendar,
)
from scheduler.http_client import Failure, HttpClient
from tests.external_calendars.servers import CalendarServer, calendar_of, event_of, running
from tests.factories import external_calendar, organisation
from tests.fakes import FakeClock

HTTP = HttpClient(frozenset({"127.0.0.1"}))
VOTE, HEARING = event_of("1", "Vote", "20270710T100000Z"), event_of("2", "Hearing", "20270712")


@pytest.fixture
def server() -> Iterator[CalendarServer]:
    with running() as server:
        server.content = calendar_of(VOTE, HEARING)
        yield server


@pytest.fixture
def row(sessions, server: CalendarServer) -> ExternalCalendar:
    with sessions() as session:
        made = external_calendar(session, url=server.url)
        session.commit()
        session.expunge(made)
    return made


def fetch(sessions, clock: FakeClock) -> ExternalCalendar:
    fetch_calendars(sessions, clock, HTTP)
    with sessions() as session:
        found: ExternalCalendar = session.scalars(select(ExternalCalendar)).one()
        session.expunge(found)
        return found


def rows(sessions) -> dict[str, tuple[int, datetime | None]]:
    """Title, id and start of what is stored."""
    with sessions() as session:
        return {one.title: (one.id, one.starts_at) for one in session.scalars(select(ExternalOccurrence))}


def change(sessions, act) -> None:
    with sessions() as session:
        act(session, session.scalars(select(ExternalCalendar)).one())
        session.commit()


def test_what_is_added_moved_and_removed_there_is_so_here(sessions, clock, server, row):
    first = fetch(sessions, clock)
    before = rows(sessions)
    server.content, server.etag = calendar_of(HEARING, event_of("3", "Debate", "20270713")), '"2"'
    clock.advance(timedelta(hours=1))
    second = fetch(sessions, clock)
    after = rows(sessions)
    server.content, server.etag = calendar_of(event_of("2", "Hearing", "20270720")), '"3"'
    clock.advance(timedelta(hours=1))
    fetch(sessions, clock)

    assert (set(before), set(after), set(rows(sessions))) == ({"Vote", "Hearing"}, {"Hearing", "Debate"}, {"Hearing"})
    assert before["Hearing"] == after["Hearing"]
    assert (first.occurrence_count, second.occurrence_count, second.problem) == (2, 2, None)
    assert second.next_fetch_at == clock.now()


def test_a_file_that_has_not_changed_is_not_sent_again_until_its_days_have_moved_on(sessions, clock, server, row):
    fetch(sessions, clock)
    before = rows(sessions)
    for step in (timedelta(hours=1), timedelta(days=7)):
        clock.advance(step)
        fetched = fetch(sessions, clock)
        assert (fetched.fetched_at, fetched.problem) == (clock.now(), None)

    assert [asked.get("If-None-Match") for asked in server.asked] == [None, '"1"', None]
    assert rows(sessions) == before


def test_failures_are_kept_in_words_tried_less_often_and_take_nothing_away(sessions, clock, server, row):
    fetch(sessions, clock)
    before, waits = rows(sessions), []
    for status in (404, 403, 500, 500, 500, 500, 500):
        clock.advance(timedelta(days=1))
        server.status = status
        failed = fetch(sessions, clock)
        waits.append((failed.next_fetch_at - clock.now()) // timedelta(hours=1))
    server.status = 200
    clock.advance(timedelta(days=1))
    mended = fetch(sessions, clock)

    assert (failed.problem, failed.failures, waits) == (Problem.SERVER_ERROR, 7, [1, 2, 4, 8, 16, 24, 24])
    assert rows(sessions) == before
    assert (mended.problem, mended.failures) == (None, 0)


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", Problem.EMPTY),
        (b"<html><body>Please log in", Problem.WEB_PAGE),
        (b"x" * 10_000_001, Problem.TOO_LARGE),
        (b"Nothing", Problem.NO_CALENDAR),
    ],
)
def test_what_is_no_calendar_is_a_problem(sessions, clock, server, row, content, problem):
    server.content = content

    assert fetch(sessions, clock).problem == problem


def test_an_inner_address_is_not_asked(sessions, clock, server, row):
    fetch_calendars(sessions, clock, HttpClient())

    with sessions() as session:
        assert session.scalars(select(ExternalCalendar.problem)).one() == Problem.INNER_ADDRESS
    assert server.asked == []


def test_two_workers_fetch_a_calendar_once(sessions, clock, server, row):
    fetch_calendars(sessions, clock, HTTP)
    fetch_calendars(sessions, clock, HTTP)

    assert len(server.asked) == 1


def test_another_address_begins_anew_and_what_is_under_way_for_the_old_one_is_dropped(sessions, clock, server, row):
    fetch(sessions, clock)

    def move(session: Session, found: ExternalCalendar) -> None:
        draft = CalendarDraft(found.name, f"{server.url}?b", 1)
        change_calendar(session, found, draft, revision=1, actor_id=1, now=clock.now())

    change(sessions, move)
    assert rows(sessions) == {}
    fetched = fetch(sessions, clock)

    assert (fetched.occurrence_count, len(rows(sessions)), server.asked[-1].get("If-None-Match")) == (2, 2, None)


def test_asked_for_it_is_fetched_next_and_at_most_once_a_minute(sessions, clock, server, row):
    fetch(sessions, clock)
    asked = []
    for _ in range(2):
        change(sessions, lambda session, found: asked.append(fetch_soon(session, found, clock.now())))
        clock.advance(timedelta(minutes=2))
    fetch(sessions, clock)

    assert (asked, len(server.asked)) == ([False, True], 2)


def test_its_events_go_with_it_and_with_an_organisation_that_closes(sessions, clock, server, row):
    fetch(sessions, clock)
    change(sessions, lambda session, found: remove_calendar(session, found, actor_id=1, now=clock.now()))
    assert rows(sessions) == {}

    with sessions() as session:
        bay = organisation(session)
        external_calendar(session, url=server.url, organisation_id=bay.id)
        session.commit()
        bay_id = bay.id
    fetch(sessions, clock)
    assert len(rows(sessions)) == 2
    change(sessions, lambda session, _found: forget_calendars_of(session, bay_id))

    assert rows(sessions) == {}


def test_the_address_is_nowhere_in_what_members_see_nor_where_it_leads(sessions, clock, server, row):
    between, final = (server.url.replace("calendar.ics", name) for name in ("secret-7f3a", "signed-7f3a.ics"))
    server.moves = {"/calendar.ics": "/secret-7f3a", "/secret-7f3a": "/signed-7f3a.ics"}
    urls = (server.url, f"{final}#now", between, "https://example.org/1")
    server.content = calendar_of(*(f"{event_of(url, 'Vote', '20270710')}\r\nURL:{url}" for url in urls))
    fetch(sessions, clock)

    with sessions() as session:
        assert sorted(session.scalars(select(ExternalOccurrence.link))) == ["", "", "", "https://example.org/1"]


def test_a_mark_that_no_database_keeps_is_left_out(sessions, clock, server, row):
    server.etag = '"a\0b"'

    assert fetch(sessions, clock).etag == ""


def test_every_reason_is_a_problem_in_words():
    assert {str(one) for one in (*Failure, *Unusable)} <= set(Problem)
    assert set(PROBLEMS) == set(Problem)
