"""Changes of a transaction: collected while it lasts, and told once, just before it is committed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from sqlalchemy.orm import Session

from scheduler.agenda.services.entries import Change, ChangeContext
from scheduler.db import unfinished


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
        unfinished(session).pop(_name(self.context), None)


def collect(session: Session, changes: Iterable[Change | None], context: ChangeContext) -> None:
    """Keep changes of a transaction for those who follow them; None stands for a change that readers do not see.

    Nothing is kept in a context without listeners.
    """
    found = [replace(change, origin=context.origin) for change in changes if change is not None]
    if found and context.listeners:
        _collected(session, context).changes += found


def mark_notified(session: Session, people: Collection[int], context: ChangeContext) -> None:
    """Note who is told in another way of what this context changes, so that nobody hears of one change twice."""
    if context.listeners:
        _collected(session, context).notified.setdefault(context.origin, set()).update(people)


def already_notified(session: Session, context: ChangeContext) -> frozenset[int]:
    """Return who has been told in this transaction of what changes in this context, by its origin."""
    return frozenset(_collected(session, context).notified.get(context.origin, ()))


def notify_listeners(session: Session) -> None:
    """Tell the listeners of what was collected so far, as a commit does by itself."""
    for gathered in tuple(unfinished(session).values()):
        if isinstance(gathered, CollectedChanges):
            gathered.finish(session)


def _collected(session: Session, context: ChangeContext) -> CollectedChanges:
    """Return what is collected of the changes that one person makes at one moment, as all of a request are."""
    collected = unfinished(session).setdefault(_name(context), CollectedChanges(replace(context, origin=None)))
    if not isinstance(collected, CollectedChanges):
        raise TypeError(f"{_name(context)} is taken")
    return collected


def _name(context: ChangeContext) -> str:
    return f"changes by {context.actor_id} at {context.now.isoformat()}"
