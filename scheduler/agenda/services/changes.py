"""Changes of entries that readers can see, and the features that follow them."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from sqlalchemy.orm import Session

from scheduler.accounts.services.departures import DepartureListener
from scheduler.agenda.models import Entry
from scheduler.agenda.services.entry_drafts import Timed, When, first_day, last_day


class ChangeKind(StrEnum):
    """What became of an entry."""

    CREATED = "created"
    MOVED = "moved"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    RESTORED = "restored"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """A change of an entry that readers can see."""

    entry: Entry
    kind: ChangeKind
    before: When | None
    after: When | None

    @property
    def days_moved(self) -> int:
        """Whole days from the old first day to the new one; 0 when there is no old or no new."""
        if self.before is None or self.after is None:
            return 0
        return (first_day(self.after) - first_day(self.before)).days


@dataclass(frozen=True, slots=True)
class ChangeContext:
    """Who made changes and when, and who follows them, in order; `already_notified` keeps to one email a person."""

    listeners: tuple["ChangeListener", ...]
    actor_id: int | None
    now: datetime
    already_notified: set[int] = field(default_factory=set)


class ChangeListener(DepartureListener, Protocol):
    """A feature that has rows depending on published things of lower features."""

    def moved(self, session: Session, change: Change, context: ChangeContext) -> None:
        """Follow an entry that moved, was cancelled, restored or removed; same transaction."""


def tell(session: Session, change: Change | None, context: ChangeContext) -> None:
    """Tell every listener of a change; nothing to tell when there was none."""
    if change is not None:
        for listener in context.listeners:
            listener.moved(session, change, context)


def move_details(before: When | None, after: When | None) -> dict[str, int]:
    """Return the days and moments of before and after as numbers, for a notice: ordinals, and seconds since 1970."""
    facts: dict[str, int] = {}
    if before is not None:
        facts |= {"from_day": first_day(before).toordinal(), "from_last": last_day(before).toordinal()}
    if isinstance(before, Timed) and before.at is not None:
        facts["from_at"] = int(before.at.timestamp())
    if isinstance(before, Timed) and before.until is not None:
        facts["from_until"] = int(before.until.timestamp())
    return facts | ({"to_day": first_day(after).toordinal()} if after is not None else {})
