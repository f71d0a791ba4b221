"""The file of a recurring event: one event that keeps its UID, and a SEQUENCE that rises when readers see a change."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from icalendar import Calendar
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Organisation
from scheduler.agenda.domain.visibility import Audience, Viewer
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import AllDay, Timed
from scheduler.events.domain.recurrence import Frequency, Recurrence
from scheduler.events.jobs import make_dates_ahead
from scheduler.events.models import Event, EventSeries
from scheduler.events.services.calendar_file import series_file
from scheduler.events.services.events import (
    EventDraft,
    cancel_event,
    delete_event,
    draft_of,
    restore_event,
    undelete_event,
)
from scheduler.events.services.series import Scope, change_dates, create_series
from tests.factories import organisation
from tests.fakes import FakeClock

EDITOR = Viewer(1, is_member=True, is_coordinator=True)
CALL = Timed(datetime(2027, 7, 6, 19, 0), "Europe/Brussels", datetime(2027, 7, 6, 20, 0))
WEEKLY = Recurrence(frequency=Frequency.WEEKLY, first_day=date(2027, 7, 6))


@pytest.fixture
def weekly(session: Session, draft_of: Callable[..., EventDraft], context: ChangeContext) -> list[Event]:
    draft = draft_of(organisation(session).id, title="Weekly call", when=CALL)
    create_series(session, draft, WEEKLY, form_id=str(uuid.uuid4()), context=context)
    return list(session.scalars(select(Event).order_by(Event.recurs_on)))


def content(session: Session, event: Event, viewer: Viewer = EDITOR) -> bytes:
    session.flush()
    found = series_file(session, viewer, event, "https://scheduler.example")
    assert found is not None
    return found


def events(session: Session, event: Event, viewer: Viewer = EDITOR) -> list[dict[str, str]]:
    """Return the VEVENTs of the file, the one with the rule first."""
    found = Calendar.from_ical(content(session, event, viewer)).walk("VEVENT")
    return [{name: value.to_ical().decode() for name, value in one.items() if name != "EXDATE"} for one in found]


def change(session: Session, event: Event, context: ChangeContext, scope: Scope, **changes: object) -> None:
    draft = replace(draft_of(session, event), **changes)  # type: ignore[arg-type]
    change_dates(session, event, draft, scope=scope, viewer=EDITOR, revision=event.revision, context=context)


def acts(session: Session, event: Event, context: ChangeContext) -> Iterator[None]:
    """Do what a reader sees, one after the other."""
    change(session, event, context, Scope.ONE, title="Longer call")
    yield
    cancel_event(session, event, "Rain", context)
    yield
    restore_event(session, event, context)
    yield
    delete_event(session, event, context)
    yield
    undelete_event(session, event, context)
    yield


def test_each_change_raises_sequence_and_dates_and_the_uid_stays(
    session: Session, context: ChangeContext, weekly: list[Event]
) -> None:
    before, whose = events(session, weekly[0])[0], weekly[3]

    for hours, _act in enumerate(acts(session, whose, replace(context, now=context.now + timedelta(hours=1))), start=1):
        after = events(session, weekly[0])[0]
        assert int(after["SEQUENCE"]) > int(before["SEQUENCE"]), hours
        assert after["DTSTAMP"] >= before["DTSTAMP"]
        assert after["UID"] == before["UID"]
        before = after
    assert before["DTSTAMP"] == before["LAST-MODIFIED"] > before["CREATED"]


def test_of_a_deleted_date_whoever_may_not_know_of_it_is_told_that_it_is_gone_and_no_more(
    session: Session, context: ChangeContext, weekly: list[Event]
) -> None:
    stranger, whose = Viewer(2, is_member=True), weekly[3]
    colleague = replace(stranger, organisations=frozenset({whose.organisation_id}))
    before = events(session, weekly[0], stranger)[0]
    later = replace(context, now=context.now + timedelta(hours=1))
    change(session, whose, later, Scope.ONE, audience=Audience.ORGANISATIONS)
    change(session, whose, later, Scope.ONE, title="Longer call")
    delete_event(session, whose, later)

    after = events(session, weekly[0], stranger)[0]
    assert b"EXDATE" in content(session, weekly[0], stranger)
    assert int(after["SEQUENCE"]) == int(before["SEQUENCE"]) + 1
    assert after["DTSTAMP"] == before["DTSTAMP"]
    assert int(events(session, weekly[0], colleague)[0]["SEQUENCE"]) > int(after["SEQUENCE"])


def test_a_rule_that_was_ended_has_another_sequence(
    session: Session, context: ChangeContext, weekly: list[Event]
) -> None:
    before = events(session, weekly[0])[0]
    session.get_one(EventSeries, weekly[0].series_id).ends_on = weekly[-1].recurs_on
    after = events(session, weekly[0])[0]

    assert "UNTIL" in after["RRULE"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])


def test_dates_that_the_worker_makes_ahead_change_nothing(
    session: Session, context: ChangeContext, weekly: list[Event], now: datetime
) -> None:
    before = content(session, weekly[0])

    assert make_dates_ahead(lambda: nullcontext(session), FakeClock(now + timedelta(days=31))) == 1  # type: ignore[arg-type, return-value]
    assert content(session, weekly[0]) == before


def test_what_was_changed_from_a_date_on_is_what_the_rule_makes(
    session: Session, context: ChangeContext, weekly: list[Event]
) -> None:
    later = replace(CALL, local_start=datetime(2027, 7, 20, 18), local_end=datetime(2027, 7, 20, 19, 30))
    change(session, weekly[2], context, Scope.FOLLOWING, title="Call", when=later)

    rule, *others = events(session, weekly[0])
    assert (rule["SUMMARY"], rule["DTSTART"], rule["DURATION"]) == ("Call", "20270706T180000", "PT1H30M")
    assert [(one["SUMMARY"], one["RECURRENCE-ID"], one["DTSTART"]) for one in others] == [
        ("Weekly call", "20270706T180000", "20270706T170000Z"),
        ("Weekly call", "20270713T180000", "20270713T170000Z"),
    ]
    assert len({one["UID"] for one in (rule, *others)}) == 1
    assert rule["URL"].endswith(f"/events/{weekly[0].public_id}")


def test_a_series_whose_organisation_has_left_goes_no_further_than_its_dates(
    session: Session, context: ChangeContext, weekly: list[Event]
) -> None:
    assert "UNTIL" not in events(session, weekly[0])[0]["RRULE"]
    session.get_one(Organisation, weekly[0].organisation_id).closed_at = context.now

    assert events(session, weekly[0])[0]["RRULE"] == "FREQ=WEEKLY;UNTIL=20280731T170000Z;BYDAY=TU"


def test_dates_that_became_whole_days_are_so_by_the_rule(
    session: Session, context: ChangeContext, weekly: list[Event]
) -> None:
    day = AllDay(weekly[0].first_day, weekly[0].first_day)
    change(session, weekly[0], context, Scope.ALL, when=day)

    (only,) = events(session, weekly[0])
    assert (only["DTSTART"], only["DTEND"], only["TRANSP"]) == ("20270706", "20270707", "TRANSPARENT")
    assert b"VTIMEZONE" not in content(session, weekly[0])
