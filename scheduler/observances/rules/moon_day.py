"""Days by the moon, of the Hijri and other calendars: an estimate for each year, until somebody confirms the day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import ClassVar, Self

from scheduler.dates.public_holidays import days_of_holiday
from scheduler.dates.spans import DateSpan
from scheduler.messages import N_, Message
from scheduler.observances.rules.support.params import JsonParams, Params, read_choice, read_duration
from scheduler.observances.rules.support.periods import (
    MAX_YEAR,
    MIN_YEAR,
    PeriodSpan,
    lasting,
    monthly_period,
    yearly_period,
)


@dataclass(frozen=True, slots=True)
class NamedDay:
    """A day by the moon, and the public holiday by which the library `holidays` knows it, and in which years."""

    label: Message
    country: str
    holiday: str
    first_year: int = MIN_YEAR
    last_year: int = MAX_YEAR


MOON_DAYS = {
    "ramadan": NamedDay(Message(N_("First day of Ramadan (1 Ramadan)")), "MV", "First Day of Ramadan"),
    "eid_al_fitr": NamedDay(Message(N_("Eid al-Fitr (1 Shawwal)")), "AE", "Eid al-Fitr"),
    "eid_al_adha": NamedDay(Message(N_("Eid al-Adha (10 Dhu al-Hijja)")), "AE", "Eid al-Adha"),
    "islamic_new_year": NamedDay(Message(N_("Islamic New Year (1 Muharram)")), "ID", "Islamic New Year"),
    "mawlid": NamedDay(Message(N_("Mawlid (12 Rabi al-Awwal)")), "ID", "Prophet's Birthday"),
    "lunar_new_year": NamedDay(Message(N_("Lunar New Year")), "ID", "Lunar New Year"),
    "vesak": NamedDay(Message(N_("Vesak")), "SG", "Vesak Day"),
    "diwali": NamedDay(Message(N_("Diwali")), "IN", "Diwali", 2001, 2035),
}


@dataclass(frozen=True, slots=True)
class MoonDay:
    """Begins on a day that the moon decides: twice in some years, as the Hijri year is eleven days shorter.

    What a year's day is depends on where the moon is sighted, or on what each country announces. So the rule says when
    it is expected, and years for which nothing is known are still to be announced.
    """

    kind: ClassVar[str] = "moon_day"
    label: ClassVar[Message] = Message(N_("A day by the moon, such as Eid al-Fitr (estimated until you confirm it)"))
    fields: ClassVar[tuple[str, ...]] = ("moon_day", "duration_days")
    is_announced: ClassVar[bool] = True
    is_estimate: ClassVar[bool] = True

    moon_day: str
    duration_days: int = 1

    @classmethod
    def parse(cls, params: Params) -> Self:
        """Read moon_day (one of MOON_DAYS) and duration_days."""
        return cls(read_choice(params, "moon_day", MOON_DAYS), read_duration(params))

    def spans(self, first_year: int, last_year: int) -> Iterator[PeriodSpan]:
        """The holdings that are expected; the second one of a year goes by its month."""
        for year in range(first_year, last_year + 1):
            for number, day in enumerate(self._days(year)):
                period = monthly_period(day.year, day.month) if number else yearly_period(year)
                yield PeriodSpan(period, DateSpan.of_days(day, self.duration_days))

    def describe(self) -> tuple[Message, ...]:
        """Such as "Eid al-Fitr (1 Shawwal)", and that its date is an estimate."""
        return (MOON_DAYS[self.moon_day].label, Message(N_("expected date")), *lasting(self.duration_days))

    def to_params(self) -> JsonParams:
        """The parameters that parse() reads."""
        return {"moon_day": self.moon_day, "duration_days": self.duration_days}

    def _days(self, year: int) -> list[date]:
        named = MOON_DAYS[self.moon_day]
        is_known = named.first_year <= year <= named.last_year
        days = days_of_holiday(named.country, year, named.holiday) if is_known else []
        # A holiday of several days begins with the first of them.
        later = {after for before, after in pairwise(days) if (after - before).days == 1}
        return [day for day in days if day not in later]
