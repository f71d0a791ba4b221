"""Several items change at once, and what nobody touched since comes back."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from scheduler.accounts.models import Membership
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import AllDay, Timed
from scheduler.content.domain.skipping import SkipReason
from scheduler.content.domain.workflow import State
from scheduler.content.models import ItemUndo
from scheduler.content.services.bulk import (
    ItemWithRoles,
    assign_items,
    publish_items,
    shift_items,
    undo,
)
from scheduler.content.services.transitions import PublishedLink, PublishedLinks
from scheduler.dates.timezones import resolve_local_time
from scheduler.rows import TooLateError
from tests.content import builders
from tests.content.builders import DAY, entry_of

WEEK_LATER = DAY + timedelta(days=7)


@pytest.fixture
def by_lead(bay, now):
    return ChangeContext((), bay.lead.id, now)


def mine(session, person, *items):
    return [ItemWithRoles(item, builders.by(session, person, item)) for item in items]


def test_items_move_and_come_back(session, bay, now, by_lead):
    local = datetime(2027, 10, 30, 9, 0)
    at = resolve_local_time(local, "Europe/Berlin").instant_utc
    first = builders.item(session, bay, now, signoff_due_on=date(2027, 7, 20))
    second = builders.item(session, bay, now, when=Timed(local, "Europe/Berlin", at=at))

    moved = shift_items(session, mine(session, bay.lead, first, second), 7, by_lead)

    assert (first.publish_on, first.signoff_due_on) == (WEEK_LATER, date(2027, 7, 27))
    # Clocks go back in between: the time of day stays, the instant does not.
    assert second.publish_local == datetime(2027, 11, 6, 9, 0)
    assert second.publish_at == at + timedelta(days=7, hours=1)
    assert entry_of(session, first).starts_on == WEEK_LATER

    back = undo(session, session.get_one(ItemUndo, moved.undo_id), by_lead)

    assert sorted(back.done) == [first.id, second.id]
    assert (first.publish_on, first.signoff_due_on, second.publish_at) == (DAY, date(2027, 7, 20), at)
    assert entry_of(session, first).starts_on == DAY


def test_who_has_left_takes_nothing_back(session, bay, now, by_lead):
    item = builders.item(session, bay, now)
    moved = shift_items(session, mine(session, bay.lead, item), 7, by_lead)
    own = select(Membership).where(Membership.person_id == bay.lead.id)
    session.scalars(own).one().ended_at = now
    session.flush()

    back = undo(session, session.get_one(ItemUndo, moved.undo_id), by_lead)

    assert (back.skipped, item.publish_on) == (((item.id, SkipReason.NOT_YOURS),), WEEK_LATER)


def test_what_was_changed_since_stays_and_is_named(session, bay, now, by_lead):
    first, second = builders.item(session, bay, now), builders.item(session, bay, now)
    moved = shift_items(session, mine(session, bay.lead, first, second), 7, by_lead)
    second.revision += 1
    session.flush()

    back = undo(session, session.get_one(ItemUndo, moved.undo_id), by_lead)

    assert (back.done, back.skipped) == ((first.id,), ((second.id, SkipReason.CHANGED_SINCE),))
    assert second.publish_on == WEEK_LATER


def test_an_undo_is_the_persons_own_once_and_for_a_day(session, bay, now, by_lead):
    item = builders.item(session, bay, now)
    row = session.get_one(ItemUndo, shift_items(session, mine(session, bay.lead, item), 7, by_lead).undo_id)

    for context in (ChangeContext((), bay.editor.id, now), ChangeContext((), bay.lead.id, now + timedelta(days=1))):
        with pytest.raises(TooLateError):
            undo(session, row, context)
    undo(session, row, by_lead)
    with pytest.raises(TooLateError):
        undo(session, row, by_lead)


def test_what_is_not_ours_or_over_stays_where_it_is(session, bay, harbour, now, by_lead):
    theirs, over, far = (builders.item(session, where, now) for where in (harbour, bay, bay))
    over.state = State.WITHDRAWN
    far.publish_on = date.max
    session.flush()

    result = shift_items(session, mine(session, bay.lead, theirs, over, far), 7, by_lead)

    assert dict(result.skipped) == {
        theirs.id: SkipReason.NOT_YOURS,
        over.id: SkipReason.OVER,
        far.id: SkipReason.OUT_OF_RANGE,
    }
    assert (result.done, result.undo_id) == ((), None)


def test_items_are_given_to_somebody_of_their_organisation(session, bay, harbour, now, by_lead):
    ours, theirs = builders.item(session, bay, now), builders.item(session, harbour, now)
    both = [*mine(session, bay.lead, ours), *mine(session, harbour.lead, theirs)]

    result = assign_items(session, both, bay.member.id, frozenset({bay.id}), by_lead)

    assert (ours.owner_id, theirs.owner_id) == (bay.member.id, harbour.editor.id)
    assert result.skipped == ((theirs.id, SkipReason.OTHER_ORGANISATION),)
    undo(session, session.get_one(ItemUndo, result.undo_id), by_lead)
    assert ours.owner_id == bay.editor.id


def test_publishing_several_can_be_taken_back_with_its_audience(session, bay, now, by_lead):
    ready = builders.item(session, bay, now, public_when_published=True)
    builders.sign(session, ready, bay, now)
    ready.state = State.APPROVED
    draft = builders.item(session, bay, now)
    outcomes = {row.id: PublishedLinks({"x": PublishedLink("https://x.example/1")}) for row in (ready, draft)}
    builders_by = [ItemWithRoles(row, builders.by(session, bay.editor, row)) for row in (ready, draft)]

    result = publish_items(session, builders_by, outcomes, by_lead)

    guard = session.get_one(Guard, ready.guard_id)
    assert (ready.state, guard.audience) == (State.PUBLISHED, Audience.PUBLIC)
    assert result.skipped == ((draft.id, SkipReason.REFUSED),)
    undo(session, session.get_one(ItemUndo, result.undo_id), by_lead)
    assert (ready.state, ready.published_url, guard.audience) == (State.APPROVED, "", Audience.ORGANISATIONS)


def test_a_day_without_time_stays_a_day(session, bay, now, by_lead):
    item = builders.item(session, bay, now, when=AllDay(DAY, DAY))

    shift_items(session, mine(session, bay.lead, item), -1, by_lead)

    assert (item.publish_on, item.publish_at) == (date(2027, 7, 29), None)
