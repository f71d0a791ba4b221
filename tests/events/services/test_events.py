import uuid
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Audience, Viewer
from scheduler.agenda.models import EntryStatus
from scheduler.agenda.services.changes import ChangeContext, notify_listeners
from scheduler.agenda.services.entry_drafts import AllDay, Source, Timed
from scheduler.agenda.services.publishing import entry_of
from scheduler.events.models import Event
from scheduler.events.reading import event_of
from scheduler.events.services.events import (
    EventDraft,
    cancel_event,
    change_event,
    create_event,
    delete_event,
    restore_event,
    undelete_event,
)
from scheduler.rows import StaleEditError, TooLateError
from tests.factories import organisation
from tests.fakes import Follower

DraftOf = Callable[..., EventDraft]
BRUSSELS = "Europe/Brussels"


def add(session: Session, draft: EventDraft, context: ChangeContext) -> Event:
    return create_event(session, draft, form_id=str(uuid.uuid4()), context=context)


def test_a_timed_event_keeps_wall_time_zone_and_instant(
    session: Session, context: ChangeContext, draft_of: DraftOf
) -> None:
    when = Timed(datetime(2027, 7, 30, 19, 0), BRUSSELS, datetime(2027, 7, 30, 21, 0))

    event = add(session, draft_of(organisation(session).id, when=when), context)

    assert (event.first_day, event.last_day, event.zone) == (date(2027, 7, 30), date(2027, 7, 30), BRUSSELS)
    assert (event.starts_at, event.ends_at) == (
        datetime(2027, 7, 30, 17, 0, tzinfo=UTC),
        datetime(2027, 7, 30, 19, 0, tzinfo=UTC),
    )
    entry = entry_of(session, Source("event", event.id))
    assert entry is not None
    assert (entry.title, entry.path, entry.starts_at) == (event.title, f"/events/{event.public_id}", event.starts_at)


def test_the_second_of_two_equal_hours_is_kept_for_start_and_end(
    session: Session, context: ChangeContext, draft_of: DraftOf
) -> None:
    later = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    local = datetime(2027, 10, 31, 2, 30)
    when = Timed(local, BRUSSELS, local + timedelta(minutes=15), later, later + timedelta(minutes=15))

    event = add(session, draft_of(organisation(session).id, when=when), context)

    entry = entry_of(session, Source("event", event.id))
    assert entry is not None
    assert (entry.starts_at, entry.ends_at) == (later, later + timedelta(minutes=15))


@pytest.mark.parametrize(
    "when",
    [
        AllDay(date(2027, 7, 30), date(2027, 7, 29)),
        AllDay(date(2027, 7, 1), date(2027, 8, 1)),
        Timed(datetime(2027, 7, 30, 19, 0), BRUSSELS, datetime(2027, 7, 30, 18, 0)),
    ],
)
def test_a_span_that_cannot_be_is_refused(
    session: Session, context: ChangeContext, draft_of: DraftOf, when: AllDay | Timed
) -> None:
    with pytest.raises(ValueError, match=r"last from|ends at"):
        add(session, draft_of(organisation(session).id, when=when), context)


def test_the_same_form_sent_twice_adds_one_event(session: Session, context: ChangeContext, draft_of: DraftOf) -> None:
    draft, form_id = draft_of(organisation(session).id), str(uuid.uuid4())

    first = create_event(session, draft, form_id=form_id, context=context)
    second = create_event(session, draft, form_id=form_id, context=context)
    other = create_event(session, replace(draft, title="Another"), form_id=form_id, context=context)

    assert second is first
    assert other is not first
    assert session.scalar(select(func.count()).select_from(Event)) == 2


def test_a_moved_event_is_told_on_with_the_days(
    session: Session, context: ChangeContext, draft_of: DraftOf, follower: Follower
) -> None:
    draft = draft_of(organisation(session).id)
    event = add(session, draft, context)

    moved = replace(draft, when=AllDay(date(2027, 8, 2), date(2027, 8, 2)))
    change_event(session, event, moved, revision=1, context=context)

    notify_listeners(session)
    assert (follower.kinds, follower.days_moved) == (["created", "moved"], [0, 3])
    assert event.revision == 2


def test_a_stale_edit_changes_nothing(session: Session, context: ChangeContext, draft_of: DraftOf) -> None:
    draft = draft_of(organisation(session).id)
    event = add(session, draft, context)
    change_event(session, event, replace(draft, title="Second"), revision=1, context=context)

    with pytest.raises(StaleEditError):
        change_event(session, event, replace(draft, title="Third"), revision=1, context=context)

    assert event.title == "Second"


def test_a_cancelled_event_stays_in_calendars_and_can_be_restored(
    session: Session, context: ChangeContext, draft_of: DraftOf, follower: Follower
) -> None:
    event = add(session, draft_of(organisation(session).id), context)
    entry = entry_of(session, Source("event", event.id))
    assert entry is not None
    uid = entry.uid

    cancel_event(session, event, "Storm", context)
    assert (entry.status, entry.removed_at) == (EntryStatus.CANCELLED, None)

    restore_event(session, event, context)
    assert (entry.status, entry.uid, event.cancel_reason) == (EntryStatus.CONFIRMED, uid, "")
    notify_listeners(session)
    assert follower.kinds == ["created", "cancelled", "restored"]


def test_a_deleted_event_is_nowhere_and_comes_back_within_30_days(
    session: Session, context: ChangeContext, draft_of: DraftOf, follower: Follower
) -> None:
    event = add(session, draft_of(organisation(session).id), context)
    member = Viewer(person_id=None, is_member=True)

    delete_event(session, event, context)
    assert event_of(session, member, event.public_id) is None
    assert event_of(session, member, event.public_id, deleted=True) is event

    undelete_event(session, event, replace(context, now=context.now + timedelta(days=29)))
    assert event_of(session, member, event.public_id) is event
    notify_listeners(session)
    assert follower.kinds == ["created", "removed", "restored"]


def test_a_deleted_event_does_not_come_back_after_30_days(
    session: Session, context: ChangeContext, draft_of: DraftOf
) -> None:
    event = add(session, draft_of(organisation(session).id), context)
    delete_event(session, event, context)

    with pytest.raises(TooLateError):
        undelete_event(session, event, replace(context, now=context.now + timedelta(days=30)))


def test_only_the_organisations_named_know_of_an_event(
    session: Session, context: ChangeContext, draft_of: DraftOf
) -> None:
    host, named, other = (organisation(session, name) for name in ("Host", "Named", "Other"))
    draft = draft_of(host.id, audience=Audience.ORGANISATIONS, organisations=frozenset({named.id}))

    event = add(session, draft, context)

    def knows(organisation_id: int) -> bool:
        viewer = Viewer(person_id=None, is_member=True, organisations=frozenset({organisation_id}))
        return event_of(session, viewer, event.public_id) is not None

    assert [knows(host.id), knows(named.id), knows(other.id)] == [True, True, False]
    coordinator = Viewer(person_id=None, is_member=True, is_coordinator=True)
    assert event_of(session, coordinator, event.public_id) is None


def test_a_wider_audience_lets_others_know(session: Session, context: ChangeContext, draft_of: DraftOf) -> None:
    host = organisation(session)
    draft = draft_of(host.id, audience=Audience.ORGANISATIONS)
    event = add(session, draft, context)
    assert event_of(session, Viewer.anonymous(), event.public_id) is None

    change_event(session, event, replace(draft, audience=Audience.PUBLIC), revision=1, context=context)

    assert event_of(session, Viewer.anonymous(), event.public_id) is event
