"""What the pages of a campaign are asked for in their address; what cannot be understood asks for nothing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from scheduler.campaigns.domain.todo import WaitingRow
from scheduler.content.domain.workflow import State
from scheduler.pages.campaign_work import is_unassigned

OPEN, MINE, NO_ONE = "open", "mine", "none"
STEPS_SHOWN = 40
E = TypeVar("E", bound=StrEnum)


class WorkKind(StrEnum):
    """Of what the lines are."""

    ANY = "any"
    TASKS = "tasks"
    CONTENT = "content"


class WorkOrder(StrEnum):
    """By what they are sorted."""

    DUE = "due"
    ASSIGNEE = "assignee"
    TITLE = "title"


class ContentOrder(StrEnum):
    """By what items are sorted."""

    DAY = "day"
    TITLE = "title"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class Lines:
    """Some of what waits: every task, which calendars link to, and the most urgent steps of items; how many more."""

    shown: tuple[WaitingRow, ...]
    left_out: int

    @property
    def total(self) -> int:
        """How many there are."""
        return len(self.shown) + self.left_out


def shortened(lines: Sequence[WaitingRow], most: int) -> Lines:
    """Return all tasks of some lines, and the first steps of items."""
    steps = [line for line in lines if not line.is_task]
    left_out = {id(line) for line in steps[most:]}
    return Lines(tuple(line for line in lines if id(line) not in left_out), len(left_out))


@dataclass(frozen=True, slots=True)
class WorkAsked:
    """Which open work, in which order; `who` is a name of a line, or one of `MINE` and `NO_ONE`."""

    kind: WorkKind = WorkKind.ANY
    who: str = ""
    is_late: bool = False
    order: WorkOrder = WorkOrder.DUE
    is_whole: bool = False

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> "WorkAsked":
        """Read a query string."""
        return cls(
            _one_of(WorkKind, arguments.get("kind"), WorkKind.ANY),
            arguments.get("who", ""),
            arguments.get("due") == "overdue",
            _one_of(WorkOrder, arguments.get("sort"), WorkOrder.DUE),
            arguments.get("waits") == "all",
        )

    @property
    def is_narrowed(self) -> bool:
        """Does it leave anything out?"""
        return self != WorkAsked(order=self.order, is_whole=self.is_whole)

    def lines(self, waits: Iterable[WaitingRow]) -> Lines:
        """Return those of the lines, which come with the most urgent first, that are asked for."""
        known = list(waits)
        who = self.who if self.who in {MINE, NO_ONE, *map(on_whom, known)} else ""
        wanted = [line for line in known if self._is_wanted(line, who)]
        if self.order is not WorkOrder.DUE:
            wanted.sort(key=_WORK_ORDERS[self.order])
        return shortened(wanted, len(wanted) if self.is_whole else STEPS_SHOWN)

    def _is_wanted(self, line: WaitingRow, who: str) -> bool:
        if self.kind is not WorkKind.ANY and line.is_task is not (self.kind is WorkKind.TASKS):
            return False
        if self.is_late and not line.is_late:
            return False
        if who in (MINE, NO_ONE):
            return line.mine if who == MINE else is_unassigned(line)
        return not who or who == on_whom(line)


@dataclass(frozen=True, slots=True)
class ContentAsked:
    """Which items, in which order; without a state all of them."""

    state: str = ""
    is_mine: bool = False
    order: ContentOrder = ContentOrder.DAY

    @classmethod
    def read(cls, arguments: Mapping[str, str]) -> "ContentAsked":
        """Read a query string."""
        state = arguments.get("state", "")
        return cls(
            state if state in {OPEN, *State} else "",
            arguments.get("whose") == MINE,
            _one_of(ContentOrder, arguments.get("sort"), ContentOrder.DAY),
        )

    @property
    def is_open(self) -> bool:
        """Are those asked for that are neither published nor given up?"""
        return self.state == OPEN

    @property
    def is_narrowed(self) -> bool:
        """Does it leave anything out?"""
        return self != ContentAsked(order=self.order)


def on_whom(line: WaitingRow) -> str:
    """Return those on whom a line waits as a page names them."""
    return ", ".join(line.on_whom)


def names_of(waits: Iterable[WaitingRow]) -> list[str]:
    """Return everyone on whom something waits, by name."""
    return sorted({on_whom(line) for line in waits if line.on_whom}, key=str.casefold)


_WORK_ORDERS: Mapping[WorkOrder, Callable[[WaitingRow], tuple[bool, str]]] = {
    WorkOrder.ASSIGNEE: lambda line: (not line.on_whom, on_whom(line).casefold()),
    WorkOrder.TITLE: lambda line: (False, line.title.casefold()),
}


def _one_of(kind: type[E], value: str | None, otherwise: E) -> E:
    return kind(value) if value in set(kind) else otherwise
