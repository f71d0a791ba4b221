"""The days of a campaign, the offsets of its tasks from them, and both in one line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

MAX_OFFSET_DAYS = 730
"""How far a task may be from the campaign's first day; a plan of two years is long."""


class Phase(StrEnum):
    """Where a day stands to the campaign's days."""

    BEFORE = "before"
    DAY = "day"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class TaskDates:
    """A task's day and its offset from the campaign's first day; one without an offset does not move along."""

    due_on: date | None
    offset_days: int | None


@dataclass(frozen=True, slots=True)
class TimelineMark:
    """One thing on the line: its kind, and what a click opens (a path within the site, `""` for nothing)."""

    kind: str
    title: str
    path: str
    state: str = ""


@dataclass(frozen=True, slots=True)
class Move:
    """A campaign's first day was moved at a moment (aware UTC) from one day to another."""

    at: datetime
    before: date
    after: date


@dataclass(frozen=True, slots=True)
class TimelineDay:
    """A day of the line; `distance` counts days to the first day (negative) or from the last, 0 on the days between."""

    day: date
    phase: Phase
    distance: int
    marks: tuple[TimelineMark, ...]


def place(due_on: date | None, offset_days: int | None, first_day: date | None, *, moves_along: bool) -> TaskDates:
    """Return day and offset of a task, of which a person gives one.

    Args:
        due_on: the day, if a person gave one; it wins.
        offset_days: days from the campaign's first day, negative is before.
        first_day: the campaign's; None while not announced.
        moves_along: keep the offset, so that the task moves with the campaign.
    """
    if due_on is not None:
        along = moves_along and first_day is not None
        return TaskDates(due_on, (due_on - first_day).days if along and first_day else None)
    if offset_days is None or first_day is None:
        return TaskDates(None, offset_days)
    return TaskDates(first_day + timedelta(days=offset_days), offset_days)


def shifted(placed: TaskDates, days: int) -> TaskDates:
    """Return a task's place so many days later; earlier when negative."""
    due_on = placed.due_on + timedelta(days=days) if placed.due_on is not None else None
    return TaskDates(due_on, placed.offset_days + days if placed.offset_days is not None else None)


def moved_with(placed: TaskDates, first_day: date) -> TaskDates:
    """Return a task's place after the campaign's first day moved; one without an offset stays."""
    if placed.offset_days is None:
        return placed
    return TaskDates(first_day + timedelta(days=placed.offset_days), placed.offset_days)


def days_to_shift(moves: Iterable[Move], placed_at: datetime) -> int:
    """Return by how many days something has been left behind that was given its day at a moment (aware UTC)."""
    return sum((move.after - move.before).days for move in moves if move.at > placed_at)


def timeline(first_day: date, last_day: date, marks: Iterable[tuple[date, TimelineMark]]) -> tuple[TimelineDay, ...]:
    """Return the days on which something stands, the campaign's first and last day among them, in order."""
    days: dict[date, list[TimelineMark]] = {first_day: [], last_day: []}
    for day, mark in marks:
        days.setdefault(day, []).append(mark)
    return tuple(_timeline_day(day, first_day, last_day, tuple(days[day])) for day in sorted(days))


def _timeline_day(day: date, first_day: date, last_day: date, marks: tuple[TimelineMark, ...]) -> TimelineDay:
    if day < first_day:
        return TimelineDay(day, Phase.BEFORE, (day - first_day).days, marks)
    if day > last_day:
        return TimelineDay(day, Phase.AFTER, (day - last_day).days, marks)
    return TimelineDay(day, Phase.DAY, 0, marks)
