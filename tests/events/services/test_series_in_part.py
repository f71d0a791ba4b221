"""What reaches some dates of a recurring event and not others: those of other organisations, moved and special ones."""

import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Organisation
from scheduler.agenda.domain.visibility import Audience, Viewer
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import AllDay
from scheduler.events.domain.recurrence import Frequency, Recurrence
from scheduler.events.models import Event, EventSeries
from scheduler.events.services.events import EventDraft
from scheduler.events.services.series import (
    Scope,
    cancel_dates,
    change_dates,
    create_series,
    delete_dates,
    extend_series,
)
from tests.factories import organisation

DraftOf = Callable[..., EventDraft]
FIRST = date(2027, 7, 6)
COORDINATOR = Viewer(1, is_member=True, is_coordinator=True)


@pytest.fixture
def port(session: Session) -> Organisation:
    return organisation(session, "Old Port")


@pytest.fixture
def draft(session: Session, draft_of: DraftOf) -> EventDraft:
    return draft_of(organisation(session).id, title="Weekly call", when=AllDay(FIRST, FIRST))


def add(session: Session, draft: EventDraft, rule: Recurrence, context: ChangeContext) -> list[Event]:
    create_series(session, draft, rule, form_id=str(uuid.uuid4()), context=context)
    return list(session.scalars(select(Event).order_by(Event.recurs_on)))


def on(draft: EventDraft, day: date) -> EventDraft:
    return replace(draft, when=AllDay(day, day))


def test_whoever_has_one_date_changes_no_date_of_others(
    session: Session, context: ChangeContext, draft: EventDraft, port: Organisation
) -> None:
    found = add(session, draft, Recurrence(frequency=Frequency.WEEKLY, first_day=FIRST, times=4), context)
    handed = replace(on(draft, date(2027, 7, 13)), organisation_id=port.id)
    change_dates(session, found[1], handed, scope=Scope.ONE, viewer=COORDINATOR, revision=1, context=context)
    editor = Viewer(2, is_member=True, organisations=frozenset({port.id}), editor_of=frozenset({port.id}))

    theirs = replace(handed, title="Taken over")
    change_dates(session, found[1], theirs, scope=Scope.ALL, viewer=editor, revision=2, context=context)
    cancel_dates(session, found[1], "Off", scope=Scope.FOLLOWING, viewer=editor, context=context)
    delete_dates(session, found[1], scope=Scope.FOLLOWING, viewer=editor, context=context)

    assert [row.title for row in found] == ["Weekly call", "Taken over", "Weekly call", "Weekly call"]
    assert [row.cancelled_at is not None for row in found] == [False, True, False, False]
    assert [row.deleted_at is not None for row in found] == [False, True, False, False]
    assert session.scalars(select(EventSeries.ends_on)).one() is None


@pytest.mark.parametrize("end", ["cancel", "delete"])
def test_a_date_that_was_handed_over_does_not_keep_what_is_called_off_going(
    session: Session, context: ChangeContext, draft: EventDraft, port: Organisation, end: str
) -> None:
    found = add(session, draft, Recurrence(frequency=Frequency.WEEKLY, first_day=FIRST), context)
    handed = replace(on(draft, date(2027, 7, 20)), organisation_id=port.id)
    change_dates(session, found[2], handed, scope=Scope.ONE, viewer=COORDINATOR, revision=1, context=context)
    own = frozenset({draft.organisation_id})
    editor = Viewer(2, is_member=True, organisations=own, editor_of=own)

    if end == "cancel":
        cancel_dates(session, found[1], "Off", scope=Scope.FOLLOWING, viewer=editor, context=context)
    else:
        delete_dates(session, found[1], scope=Scope.FOLLOWING, viewer=editor, context=context)

    assert (found[2].cancelled_at, found[2].deleted_at) == (None, None)
    assert session.scalars(select(EventSeries.ends_on)).one() == date(2027, 7, 12)
    later = replace(context, now=datetime(2028, 1, 5, tzinfo=UTC))
    assert extend_series(session, found[0].series_id or 0, later) == 0


def test_a_date_that_was_moved_to_later_is_one_of_those_to_come(
    session: Session, context: ChangeContext, draft: EventDraft
) -> None:
    found = add(session, draft, Recurrence(frequency=Frequency.WEEKLY, first_day=FIRST, times=4), context)
    moved = on(draft, date(2027, 7, 22))
    change_dates(session, found[0], moved, scope=Scope.ONE, viewer=COORDINATOR, revision=1, context=context)
    narrower = replace(on(draft, date(2027, 7, 20)), audience=Audience.ORGANISATIONS)
    narrower = replace(narrower, organisations=frozenset({draft.organisation_id}))
    later = replace(context, now=datetime(2027, 7, 15, tzinfo=UTC))

    change_dates(session, found[2], narrower, scope=Scope.ALL, viewer=COORDINATOR, revision=1, context=later)

    assert [row.guard.audience for row in found] == ["organisations", "coalition", "organisations", "organisations"]
    assert found[0].first_day == date(2027, 7, 22)


def test_new_dates_are_like_what_was_changed_for_all_to_come(
    session: Session, context: ChangeContext, draft: EventDraft
) -> None:
    found = add(session, draft, Recurrence(frequency=Frequency.YEARLY, first_day=FIRST), context)
    last, day = found[-1], date(2028, 7, 6)
    special = replace(on(draft, day), place="Town hall")
    change_dates(session, last, special, scope=Scope.ONE, viewer=COORDINATOR, revision=1, context=context)
    named = replace(special, audience=Audience.ORGANISATIONS, organisations=frozenset({draft.organisation_id}))
    in_between = replace(context, now=datetime(2028, 1, 5, tzinfo=UTC))
    change_dates(session, last, named, scope=Scope.ALL, viewer=COORDINATOR, revision=2, context=in_between)

    made = extend_series(session, last.series_id or 0, replace(context, now=datetime(2029, 1, 5, tzinfo=UTC)))

    rows = list(session.scalars(select(Event).order_by(Event.recurs_on)))
    assert (made, len(rows)) == (1, 3)
    assert [row.guard.audience for row in rows] == ["coalition", "organisations", "organisations"]
