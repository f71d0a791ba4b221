"""What more readers find in their calendars is new from then on; nothing tells how long it was planned before."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Audience, is_wider
from scheduler.agenda.models import Entry, Guard
from scheduler.agenda.services.entry_drafts import EntryDraft
from scheduler.agenda.services.guards import GuardDraft, change_guard, create_guard
from scheduler.agenda.services.publishing import publish
from tests.agenda.services.conftest import LIFT
from tests.factories import organisation

Draft = Callable[..., EntryDraft]
LATER = timedelta(days=40)
NARROW, WIDE = Audience.ORGANISATIONS, Audience.PUBLIC


def planned(session: Session, now: datetime, draft_of: Draft, draft: GuardDraft) -> tuple[Guard, Entry]:
    """Return the guard and the entry of something that was planned long ago."""
    guard = create_guard(session, draft)
    publish(session, draft_of(guard), now)
    return guard, session.scalars(select(Entry)).one()


@pytest.mark.parametrize("embargo", [None, LIFT])
def test_what_is_made_public_is_new_from_that_moment(
    session: Session, now: datetime, draft_of: Draft, embargo: object
) -> None:
    own = organisation(session, "Bay").id
    kept = {"embargo": embargo, "embargo_group_organisations": [own] if embargo else [], "placeholder_title": "Later"}
    guard, entry = planned(session, now, draft_of, GuardDraft(NARROW, [own], **kept))  # type: ignore[arg-type]
    tail = entry.vevent_tail

    change_guard(session, guard, GuardDraft(WIDE, **kept), actor_id=None, now=now + LATER)  # type: ignore[arg-type]
    assert publish(session, draft_of(guard), now + LATER) is None

    assert (entry.created_at, entry.changed_at) == (now + LATER, now + LATER)
    stamps = entry.vevent_head + entry.vevent_tail
    assert (stamps.count(b":20270810T120000Z"), b":20270701T" in stamps) == (3, False)
    assert b"trafficking" in tail + entry.vevent_head if embargo is None else b"trafficking" not in stamps


@pytest.mark.parametrize(("before", "after"), [(WIDE, NARROW), (NARROW, NARROW), (WIDE, WIDE)])
def test_what_has_no_more_readers_keeps_its_bytes(
    session: Session, now: datetime, draft_of: Draft, before: Audience, after: Audience
) -> None:
    first, second = (organisation(session, name).id for name in ("Bay", "Port"))
    guard, entry = planned(session, now, draft_of, GuardDraft(before, [first]))
    bytes_before = (entry.vevent_head, entry.vevent_tail, entry.changed_at)

    change_guard(session, guard, GuardDraft(after, [first, second]), actor_id=None, now=now + LATER)

    assert (entry.vevent_head, entry.vevent_tail, entry.changed_at) == bytes_before


def test_audiences_have_an_order() -> None:
    wider = [(one, other) for one in Audience for other in Audience if is_wider(one, other)]

    assert len(wider) == 6
    assert all((other, one) not in wider for one, other in wider)
    assert all(is_wider(Audience.PUBLIC, other) for other in Audience if other is not Audience.PUBLIC)
