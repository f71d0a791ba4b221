"""Recurring events: their dates, what is changed of several, and how they go on."""

import uuid
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Audience, Viewer
from scheduler.agenda.models import Entry, EntryStatus
from scheduler.agenda.services.changes import ChangeContext, notify_listeners
from scheduler.agenda.services.entry_drafts import Source, Timed
from scheduler.agenda.services.follows import follow
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.agenda.services.publishing import entry_of
from scheduler.events.domain.recurrence import Frequency, Recurrence
from scheduler.events.jobs import make_dates_ahead
from scheduler.events.models import Event, EventSeries
from scheduler.events.reading import coming_events, series_of
from scheduler.events.services.events import EventDraft, cancel_event, change_event, delete_event
from scheduler.events.services.series import (
    DayMovesError,
    Scope,
    cancel_dates,
    change_dates,
    create_series,
    delete_dates,
    on_day,
)
from scheduler.outbox.models import Message
from scheduler.reminders.services.following import ReminderListener
from scheduler.rows import StaleEditError
from tests.factories import organisation, person
from tests.fakes import FakeClock, Follower

DraftOf = Callable[..., EventDraft]
BRUSSELS = "Europe/Brussels"
# Tuesdays; clocks in Brussels go back on 31 October 2027.
VISITOR, MEMBER = Viewer(None, is_member=False), Viewer(1, is_member=True)
EDITOR = Viewer(1, is_member=True, is_coordinator=True)
CALL = Timed(datetime(2027, 7, 6, 19, 0), BRUSSELS, datetime(2027, 7, 6, 20, 0))
WEEKLY = Recurrence(frequency=Frequency.WEEKLY, first_day=date(2027, 7, 6))
FOUR = replace(WEEKLY, times=4)


@pytest.fixture
def draft(session: Session, draft_of: DraftOf) -> EventDraft:
    return draft_of(organisation(session).id, title="Weekly call", when=CALL)


def add(session: Session, draft: EventDraft, rule: Recurrence, context: ChangeContext) -> list[Event]:
    create_series(session, draft, rule, form_id=str(uuid.uuid4()), context=context)
    return dates(session)


def dates(session: Session) -> list[Event]:
    return list(session.scalars(select(Event).order_by(Event.recurs_on)))


def entry(session: Session, event: Event) -> Entry:
    found = entry_of(session, Source("event", event.id))
    assert found is not None
    return found


def titles(events: Sequence[Event]) -> list[str]:
    return [event.title for event in events]


def test_dates_are_made_a_year_ahead_and_keep_their_wall_time(
    session: Session, context: ChangeContext, draft: EventDraft
) -> None:
    found = add(session, draft, WEEKLY, context)

    assert [found[0].recurs_on, found[-1].recurs_on, len(found)] == [date(2027, 7, 6), date(2028, 7, 25), 56]
    local = {row.starts_at.astimezone(ZoneInfo(BRUSSELS)).time() for row in found if row.starts_at}
    assert len(local) == 1
    assert {row.starts_at.hour for row in found if row.starts_at} == {17, 18}
    assert len({entry(session, row).uid for row in found}) == len({row.guard_id for row in found}) == 56


def test_the_same_form_twice_adds_one_series(session: Session, context: ChangeContext, draft: EventDraft) -> None:
    first = create_series(session, draft, FOUR, form_id="a", context=context)

    assert create_series(session, draft, FOUR, form_id="a", context=context) is first
    assert len(dates(session)) == 4


def test_a_series_that_begins_far_ahead_has_its_first_date(
    session: Session, context: ChangeContext, draft: EventDraft
) -> None:
    later = date(2031, 7, 8)

    found = add(session, replace(draft, when=on_day(CALL, later)), replace(WEEKLY, first_day=later), context)

    assert [row.first_day for row in found] == [later]


def test_the_worker_makes_the_dates_that_have_come_within_reach_once(
    session: Session, context: ChangeContext, draft: EventDraft, now: datetime
) -> None:
    found = add(session, draft, WEEKLY, context)
    delete_event(session, found[3], context)
    change_event(
        session,
        found[-1],
        replace(draft, title="Only once", when=on_call(found[-1].first_day)),
        revision=1,
        context=context,
    )
    later = FakeClock(now + timedelta(days=31))

    made = [make_dates_ahead(lambda: nullcontext(session), later) for _ in range(2)]  # type: ignore[arg-type, return-value]

    assert made == [1, 0]
    new = [row for row in dates(session) if row.recurs_on and row.recurs_on > date(2028, 7, 31)]
    assert [row.recurs_on for row in new] == [date(2028, 8, day) for day in (1, 8, 15, 22, 29)]
    assert set(titles(new)) == {"Weekly call"}
    assert found[3].deleted_at is not None


def on_call(day: date) -> Timed:
    when = on_day(CALL, day)
    assert isinstance(when, Timed)
    return when


def test_of_many_dates_a_week_fewer_are_made_ahead(
    session: Session, context: ChangeContext, draft: EventDraft, now: datetime
) -> None:
    daily = replace(WEEKLY, weekdays=frozenset(range(7)))
    found = add(session, draft, daily, context)
    week = FakeClock(now + timedelta(days=12))

    made = [make_dates_ahead(lambda: nullcontext(session), week) for _ in range(2)]  # type: ignore[arg-type, return-value]

    assert (len(found), made, len(dates(session))) == (120, [1, 0], 127)
    assert [row.recurs_on for row in dates(session)] == daily.days(None, date(2027, 11, 9))


def test_a_series_that_ends_or_has_no_dates_left_does_not_go_on(
    session: Session, context: ChangeContext, draft: EventDraft, now: datetime
) -> None:
    add(session, draft, FOUR, context)
    found = add(session, replace(draft, title="Other"), replace(WEEKLY, first_day=date(2027, 7, 6)), context)
    other = [row for row in found if row.title == "Other"]
    delete_dates(session, other[0], scope=Scope.FOLLOWING, viewer=EDITOR, context=context)
    later = FakeClock(now + timedelta(days=90))

    assert make_dates_ahead(lambda: nullcontext(session), later) == 0  # type: ignore[arg-type, return-value]
    assert all(row.deleted_at for row in other)


def test_one_date_is_changed_alone(session: Session, context: ChangeContext, draft: EventDraft) -> None:
    found = add(session, draft, FOUR, context)
    moved = replace(draft, title="Special", when=on_day(CALL, date(2027, 7, 14)))

    change_dates(session, found[1], moved, scope=Scope.ONE, viewer=EDITOR, revision=1, context=context)
    cancel_dates(session, found[2], "Holiday", scope=Scope.ONE, viewer=EDITOR, context=context)

    assert titles(found) == ["Weekly call", "Special", "Weekly call", "Weekly call"]
    assert [row.first_day.day for row in found] == [6, 14, 20, 27]
    assert [entry(session, row).status for row in found] == ["confirmed", "confirmed", "cancelled", "confirmed"]
    assert [entry(session, row).sequence for row in found] == [0, 1, 1, 0]


def test_this_and_later_dates_get_what_was_changed_and_keep_what_is_their_own(
    session: Session, context: ChangeContext, draft: EventDraft
) -> None:
    found = add(session, draft, FOUR, context)
    own = replace(draft, place="Town hall", when=replace(on_call(date(2027, 7, 28)), zone="Asia/Manila"))
    change_dates(session, found[3], own, scope=Scope.ONE, viewer=EDITOR, revision=1, context=context)
    later = replace(CALL, local_start=datetime(2027, 7, 6, 18, 30), local_end=datetime(2027, 7, 6, 19, 30))
    changed = replace(draft, title="Call", when=on_day(later, date(2027, 7, 13)))

    change_dates(session, found[1], changed, scope=Scope.FOLLOWING, viewer=EDITOR, revision=1, context=context)

    assert titles(found) == ["Weekly call", "Call", "Call", "Call"]
    assert [row.local_start and row.local_start.strftime("%d %H:%M") for row in found] == [
        "06 19:00",
        "13 18:30",
        "20 18:30",
        "28 19:00",
    ]
    assert (found[3].place, found[3].zone) == ("Town hall", "Asia/Manila")


def test_all_dates_to_come_are_changed_and_past_ones_are_not(
    session: Session, context: ChangeContext, draft: EventDraft
) -> None:
    found = add(session, draft, FOUR, context)
    in_between = replace(context, now=datetime(2027, 7, 15, tzinfo=UTC))
    changed = replace(draft, audience=Audience.PUBLIC, when=on_day(CALL, date(2027, 7, 27)))

    change_dates(session, found[3], changed, scope=Scope.ALL, viewer=EDITOR, revision=1, context=in_between)

    assert len(coming_events(session, VISITOR, date(2027, 7, 1))) == 1
    guards = [entry(session, row).guard_id for row in found]
    assert guards == [row.guard_id for row in found]
    assert [row.revision for row in found] == [1, 1, 2, 2]


def test_several_dates_are_not_moved_to_another_day_and_a_stale_form_is_refused(
    session: Session, context: ChangeContext, draft: EventDraft
) -> None:
    found = add(session, draft, FOUR, context)
    moved = replace(draft, when=on_day(CALL, date(2027, 7, 8)))
    with pytest.raises(DayMovesError):
        change_dates(session, found[0], moved, scope=Scope.ALL, viewer=EDITOR, revision=1, context=context)
    with pytest.raises(StaleEditError):
        change_dates(
            session, found[0], replace(draft, title="X"), scope=Scope.ALL, viewer=EDITOR, revision=0, context=context
        )


def test_later_dates_are_cancelled_and_the_series_ends(
    session: Session, context: ChangeContext, draft: EventDraft
) -> None:
    found = add(session, draft, WEEKLY, context)

    cancel_dates(session, found[2], "No more calls", scope=Scope.FOLLOWING, viewer=EDITOR, context=context)

    assert {entry(session, row).status for row in found[2:]} == {EntryStatus.CANCELLED}
    assert {entry(session, row).status for row in found[:2]} == {EntryStatus.CONFIRMED}
    assert session.scalars(select(EventSeries.ends_on)).one() == date(2027, 7, 19)


def test_who_follows_hears_of_a_change_of_many_dates_once(session: Session, draft: EventDraft, now: datetime) -> None:
    context = ChangeContext((ReminderListener(),), None, now)
    found = add(session, draft, FOUR, context)
    ana = person(session, "Ana", coordinator=True)
    follow(session, ana.id, series_of(found[0].id, found[0].series_id), now)
    later = replace(CALL, local_start=datetime(2027, 7, 6, 18, 30))

    change_dates(
        session, found[0], replace(draft, when=later), scope=Scope.ALL, viewer=EDITOR, revision=1, context=context
    )
    notify_listeners(session)

    told = session.scalars(select(Message).where(Message.kind == NotificationKind.MOVED)).all()
    assert [message.person_id for message in told] == [ana.id]


def test_of_each_series_the_next_date_that_one_may_know_of_is_offered(
    session: Session, context: ChangeContext, draft: EventDraft
) -> None:
    found = add(session, draft, FOUR, context)
    public = replace(draft, audience=Audience.PUBLIC, when=on_day(CALL, date(2027, 7, 20)))
    change_dates(session, found[2], public, scope=Scope.FOLLOWING, viewer=EDITOR, revision=1, context=context)
    today = date(2027, 7, 1)

    assert coming_events(session, VISITOR, today) == [found[2]]
    assert coming_events(session, MEMBER, today) == [found[0]]


def test_dates_that_one_may_not_know_of_are_left_alone(
    session: Session, context: ChangeContext, draft: EventDraft
) -> None:
    found = add(session, draft, FOUR, context)
    closed = replace(draft, audience=Audience.ORGANISATIONS, when=on_call(date(2027, 7, 20)))
    change_event(session, found[2], closed, revision=1, context=context)

    changed = replace(draft, title="Call")
    change_dates(session, found[0], changed, scope=Scope.ALL, viewer=EDITOR, revision=1, context=context)
    cancel_dates(session, found[1], "Over", scope=Scope.FOLLOWING, viewer=EDITOR, context=context)

    assert titles(found) == ["Call", "Call", "Weekly call", "Call"]
    assert [row.cancelled_at is not None for row in found] == [False, True, False, True]


def test_followers_of_the_calendar_see_each_change(
    session: Session, context: ChangeContext, draft: EventDraft, follower: Follower
) -> None:
    found = add(session, draft, FOUR, context)
    cancel_event(session, found[0], "Ill", context)
    notify_listeners(session)

    assert follower.kinds == ["created"] * 4 + ["cancelled"]
