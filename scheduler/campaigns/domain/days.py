"""The days of a campaign, the offsets of its tasks from them, and both in one line."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

MAX_OFFSET_DAYS = 730
"""How far a task may be from the campaign's first day; a plan of two years is long."""


@dataclass(frozen=True, slots=True)
class TaskDates:
    """A task's day and its offset from the campaign's first day; one without an offset does not move along."""

    due_on: date | None
    offset_days: int | None


@dataclass(frozen=True, slots=True)
class Move:
    """A campaign's first day was moved at a moment (aware UTC) from one day to another."""

    at: datetime
    before: date
    after: date


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
