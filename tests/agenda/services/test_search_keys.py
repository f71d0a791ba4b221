"""The search counts by stored keys, and by what an entry says wherever a release without keys has written it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.phrases import Phrase
from scheduler.agenda.domain.search_keys import CONCEALED, SEARCH_KEYS_FORM
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.finding import ANY, Chosen, Found, search
from scheduler.agenda.models import Entry, EntryKind, Guard, Involvement
from scheduler.agenda.reading import Selection
from scheduler.agenda.services.entry_drafts import EntryDraft, Source, Timed
from scheduler.agenda.services.guards import public_guard
from scheduler.agenda.services.publishing import publish_all
from scheduler.agenda.services.vevents import rewrite_outdated
from tests.factories import organisation

pytestmark = pytest.mark.engines("sqlite", "postgresql")

Draft = Callable[..., EntryDraft]
DRAFT = Phrase("details", terms={"state": ["draft"]})
FORMER = SEARCH_KEYS_FORM - 1
MEMBER = Viewer(person_id=None, is_member=True)


def publish_some(session: Session, now: datetime, *drafts: EntryDraft) -> Sequence[Entry]:
    publish_all(session, drafts, now)
    return session.scalars(select(Entry).order_by(Entry.id)).all()


def found(session: Session, chosen: Chosen = ANY) -> Found:
    return search(session, MEMBER, Selection(), (), date(2027, 1, 1), chosen=chosen)


def states(session: Session) -> dict[str, int]:
    return {sort.status: count for sort, count in found(session).sorts.items()}


@pytest.fixture
def deadline(session: Session, draft_of: Draft) -> EntryDraft:
    """The deadline that an organisation has."""
    guard, own = public_guard(session), organisation(session, "Le Phare")
    what = {"kind": EntryKind.DEADLINE, "title": "Sign-off", "description": DRAFT, "organisation_id": own.id}
    return draft_of(guard, source=Source("content", 1, "d1"), **what)


@pytest.fixture
def twin(session: Session, deadline: EntryDraft) -> EntryDraft:
    """The same deadline, of another organisation."""
    other = organisation(session, "Lantern Bay")
    return replace(deadline, source=Source("content", 1, "d2"), organisation_id=other.id)


def test_deadlines_that_are_alike_are_there_once_and_counted_for_each_organisation(
    session: Session, now: datetime, deadline: EntryDraft, twin: EntryDraft
) -> None:
    review = replace(deadline, source=Source("content", 1, "r"), title="Review")
    entries = publish_some(session, now, deadline, twin, review)
    first, second, third = (entry.id for entry in entries)
    ours, theirs = (draft.organisation_id for draft in (deadline, twin))

    assert sorted(found(session).ids) == [first, third]
    assert found(session).organisations == {ours: 2, theirs: 1}
    assert found(session, Chosen(organisation=theirs)).ids == [first]
    assert second not in found(session, Chosen(organisation=ours)).ids


def test_deadlines_that_part_are_counted_apart_from_then_on(
    session: Session, now: datetime, deadline: EntryDraft, twin: EntryDraft
) -> None:
    publish_some(session, now, deadline, twin)
    later = replace(twin, when=Timed(datetime(2027, 7, 30, 9), "Asia/Manila"))
    entries = publish_some(session, now, later)

    assert sorted(found(session).ids) == [entry.id for entry in entries]


def test_no_key_is_that_of_something_else(session: Session, now: datetime, deadline: EntryDraft) -> None:
    event = replace(deadline, source=Source("event", 1), kind=EntryKind.EVENT)
    entries = publish_some(session, now, deadline, event, replace(event, source=Source("event", 2)))

    assert [entry.alike is None for entry in entries] == [False, True, True]
    assert len(found(session).ids) == len(entries)
    assert found(session).organisations == {deadline.organisation_id: len(entries)}


def test_what_a_former_release_has_changed_is_counted_by_what_it_says(
    session: Session, now: datetime, deadline: EntryDraft
) -> None:
    (entry,) = publish_some(session, now, deadline)
    entry.search_state, entry.parts_form = "approved", FORMER
    session.flush()

    assert states(session) == {"draft": 1}
    entry.concealed = True
    session.flush()
    assert states(session) == {CONCEALED: 1}


def test_whatever_state_is_stored_a_placeholder_is_counted_as_one_and_for_no_organisation(
    session: Session, now: datetime, deadline: EntryDraft
) -> None:
    other = organisation(session, "Lantern Bay")
    signed = replace(deadline, organisations=[(other.id, Involvement.TO_SIGN)])
    (entry,) = publish_some(session, now, signed)
    assert other.id in found(session).organisations

    # What differs from its placeholder in nothing that is shown, a former release conceals and writes no part anew.
    entry.concealed = True
    session.flush()

    assert states(session) == {CONCEALED: 1}
    assert found(session).organisations == {}


def test_what_a_former_release_has_changed_is_told_apart_from_what_it_was_like(
    session: Session, now: datetime, deadline: EntryDraft, twin: EntryDraft
) -> None:
    entries = publish_some(session, now, deadline, twin)
    # It knows no key, so that of before is left.
    entries[1].own_title, entries[1].parts_form = "Legal sign-off", FORMER
    session.flush()

    assert sorted(found(session).ids) == [entry.id for entry in entries]


def test_what_has_no_keys_is_counted_all_the_same(
    session: Session, now: datetime, deadline: EntryDraft, twin: EntryDraft
) -> None:
    entries = publish_some(session, now, deadline, twin)
    for entry in entries:
        entry.search_state = entry.alike = None
    session.flush()

    assert states(session) == {"draft": 2}
    assert sorted(found(session).ids) == [entry.id for entry in entries]


def test_the_worker_writes_keys_as_a_change_would_write_them(
    session: Session, now: datetime, embargoed: Guard, deadline: EntryDraft, twin: EntryDraft
) -> None:
    hidden = replace(deadline, source=Source("content", 2, "d1"), guard_id=embargoed.id)
    entries = publish_some(session, now, deadline, twin, hidden)
    before = [(entry.search_state, entry.alike) for entry in entries]
    for entry in entries:
        entry.search_state, entry.alike, entry.parts_form = None, -1, FORMER
    session.flush()

    rewrite_outdated(session, limit=10)

    assert [(entry.search_state, entry.alike) for entry in entries] == before
    assert [state for state, _key in before] == ["draft", "draft", CONCEALED]
    assert before[0] == before[1] != before[2]


def test_the_key_of_a_placeholder_follows_from_the_placeholder_alone(
    session: Session, now: datetime, embargoed: Guard, deadline: EntryDraft
) -> None:
    hidden = replace(deadline, guard_id=embargoed.id)
    other = replace(hidden, source=Source("content", 2, "d1"), title="Else", description="More", label="Another")
    entries = publish_some(session, now, hidden, other)

    assert len({entry.alike for entry in entries}) == 1
