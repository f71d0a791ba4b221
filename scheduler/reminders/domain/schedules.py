"""When a person is to be told: their hour, their days, their quiet hours, and what they want of each kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from scheduler.dates.timezones import day_of, in_zone, local_moment
from scheduler.reminders.domain.choices import OFF, Delivery, KindChoice
from scheduler.reminders.domain.lead_times import DEFAULT_HOUR

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)
MONDAY = 0
_DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class QuietHours:
    """Full hours of a local day between which nothing comes that can wait; they may last past midnight."""

    start: int
    end: int

    def covers(self, hour: int) -> bool:
        """Say whether a full hour of the day is quiet."""
        if self.start < self.end:
            return self.start <= hour < self.end
        return hour >= self.start or hour < self.end


@dataclass(frozen=True, slots=True)
class Times:
    """When reminders come: a local hour, on some days of the week (0 is Monday), and the day of the weekly email."""

    zone: str
    hour: int = DEFAULT_HOUR
    weekdays: tuple[int, ...] = EVERY_DAY
    weekly_day: int = MONDAY
    quiet: QuietHours | None = None

    def is_chosen(self, day: date) -> bool:
        """Say whether reminders come on a day."""
        return day.weekday() in self.weekdays

    def days_told_on(self, day: date) -> int:
        """Return how many days are told of on a day: itself, and those after it on which nothing comes."""
        if not self.is_chosen(day):
            return 0
        return next(days for days in range(1, 8) if self.is_chosen(day + timedelta(days=days)))

    def next_daily(self, now: datetime) -> datetime:
        """Return the next moment after `now` at which reminders come."""
        return self._next(now, self.weekdays)

    def next_weekly(self, now: datetime) -> datetime:
        """Return the next moment after `now` at which the weekly email leaves."""
        return self._next(now, (self.weekly_day,))

    def next_gathered(self, delivery: Delivery, now: datetime) -> datetime:
        """Return when the next daily or weekly email leaves."""
        return self.next_weekly(now) if delivery is Delivery.WEEKLY else self.next_daily(now)

    def after_quiet(self, moment: datetime, before: datetime | None = None) -> datetime:
        """Return the moment itself, or the end of the quiet hours that it lies in, unless that is not `before`."""
        local = in_zone(moment, self.zone)
        if self.quiet is None or not self.quiet.covers(local.hour):
            return moment
        end = local_moment(local.date(), self.quiet.end, self.zone)
        if end <= moment:
            end = local_moment(local.date() + _DAY, self.quiet.end, self.zone)
        return moment if before is not None and end >= before else end

    def soon(self, now: datetime, before: datetime) -> datetime:
        """Return when one more email may leave today, of what could not wait: at a full hour, so that it gathers."""
        full = now.replace(minute=0, second=0, microsecond=0)
        return self.after_quiet(full if full == now else full + _HOUR, before)

    def _next(self, now: datetime, weekdays: tuple[int, ...]) -> datetime:
        today = day_of(now, self.zone)
        days = (today + timedelta(days=offset) for offset in range(9))
        return next(
            at for day in days if day.weekday() in weekdays and (at := local_moment(day, self.hour, self.zone)) > now
        )


@dataclass(frozen=True, slots=True)
class Schedule:
    """All that a person has chosen; a kind of reminder that is not named is off, of a notification at once."""

    times: Times
    kinds: Mapping[str, KindChoice] = field(default_factory=dict)
    notices: Mapping[str, Delivery] = field(default_factory=dict)

    def choice(self, kind: str) -> KindChoice:
        """Return what is wanted of a kind of reminder."""
        return self.kinds.get(kind, OFF)

    def notice(self, kind: str) -> Delivery:
        """Return what is wanted of a kind of notification."""
        return self.notices.get(kind, Delivery.AT_ONCE)
