"""What waits in a campaign, of tasks and of content alike, the most urgent first."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from scheduler.campaigns.domain.todo import Due, Urgency, WaitingRow

TASK = "task"
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Changed:
    """What changed since an organisation's yes: from one version of an item to another."""

    public_id: str
    organisation: str
    from_version: int
    to_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing that waits: on whom, and until the end of a day (`due`) or a moment (`at`, aware UTC, in `zone`).

    `kind` is `task` or what an item needs; `task` is there for a task alone, `changed` where the reader's own yes is to
    be renewed.
    """

    kind: str
    id: int
    title: str
    path: str
    what: str
    on_whom: tuple[str, ...] = ()
    organisation: str = ""
    due: Due | None = None
    at: datetime | None = None
    zone: str = ""
    is_late: bool = False
    mine: bool = False
    task: WaitingRow | None = None
    changed: Changed | None = None

    @property
    def ends_at(self) -> datetime | None:
        """The moment until which it waits."""
        return self.due.ends_at if self.due is not None else self.at


def line_of_task(row: WaitingRow, what: str) -> Line:
    """Return a task as a line; `what` names the kind of wait."""
    return Line(
        kind=TASK,
        id=row.id,
        title=row.title,
        path=row.path,
        what=what,
        on_whom=row.on_whom,
        organisation=row.organisation,
        due=row.due,
        is_late=row.due is not None and row.due.urgency is Urgency.OVERDUE,
        mine=row.mine,
        task=row,
    )


def most_urgent_first(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Return what has ended first, then what ends next; what has no end yet stands last."""
    return tuple(sorted(lines, key=lambda line: (line.ends_at or _NEVER, line.title.casefold(), line.kind, line.id)))
