"""Changes are collected while a transaction lasts, and everybody who follows them is told once, the lowest first."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import pytest
from sqlalchemy.orm import Session
from typing_extensions import override

from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.services.changes import (
    Change,
    ChangeContext,
    WrongWayError,
    already_notified,
    collect,
    mark_notified,
    notify_listeners,
)
from scheduler.agenda.services.entry_drafts import EntryDraft, Source
from scheduler.agenda.services.guards import public_guard
from scheduler.agenda.services.publishing import publish
from scheduler.unfinished import FinishedTwiceError
from tests.fakes import Follower

Draft = Callable[..., EntryDraft]


@dataclass
class Publisher(Follower):
    """Publishes something of its own for each change that it follows."""

    follows: frozenset[SourceKind] = frozenset({SourceKind.EDITION})  # type: ignore[misc]
    publishes: Callable[[Session, ChangeContext], Change | None] = lambda _session, _context: None
    origins: list[int | None] = field(default_factory=list)

    @override
    def entries_changed(self, session: Session, changes: Sequence[Change], context: ChangeContext) -> None:
        super().entries_changed(session, changes, context)
        for change in changes:
            following = replace(context, origin=change.origin)
            collect(session, [self.publishes(session, following)], following)


@pytest.fixture
def change_of(session: Session, draft_of: Draft, now: datetime) -> Callable[[SourceKind, int], Change]:
    def change(kind: SourceKind, ident: int) -> Change:
        found = publish(session, draft_of(public_guard(session), source=Source(kind, ident)), now)
        assert found is not None
        return found

    return change


ChangeOf = Callable[[SourceKind, int], Change]


def test_listeners_are_notified_at_the_commit_once_of_all_changes(session: Session, change_of: ChangeOf, now: datetime):
    counts: list[int] = []

    class Counting(Follower):
        @override
        def entries_changed(self, session: Session, changes: Sequence[Change], context: ChangeContext) -> None:
            counts.append(len(changes))

    context = ChangeContext((Counting(),), None, now)
    collect(session, [change_of(SourceKind.EVENT, 1), None], context)
    collect(session, [change_of(SourceKind.EVENT, 2)], context)
    assert counts == []

    session.commit()
    session.commit()

    assert counts == [2]


def test_what_a_listener_changes_in_turn_is_told_to_those_after_it_alone(
    session: Session, change_of: ChangeOf, now: datetime
):
    lower = Publisher(publishes=lambda _session, _context: change_of(SourceKind.CAMPAIGN, 7))
    upper = Follower()
    context = ChangeContext((lower, upper), None, now)

    collect(session, [change_of(SourceKind.EDITION, 1)], replace(context, origin=5))
    notify_listeners(session)

    assert (lower.kinds, upper.kinds) == (["created"], ["created", "created"])


def test_nobody_changes_what_was_told_already(session: Session, change_of: ChangeOf, now: datetime):
    numbers = iter(range(100))
    backwards = Publisher(publishes=lambda _session, _context: change_of(SourceKind.EDITION, 50 + next(numbers)))
    collect(session, [change_of(SourceKind.EDITION, 1)], ChangeContext((backwards,), None, now))

    with pytest.raises(WrongWayError):
        notify_listeners(session)


def test_a_rollback_forgets_what_was_collected(session: Session, change_of: ChangeOf, now: datetime):
    follower = Follower()
    collect(session, [change_of(SourceKind.EVENT, 1)], ChangeContext((follower,), None, now))

    session.rollback()
    session.commit()

    assert follower.kinds == []


def test_a_context_with_other_listeners_leaves_those_of_this_one_told(
    session: Session, change_of: ChangeOf, now: datetime
):
    first, second = Follower(), Follower()
    context = ChangeContext((first,), None, now)
    assert not already_notified(session, replace(context, listeners=()))
    collect(session, [change_of(SourceKind.EVENT, 1)], replace(context, listeners=(second,)))
    collect(session, [change_of(SourceKind.EVENT, 2)], replace(context, listeners=()))
    collect(session, [change_of(SourceKind.EVENT, 3)], context)

    session.commit()

    assert (first.kinds, second.kinds) == (["created"], ["created"])


def test_what_a_listener_changes_as_somebody_else_is_told_before_the_commit(
    session: Session, change_of: ChangeOf, now: datetime
):
    upper = Follower()
    other = ChangeContext((upper,), 7, now)

    class AsSomebodyElse(Follower):
        @override
        def entries_changed(self, session: Session, changes: Sequence[Change], context: ChangeContext) -> None:
            collect(session, [change_of(SourceKind.CAMPAIGN, 7)], other)

    collect(session, [change_of(SourceKind.EDITION, 1)], ChangeContext((AsSomebodyElse(),), None, now))
    session.commit()

    assert upper.kinds == ["created"]


def test_two_who_follow_each_other_as_somebody_else_are_refused(session: Session, change_of: ChangeOf, now: datetime):
    numbers = iter(range(2, 100))
    contexts: list[ChangeContext] = []

    class PassingOn(Follower):
        @override
        def entries_changed(self, session: Session, changes: Sequence[Change], context: ChangeContext) -> None:
            collect(session, [change_of(SourceKind.EVENT, next(numbers))], contexts[context == contexts[0]])

    contexts += [ChangeContext((PassingOn(),), actor, now) for actor in (None, 7)]
    collect(session, [change_of(SourceKind.EVENT, 1)], contexts[0])

    with pytest.raises(FinishedTwiceError):
        session.commit()


def test_closing_a_session_forgets_what_was_collected(session: Session, change_of: ChangeOf, now: datetime):
    follower = Follower()
    collect(session, [change_of(SourceKind.EVENT, 1)], ChangeContext((follower,), None, now))

    session.close()
    session.commit()

    assert follower.kinds == []


def test_a_savepoint_that_is_taken_back_takes_its_changes_back(session: Session, change_of: ChangeOf, now: datetime):
    follower, other = Follower(), Follower()
    context = ChangeContext((follower,), None, now)
    collect(session, [change_of(SourceKind.EVENT, 1)], context)
    mark_notified(session, {3}, context)

    savepoint = session.begin_nested()
    collect(session, [change_of(SourceKind.EVENT, 2)], context)
    collect(session, [change_of(SourceKind.EVENT, 3)], replace(context, listeners=(other,), actor_id=7))
    mark_notified(session, {4}, context)
    savepoint.rollback()

    assert already_notified(session, context) == {3}
    session.commit()
    assert (follower.kinds, other.kinds) == (["created"], [])


def test_a_savepoint_that_is_kept_keeps_its_changes(session: Session, change_of: ChangeOf, now: datetime):
    follower = Follower()
    with session.begin_nested():
        collect(session, [change_of(SourceKind.EVENT, 1)], ChangeContext((follower,), None, now))

    session.commit()

    assert follower.kinds == ["created"]


def test_who_was_told_in_a_savepoint_that_is_taken_back_is_told_anew(
    session: Session, change_of: ChangeOf, now: datetime
):
    follower = Follower()
    collect(session, [change_of(SourceKind.EVENT, 1)], ChangeContext((follower,), None, now))

    savepoint = session.begin_nested()
    notify_listeners(session)
    savepoint.rollback()
    session.commit()

    assert follower.kinds == ["created", "created"]


def test_who_was_told_is_known_for_each_origin_until_the_listeners_were_told(session: Session, now: datetime):
    context = ChangeContext((Follower(),), None, now)
    first, second = replace(context, origin=1), replace(context, origin=2)

    mark_notified(session, {3, 4}, first)

    assert already_notified(session, first) == {3, 4}
    assert not already_notified(session, second)
    notify_listeners(session)
    assert not already_notified(session, first)
