"""What waits, on whom, and until when; the most urgent first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import NamedTuple

from scheduler.dates.timezones import day_end, day_of

SOON_DAYS = 7
TASK = "task"
_NEVER = datetime.max.replace(tzinfo=UTC)


class Urgency(StrEnum):
    """How near the end of the day is until which something waits."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Due:
    """Until when: the end of a day in a zone, where it is done.

    `ends_at` is aware UTC and exclusive; `urgency` goes by the days of the zone.
    """

    due_on: date
    zone: str
    ends_at: datetime
    urgency: Urgency

    def days_from(self, today: date) -> int:
        """Return in how many days it is on a reader's own calendar, which shows `today`; negative when it was before.

        What has ended where it is done may be today's for the reader, and the other way round: `urgency` says that.
        """
        return (self.due_on - today).days


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed since an organisation's yes: from one version of an item to another."""

    public_id: str
    organisation: str
    from_version: int
    to_version: int


# A page has hundreds, and a frozen dataclass takes three times as long to make.
class WaitingRow(NamedTuple):
    """One line of what waits: a task, or whatever a higher feature adds with a `kind` of its own.

    It waits until the end of a day (`due`) or a moment (`at`, aware UTC, in `zone`); neither while there is none yet.
    Of a moment `due` may be the day, to say how near it is.
    `what` names the kind of wait where lines of several stand together. `offset_days` counts from the campaign's first
    day, negative is before. `address` is what pages call a task; `is_theirs` says that the reader may change it.
    `changed` is there where the reader's own yes is to be renewed. `public_id` is what pages call the item, or the
    campaign of a task, and `organisation_id` whose response is meant, where there is one.
    """

    kind: str
    id: int
    title: str
    path: str
    on_whom: tuple[str, ...]
    organisation: str
    due: Due | None
    at: datetime | None = None
    zone: str = ""
    is_late: bool = False
    what: str = ""
    note: str = ""
    needs_somebody: bool = False
    former: str = ""
    offset_days: int | None = None
    revision: int = 0
    mine: bool = False
    address: str = ""
    is_theirs: bool = False
    changed: Changed | None = None
    public_id: str = ""
    organisation_id: int | None = None

    @property
    def is_task(self) -> bool:
        """Say whether it is a task of a campaign."""
        return self.kind == TASK

    @property
    def ends_at(self) -> datetime | None:
        """The moment until which it waits."""
        return self.at if self.at is not None or self.due is None else self.due.ends_at


def due(due_on: date, zone: str, now: datetime) -> Due:
    """Say how a day stands to now (aware UTC); it lasts until it has ended in the zone (IANA name)."""
    days_left = (due_on - day_of(now, zone)).days
    if days_left < 0:
        urgency = Urgency.OVERDUE
    elif days_left == 0:
        urgency = Urgency.TODAY
    else:
        urgency = Urgency.SOON if days_left <= SOON_DAYS else Urgency.LATER
    return Due(due_on, zone, day_end(due_on, zone), urgency)


def by_urgency(rows: Iterable[WaitingRow]) -> tuple[WaitingRow, ...]:
    """Return the rows with what ends first, or has ended, first; what has no end yet stands last."""
    return tuple(sorted(rows, key=_place))


def _place(row: WaitingRow) -> tuple[datetime, str, str, int]:
    return row.ends_at or _NEVER, row.title.casefold(), row.kind, row.id
