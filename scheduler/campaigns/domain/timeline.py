"""What stands on the timeline of a campaign, and where: a lane for each organisation, marks that never overlap."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

MARGIN_DAYS = 2
"""How much room is left before the first day and after the last."""


class MarkKind(StrEnum):
    """What a mark is of."""

    TASK = "task"
    CONTENT = "content"
    LIFT = "lift"


class MarkState(StrEnum):
    """How it stands."""

    OPEN = "open"
    LATE = "late"
    DONE = "done"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class TimelineMark:
    """One thing on the line, its organisation, and what a click opens (a path within the site)."""

    kind: MarkKind
    day: date
    title: str
    path: str
    organisation: str
    state: MarkState


@dataclass(frozen=True, slots=True)
class PlacedMark:
    """A mark with its number in order of day, counted from 1, and its place: `x` on the line, `row` in its lane."""

    mark: TimelineMark
    number: int
    x: int
    row: int


@dataclass(frozen=True, slots=True)
class Lane:
    """The marks of one organisation, in rows one below the other."""

    organisation: str
    marks: tuple[PlacedMark, ...]

    @property
    def rows(self) -> int:
        """How many rows it takes."""
        return 1 + max((placed.row for placed in self.marks), default=0)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Lanes between two days, inclusive, drawn `width` wide; the organisation that leads has the first."""

    first_day: date
    last_day: date
    width: int
    lanes: tuple[Lane, ...]

    def x_of(self, day: date) -> int:
        """Return where a day stands."""
        return _x(day, self.first_day, self.last_day, self.width)

    @property
    def placed(self) -> tuple[PlacedMark, ...]:
        """All marks in order of their number."""
        return tuple(sorted((one for lane in self.lanes for one in lane.marks), key=lambda one: one.number))


def lay_out(marks: Iterable[TimelineMark], days: Sequence[date], lead: str, *, width: int, least_gap: int) -> Timeline:
    """Place marks on a line on which some days (at least one) have to be seen as well.

    Args:
        marks: in any order.
        days: today, and those of the campaign.
        lead: the organisation with the first lane, whether it has a mark or not.
        width: how long the line is.
        least_gap: how far marks of one row are apart.
    """
    ordered = sorted(marks, key=lambda mark: (mark.day, mark.organisation, mark.kind, mark.title, mark.path))
    all_days = [*days, *(mark.day for mark in ordered)]
    first, last = min(all_days) - timedelta(MARGIN_DAYS), max(all_days) + timedelta(MARGIN_DAYS)
    numbered = list(enumerate(ordered, start=1))
    names = sorted({mark.organisation for mark in ordered} - {lead}, key=str.casefold)
    lanes = [
        Lane(name, _in_rows([each for each in numbered if each[1].organisation == name], first, last, width, least_gap))
        for name in (lead, *names)
    ]
    return Timeline(first, last, width, tuple(lanes))


def _in_rows(
    numbered: Sequence[tuple[int, TimelineMark]], first: date, last: date, width: int, least_gap: int
) -> tuple[PlacedMark, ...]:
    """Put each mark into the first row in which it touches none before it."""
    ends: list[int] = []
    placed = []
    for number, mark in numbered:
        x = _x(mark.day, first, last, width)
        row = next((at for at, end in enumerate(ends) if x - end >= least_gap), len(ends))
        ends[row:] = [x, *ends[row + 1 :]]
        placed.append(PlacedMark(mark, number, x, row))
    return tuple(placed)


def _x(day: date, first: date, last: date, width: int) -> int:
    return round((day - first).days / max(1, (last - first).days) * width)
