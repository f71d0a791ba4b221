"""Changes of entries that readers can see: collected in a transaction, and told just before it is committed."""

from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from sqlalchemy.orm import Session

from scheduler.accounts.services.departures import DepartureListener
from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.models import Entry
from scheduler.agenda.services.entry_drafts import Timed, When, first_day, last_day
from scheduler.unfinished import Unfinished, finish_all, unfinished


class ChangeKind(StrEnum):
    """What became of an entry."""

    CREATED = "created"
    MOVED = "moved"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    REMOVED = "removed"
    DATE_ANNOUNCED = "date_announced"


@dataclass(frozen=True, slots=True)
class Change:
    """A change of an entry that readers can see; `origin` is that of the context in which it was made.

    `state_before` is the state that its description named before, "" for none.
    """

    entry: Entry
    kind: ChangeKind
    before: When | None
    after: When | None
    origin: int | None = None
    state_before: str = ""

    @property
    def days_moved(self) -> int:
        """Whole days from the old first day to the new one; 0 when there is no old or no new."""
        if self.before is None or self.after is None:
            return 0
        return (first_day(self.after) - first_day(self.before)).days


@dataclass(frozen=True, slots=True)
class ChangeContext:
    """Who makes changes and when, and who follows them, in the order of their features.

    `origin` is the entry that all of it follows, where one transaction changes several days that people hear of apart.
    """

    listeners: tuple["ChangeListener", ...]
    actor_id: int | None
    now: datetime
    origin: int | None = None


class ChangeListener(DepartureListener, Protocol):
    """A feature that has rows depending on published things of lower features."""

    @property
    def follows(self) -> frozenset[SourceKind]:
        """Whose entries it follows; it never changes those, nor what features below it follow."""

    def entries_changed(self, session: Session, changes: Sequence[Change], context: ChangeContext) -> None:
        """Follow all changes of such entries in a transaction at once, before it ends; in the order they were made."""


def move_details(before: When | None, after: When | None) -> dict[str, int]:
    """Return the days and moments of before and after as numbers, for a notice: ordinals, and seconds since 1970."""
    details: dict[str, int] = {}
    if before is not None:
        details |= {"from_day": first_day(before).toordinal(), "from_last": last_day(before).toordinal()}
    if isinstance(before, Timed) and before.at is not None:
        details["from_at"] = int(before.at.timestamp())
    if isinstance(before, Timed) and before.until is not None:
        details["from_until"] = int(before.until.timestamp())
    return details | ({"to_day": first_day(after).toordinal()} if after is not None else {})


class WrongWayError(RuntimeError):
    """A listener has changed what it follows itself, or what one before it does: nobody would be told of that."""


@dataclass(slots=True)
class CollectedChanges:
    """What readers will see of a transaction, in the order in which it was written, and who was told of it otherwise.

    `context` is the one in which listeners are told; `notified` holds people by the origin of what they were told of.
    """

    context: ChangeContext
    changes: list[Change] = field(default_factory=list)
    notified: dict[int | None, set[int]] = field(default_factory=dict)

    def finish(self, session: Session) -> None:
        """Tell each listener once of all changes that it follows; what it changes in turn is for those after it.

        The listeners stand in the order of their features, the lowest first, so that one pass reaches everybody.

        Raises:
            WrongWayError: see there.
        """
        follows = set[str]()
        for listener in self.context.listeners:
            follows |= listener.follows
            known = len(self.changes)
            followed = [change for change in self.changes if change.entry.source_kind in listener.follows]
            if followed:
                listener.entries_changed(session, followed, self.context)
            if any(change.entry.source_kind in follows for change in self.changes[known:]):
                raise WrongWayError(f"{type(listener).__name__} changed what was told already")

    def remember(self) -> Callable[[], None]:
        """Return what brings back the changes of now and who was told by now."""
        known, notified = len(self.changes), {origin: set(people) for origin, people in self.notified.items()}

        def restore() -> None:
            del self.changes[known:]
            self.notified = notified

        return restore


def collect(session: Session, changes: Iterable[Change | None], context: ChangeContext) -> None:
    """Keep changes of a transaction for those who follow them; None stands for a change that readers do not see.

    Nothing is kept in a context without listeners.
    """
    found = [replace(change, origin=context.origin) for change in changes if change is not None]
    if found and context.listeners:
        _collected(session, context).changes += found


def mark_notified(session: Session, people: Collection[int], context: ChangeContext) -> None:
    """Note who is told in another way of what this context changes, so that nobody hears of one change twice.

    Not of what coordinators may not know of: the email log would otherwise show by an email that is missing that
    somebody got another, of what they have in hand under embargo or to themselves. Whoever gets both gets them in one
    email.
    """
    if context.listeners:
        _collected(session, context).notified.setdefault(context.origin, set()).update(people)


def already_notified(session: Session, context: ChangeContext) -> frozenset[int]:
    """Return who has been told in this transaction of what changes in this context, by its origin."""
    collected = unfinished(session).get(_name(context))
    return frozenset(_changes(collected).notified.get(context.origin, ())) if collected else frozenset()


def gathered_changes(session: Session, context: ChangeContext) -> Sequence[Change]:
    """Return what is collected in a context; it grows while its listeners are told, by all that follows."""
    return _collected(session, context).changes


def notify_listeners(session: Session) -> None:
    """Notify the listeners of what was collected so far, as a commit does; for one part that may fail alone."""
    finish_all(session)


def _collected(session: Session, context: ChangeContext) -> CollectedChanges:
    """Return what is collected of the changes that one person makes at one moment, as all of a request are."""
    return _changes(unfinished(session).setdefault(_name(context), CollectedChanges(replace(context, origin=None))))


def _changes(gathered: Unfinished) -> CollectedChanges:
    if not isinstance(gathered, CollectedChanges):
        raise TypeError(f"{type(gathered).__name__} has the name of changes")
    return gathered


def _name(context: ChangeContext) -> Hashable:
    """Return what names the changes of a context; those with other listeners are told apart from them."""
    # By identity: a listener need not be hashable, and what is collected keeps it alive.
    return "changes", tuple(map(id, context.listeners)), context.actor_id, context.now
