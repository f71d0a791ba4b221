"""What waits for a person, in groups by how near it is."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from scheduler.campaigns.domain.todo import Urgency, WaitingRow

MOST_OF_GROUP = 10


class Horizon(StrEnum):
    """How near it is, in the order in which a page says so.

    `DECIDE` is what is stuck until somebody decides, however far its day is, and `UNDATED` all else without a day.
    """

    OVERDUE = "overdue"
    TODAY = "today"
    WEEK = "week"
    DECIDE = "decide"
    UNDATED = "undated"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class TodoGroup:
    """What is equally near, the most urgent first; `folded` is what a page shows when it is asked to."""

    horizon: Horizon
    shown: tuple[WaitingRow, ...]
    folded: tuple[WaitingRow, ...]


def groups_of(rows: Iterable[WaitingRow], to_decide: Collection[str]) -> tuple[TodoGroup, ...]:
    """Return the groups that are not empty; `rows` come in order, `to_decide` are kinds that are stuck."""
    found: dict[Horizon, list[WaitingRow]] = {}
    for row in rows:
        found.setdefault(_horizon(row, to_decide), []).append(row)
    return tuple(_group(horizon, found[horizon]) for horizon in Horizon if horizon in found)


def _group(horizon: Horizon, rows: list[WaitingRow]) -> TodoGroup:
    shown = 0 if horizon is Horizon.LATER else MOST_OF_GROUP
    return TodoGroup(horizon, tuple(rows[:shown]), tuple(rows[shown:]))


def _horizon(row: WaitingRow, to_decide: Collection[str]) -> Horizon:
    if row.is_late:
        return Horizon.OVERDUE
    if row.due is None:
        return Horizon.DECIDE if row.kind in to_decide else Horizon.UNDATED
    if row.due.urgency is Urgency.LATER:
        return Horizon.DECIDE if row.kind in to_decide else Horizon.LATER
    return {Urgency.OVERDUE: Horizon.OVERDUE, Urgency.TODAY: Horizon.TODAY}.get(row.due.urgency, Horizon.WEEK)
