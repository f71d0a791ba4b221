"""What a person is told of a thing on a day whose hour has struck: at most once for each lead time, in one form.

Pure: the planner, the preview and the tests ask it alike.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from scheduler.dates.timezones import day_end, day_of
from scheduler.reminders.domain.choices import Delivery, KindChoice
from scheduler.reminders.domain.due_times import DueTime, struck
from scheduler.reminders.domain.schedules import Times

WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Happening:
    """An occurrence of an entry; days in its own zone, both inclusive."""

    entry_id: int
    first_day: date
    last_day: date
    starts_at: datetime | None
    ends_at: datetime | None

    def day_in(self, zone: str) -> date:
        """Return the day on which it begins, as its reader's calendar shows it."""
        return self.first_day if self.starts_at is None else day_of(self.starts_at, zone)

    def last_moment_in(self, zone: str) -> datetime:
        """Return when it is over for a reader; what has a time and no end, with the day that it begins on."""
        if self.ends_at is not None:
            return self.ends_at
        return day_end(self.last_day if self.starts_at is None else self.day_in(zone), zone)


@dataclass(frozen=True, slots=True)
class DueTimes:
    """The days to remind at, each with its moment: for lead times, and for the weekly email.

    `made_up` says that these had struck before, and that what has changed since is made up for now.
    """

    daily: tuple[DueTime, ...]
    weekly: tuple[DueTime, ...]
    now: datetime
    made_up: bool = False

    @property
    def is_empty(self) -> bool:
        """Say whether there is nothing to remind at."""
        return not self.daily and not self.weekly


@dataclass(frozen=True, slots=True)
class Telling:
    """One thing told: `lead` and `key` name it for ever, whatever form it takes.

    `gathered_at` is when the email leaves that gathers it; None if it has one of its own.
    """

    lead: str
    key: str
    due_at: datetime
    expires_at: datetime
    gathered_at: datetime | None = None
    is_weekly: bool = False


def due_times(times: Times, since: datetime, now: datetime) -> DueTimes:
    """Return the days whose hour has struck in `(since, now]`."""
    days = struck(since, now, times.hour, times.zone)
    daily = tuple(one for one in days if times.is_chosen(one.day))
    return DueTimes(daily, tuple(one for one in days if one.day.weekday() == times.weekly_day), now)


def due_times_passed(times: Times, since: datetime, now: datetime, *, back: int = 0) -> DueTimes:
    """Return the days that had struck by `since` and tell of days to come, to be made up for of what has changed.

    Those that told of days up to so many days `back` count as well: whoever travels over the date line misses a day.
    """
    today, before = day_of(now, times.zone), min(since, now)
    passed = struck(before - WEEK - timedelta(days=1), before, times.hour, times.zone)
    last = today - timedelta(days=back)
    daily = [one.day for one in passed if one.day + timedelta(days=times.days_told_on(one.day)) > last]
    weekly = [one.day for one in passed if one.day.weekday() == times.weekly_day and one.day + WEEK > today]
    return DueTimes(
        tuple(DueTime(day, now) for day in daily),
        tuple(DueTime(day, now) for day in weekly[-1:]),
        now,
        made_up=True,
    )


def days_told_of(times: Times, choices: Iterable[KindChoice], due: DueTimes) -> set[date]:
    """Return the days on which a thing may begin that is told of at these times."""
    days: set[date] = set()
    for choice in choices:
        if choice.delivery is Delivery.WEEKLY:
            days |= {one.day + timedelta(days=offset) for one in due.weekly for offset in range(WEEK.days)}
        elif choice.delivery is not Delivery.OFF:
            days |= {
                one.day + timedelta(days=lead + offset)
                for one in due.daily
                for lead in choice.leads.days
                for offset in range(times.days_told_on(one.day))
            }
            if due.made_up and choice.leads.hours and choice.delivery is Delivery.AT_ONCE:
                today = day_of(due.now, times.zone)
                days |= {today, today + timedelta(days=1)}
    return days


def told(times: Times, choice: KindChoice, one: Happening, due: DueTimes) -> Telling | None:
    """Return what is told of a thing by its day; of several days that were slept through, the last that tells of it."""
    found = None
    if choice.delivery is Delivery.WEEKLY:
        for context in due.weekly:
            if context.day <= one.day_in(times.zone) < context.day + WEEK:
                found = _weekly(times, one, context, due) or found
    elif choice.delivery is not Delivery.OFF:
        for context in due.daily:
            found = _by_lead(times, choice, one, context, due) or found
    return found


def _by_lead(times: Times, choice: KindChoice, one: Happening, context: DueTime, due: DueTimes) -> Telling | None:
    in_days = (one.day_in(times.zone) - context.day).days
    covered = times.days_told_on(context.day)
    fitting = [lead for lead in choice.leads.days if 0 <= in_days - lead < covered]
    if not fitting or (over := one.last_moment_in(times.zone)) <= context.due_at:
        return None
    # Named by the day in the thing's own zone: whoever travels has another day, and is told once all the same.
    lead = min(fitting)
    key = f"{lead}:{one.first_day - timedelta(days=lead)}"
    if choice.delivery is Delivery.AT_ONCE:
        is_now = not due.made_up or times.is_chosen(day_of(due.now, times.zone))
        at = times.after_quiet(context.due_at, over) if is_now else _caught_up(times, one, due, over)
        return Telling(f"{lead}d", key, at, over)
    at = _caught_up(times, one, due, over) if due.made_up else context.due_at
    return Telling(f"{lead}d", key, at, over, gathered_at=at)


def _weekly(times: Times, one: Happening, context: DueTime, due: DueTimes) -> Telling | None:
    over = one.last_moment_in(times.zone)
    if over <= context.due_at:
        return None
    at = _caught_up(times, one, due, over) if due.made_up else context.due_at
    return Telling("week", "week", at, over, gathered_at=at, is_weekly=True)


def _caught_up(times: Times, one: Happening, due: DueTimes, over: datetime) -> datetime:
    """Return when something leaves that has missed its email: with the next daily one, if it begins no earlier."""
    next_at = times.next_daily(due.now)
    if one.day_in(times.zone) >= day_of(next_at, times.zone) and over > next_at:
        return next_at
    return times.soon(due.now, over)


def told_hours_before(
    times: Times, choice: KindChoice, one: Happening, since: datetime, now: datetime, *, made_up: bool = False
) -> Telling | None:
    """Return what is told of a thing some hours before it begins, if that moment lies in `(since, now]`.

    With `made_up` it may lie before. In quiet hours it waits for their end, unless the thing has begun by then.
    """
    if choice.delivery is not Delivery.AT_ONCE or one.starts_at is None or one.starts_at <= now:
        return None
    moments = ((hours, one.starts_at - timedelta(hours=hours)) for hours in choice.leads.hours)
    due = [(hours, at) for hours, at in moments if at <= now and (made_up or since < at)]
    if not due:
        return None
    hours, at = min(due)
    at = times.after_quiet(now if made_up else at, one.starts_at)
    return Telling(f"{hours}h", f"{hours}h:{one.starts_at:%Y%m%dT%H%M}", at, one.starts_at)
