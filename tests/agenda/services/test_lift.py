from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from scheduler.agenda.models import Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import EntryDraft, Source
from scheduler.agenda.services.guards import Embargo, LiftedError, hold, lift_candidates, next_lift, release
from scheduler.agenda.services.lift import Republish, advance, each, lift
from scheduler.agenda.services.publishing import entry_of, publish

BEFORE = datetime(2027, 7, 30, 0, 59, 59, tzinfo=UTC)
AT = datetime(2027, 7, 30, 1, 0, tzinfo=UTC)

Draft = Callable[..., EntryDraft]


@pytest.fixture
def writers(embargoed: Guard, draft_of: Draft) -> dict[str, Republish]:
    def republish(session: Session, ident: int, context: ChangeContext) -> None:
        publish(session, draft_of(embargoed, source=Source("content", ident)), context.now)

    return {"content": each(republish)}


def test_lift_shows_the_real_text_under_the_same_uid(
    session: Session, now: datetime, embargoed: Guard, draft_of: Draft, writers: dict[str, Republish]
) -> None:
    publish(session, draft_of(embargoed), now)
    entry = entry_of(session, Source("content", 1))
    assert entry is not None
    uid = entry.uid
    assert lift_candidates(session, BEFORE) == []
    assert lift_candidates(session, AT) == [embargoed.id]

    assert lift(session, embargoed.id, writers, ChangeContext((), None, AT))

    assert (entry.uid, entry.sequence, entry.title) == (uid, 1, "Scorecard of live-streamed abuse")
    assert embargoed.revealed_at == AT
    assert not lift(session, embargoed.id, writers, ChangeContext((), None, AT))


def test_lift_leaves_alone_what_is_held(
    session: Session, now: datetime, embargoed: Guard, draft_of: Draft, writers: dict[str, Republish]
) -> None:
    publish(session, draft_of(embargoed), now)
    hold(session, embargoed, actor_id=1, now=now)
    session.flush()
    assert lift_candidates(session, AT) == []
    assert not lift(session, embargoed.id, writers, ChangeContext((), None, AT))

    release(session, embargoed, actor_id=1, now=AT)
    session.flush()

    assert lift(session, embargoed.id, writers, ChangeContext((), None, AT))


def test_the_next_lift_is_the_first_that_is_to_come_and_not_held(
    session: Session, now: datetime, embargoed: Guard
) -> None:
    assert next_lift(session, BEFORE) == AT
    assert next_lift(session, AT) is None

    hold(session, embargoed, actor_id=1, now=now)
    session.flush()
    assert next_lift(session, BEFORE) is None


def test_lift_before_its_time_does_nothing(
    session: Session, now: datetime, embargoed: Guard, draft_of: Draft, writers: dict[str, Republish]
) -> None:
    publish(session, draft_of(embargoed), now)
    assert not lift(session, embargoed.id, writers, ChangeContext((), None, BEFORE))
    assert embargoed.revealed_at is None


def test_advance_lifts_at_once_and_ends_a_hold(
    session: Session, now: datetime, embargoed: Guard, draft_of: Draft, writers: dict[str, Republish]
) -> None:
    publish(session, draft_of(embargoed), now)
    hold(session, embargoed, actor_id=1, now=now)
    at_once = Embargo(now.replace(tzinfo=None), "UTC", now)

    advance(session, embargoed, at_once, writers, ChangeContext((), 1, now))

    assert (embargoed.revealed_at, embargoed.held) == (now, False)
    entry = entry_of(session, Source("content", 1))
    assert entry is not None
    assert entry.title == "Scorecard of live-streamed abuse"
    with pytest.raises(LiftedError):
        advance(session, embargoed, at_once, writers, ChangeContext((), 1, now))
