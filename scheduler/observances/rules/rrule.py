"""A recurrence rule of iCalendar (RFC 5545), for what the other rule types cannot say."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import takewhile
from typing import ClassVar, Self

from dateutil.rrule import rrulestr

from scheduler.dates.spans import DateSpan
from scheduler.messages import N_, Message, message
from scheduler.observances.rules.support.errors import RuleError
from scheduler.observances.rules.support.params import JsonParams, Params, read_duration, read_text
from scheduler.observances.rules.support.periods import PeriodSpan, lasting, monthly_period, yearly_period
from scheduler.observances.rules.support.rrule_text import read_rrule

# These 28 years hold every kind of year there is (leap or not, and on which weekday it begins). They are the last
# that dateutil knows, so a rule that never comes true ends at once; from 2027 on it would be sought for 8,000 years.
_TRIAL_YEARS = (9972, 9999)


@dataclass(frozen=True, slots=True)
class RecurrenceRule:
    """Begins where a yearly or monthly RRULE falls: once in each period at most, whatever year one starts from."""

    kind: ClassVar[str] = "rrule"
    label: ClassVar[Message] = Message(N_("A calendar rule (RRULE)"))
    fields: ClassVar[tuple[str, ...]] = ("rrule", "duration_days")
    is_announced: ClassVar[bool] = False
    is_estimate: ClassVar[bool] = False

    text: str
    duration_days: int = 1

    @classmethod
    def parse(cls, params: Params) -> Self:
        """Read rrule (its text as in RFC 5545, without DTSTART) and duration_days.

        Refused are rules that need a start to count from, that end, that never come true, and that come true more
        than once in a year (FREQ=YEARLY) or in a month (FREQ=MONTHLY).
        """
        parts = read_rrule("rrule", read_text(params, "rrule"))
        rule = cls(";".join(f"{name}={value}" for name, value in parts.items()), read_duration(params))
        rule._refuse_never_or_often()
        return rule

    def spans(self, first_year: int, last_year: int) -> Iterator[PeriodSpan]:
        """One holding for each period in which the rule comes true."""
        for day in self._days(first_year, last_year):
            yield PeriodSpan(self._period(day), DateSpan.of_days(day, self.duration_days))

    def describe(self) -> tuple[Message, ...]:
        """The day of every month, else the rule as it is written."""
        return (self._begins(), *lasting(self.duration_days))

    def to_params(self) -> JsonParams:
        """The parameters that parse() reads."""
        return {"rrule": self.text, "duration_days": self.duration_days}

    @property
    def parts(self) -> dict[str, str]:
        """The parts of the rule by name, such as BYMONTH: "4"."""
        return dict(part.split("=", 1) for part in self.text.split(";"))

    def _begins(self) -> Message:
        day = self.parts.get("BYMONTHDAY", "")
        if day.isdigit() and self.parts == {"FREQ": "MONTHLY", "BYMONTHDAY": day}:
            return message(N_("day %(day)s of every month"), day=day)
        return message(N_("by the calendar rule %(rule)s"), rule=self.text)

    def _days(self, first_year: int, last_year: int) -> Iterator[date]:
        # 1 January is no anchor: every part that could take a day or a month from it has been refused.
        start = datetime(first_year, 1, 1, tzinfo=UTC)
        end = datetime(last_year, 12, 31, tzinfo=UTC)
        moments: Iterator[datetime] = iter(rrulestr(self.text, dtstart=start))
        return (moment.date() for moment in takewhile(lambda moment: moment <= end, moments))

    def _period(self, day: date) -> str:
        if self.parts["FREQ"] == "MONTHLY":
            return monthly_period(day.year, day.month)
        return yearly_period(day.year)

    def _refuse_never_or_often(self) -> None:
        days = list(self._days(*_TRIAL_YEARS))
        if not days:
            raise RuleError("rrule", "never", message(N_("No day matches this rule.")))
        if len({self._period(day) for day in days}) == len(days):
            return
        if self.parts["FREQ"] == "MONTHLY":
            why = message(N_("This rule matches several days of a month. An observance has one first day in each."))
        else:
            why = message(
                N_("This rule matches several days of a year. Name one day, or use FREQ=MONTHLY for one each month.")
            )
        raise RuleError("rrule", "too_often", why)
