"""Owns the way from an RRULE to the plainest rule type that gives the same dates."""

import calendar
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from scheduler.messages import N_, message, shown
from scheduler.observances.rules.easter import EasterDay
from scheduler.observances.rules.every_years import EveryYears
from scheduler.observances.rules.fixed_date import FixedDate
from scheduler.observances.rules.moon_day import MoonDay
from scheduler.observances.rules.nth_weekday import NthWeekday
from scheduler.observances.rules.protocol import Rule
from scheduler.observances.rules.rrule import RecurrenceRule
from scheduler.observances.rules.support.errors import RuleError
from scheduler.observances.rules.support.params import Params, read_duration
from scheduler.observances.rules.support.rrule_text import read_rrule
from scheduler.observances.rules.week_containing import DAYS_IN_WEEK, WeekContaining
from scheduler.observances.rules.weekday_from import WeekdayFrom
from scheduler.observances.rules.whole_month import WholeMonth

WHOLE_MONTH = "month"
NAMED = "RULE="
"""How a cell begins that names a rule type and its parameters, as no RRULE says what Easter or the moon decides."""

_NAMED_KINDS: Mapping[str, type[Rule]] = {rule.kind: rule for rule in (EveryYears, EasterDay, MoonDay)}
_COMMON_YEAR = 2027
# Counted from the end of the year, days from 1 March on are the same in leap years.
_FIRST_OF_MARCH = -306

_Parts = Mapping[str, str]


def plain_rule(rrule: str, duration_days: str) -> Rule:
    """The rule that the two cells of a catalogue say: an RRULE for the first day, and a length.

    People read and change "last Wednesday of April" more easily than its RRULE, so the RRULE is kept only where no
    other rule type says the same.

    Args:
        rrule: as RecurrenceRule reads it; or `RULE=` a rule type and its parameters, such as
            `RULE=EASTER;FEAST=GOOD_FRIDAY;CHURCH=WESTERN`.
        duration_days: a number of days, the first included, or `month` for a whole calendar month.

    Raises:
        RuleError: at `rrule` or `duration_days`.
    """
    if rrule.strip().upper().startswith(NAMED):
        return _named_rule(rrule.strip().lower(), duration_days)
    parts = read_rrule("rrule", rrule)
    if duration_days == WHOLE_MONTH:
        return _whole_month(parts)
    params = {"rrule": rrule, "duration_days": duration_days}
    shape = _SHAPES.get(frozenset(parts))
    plain = shape(parts, read_duration(params)) if shape and parts["FREQ"] == "YEARLY" else None
    return plain or RecurrenceRule.parse(params)


def _named_rule(text: str, duration_days: str) -> Rule:
    pieces = [piece.partition("=") for piece in text.split(";")]
    params: dict[str, object] = {name.strip(): value.strip() for name, _equals, value in pieces if value.strip()}
    if len(params) < len(pieces):
        why = message(N_("Write each part once, as NAME=VALUE, with semicolons between: %(text)s"), text=shown(text))
        raise RuleError("rrule", "malformed", why)
    kind = _NAMED_KINDS.get(str(params.pop("rule")))
    if kind is None:
        names = ", ".join(name.upper() for name in _NAMED_KINDS)
        raise RuleError("rrule", "no_such_kind", message(N_("After RULE=, write one of: %(names)s."), names=names))
    unknown = next((name for name in params if name not in kind.fields or name == "duration_days"), None)
    if unknown is not None:
        why = message(N_("%(part)s is not a part of a rule."), part=shown(unknown.upper()))
        raise RuleError("rrule", "unknown", why)
    try:
        return kind.parse(params | {"duration_days": duration_days})
    except RuleError as error:
        if error.field == "duration_days":
            raise
        why = message(N_("%(part)s: %(problem)s"), part=error.field.upper(), problem=error.message)
        raise RuleError("rrule", error.code, why) from error


def _whole_month(parts: _Parts) -> WholeMonth:
    first_of_month = {"FREQ": "YEARLY", "BYMONTH": parts.get("BYMONTH", ""), "BYMONTHDAY": "1"}
    if parts != first_of_month or "," in parts["BYMONTH"]:
        why = message(
            N_("A whole month needs a rule for the first day of one month, such as %(rule)s."),
            rule="FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=1",
        )
        raise RuleError("duration_days", "not_a_month", why)
    return WholeMonth.parse({"month": parts["BYMONTH"]})


def _fixed_date(parts: _Parts, duration_days: int) -> Rule | None:
    return _attempt(
        FixedDate.parse, {"month": parts["BYMONTH"], "day": parts["BYMONTHDAY"], "duration_days": duration_days}
    )


def _nth_weekday(parts: _Parts, duration_days: int) -> Rule | None:
    nth, weekday = parts["BYDAY"][:-2], parts["BYDAY"][-2:]
    return _attempt(
        NthWeekday.parse,
        {"nth": nth, "weekday": weekday, "month": parts["BYMONTH"], "duration_days": duration_days},
    )


def _weekday_in_days_of_month(parts: _Parts, duration_days: int) -> Rule | None:
    days = _seven_in_a_row(parts["BYMONTHDAY"])
    if not days or days[0] < 1 or "," in parts["BYMONTH"]:
        return None
    month = int(parts["BYMONTH"])
    # A rule that reaches past the end of the month has years without a holding; a plain one would go on after it.
    if days[-1] > calendar.monthrange(_COMMON_YEAR, month)[1]:
        return None
    return _weekday_from(date(_COMMON_YEAR, month, days[0]), parts["BYDAY"], duration_days)


def _weekday_in_days_of_year(parts: _Parts, duration_days: int) -> Rule | None:
    days = _seven_in_a_row(parts["BYYEARDAY"])
    if not days or not _FIRST_OF_MARCH <= days[0] <= days[-1] < 0:
        return None
    first_day = date(_COMMON_YEAR, 12, 31) + timedelta(days=days[0] + 1)
    return _weekday_from(first_day, parts["BYDAY"], duration_days)


def _weekday_from(first_day: date, weekday: str, duration_days: int) -> Rule | None:
    """A weekday out of the seven days from first_day on: named as a week if it lasts one."""
    if duration_days == DAYS_IN_WEEK:
        last_day = first_day + timedelta(days=DAYS_IN_WEEK - 1)
        return _attempt(WeekContaining.parse, {"month": last_day.month, "day": last_day.day, "first_weekday": weekday})
    return _attempt(
        WeekdayFrom.parse,
        {"month": first_day.month, "day": first_day.day, "weekday": weekday, "duration_days": duration_days},
    )


def _seven_in_a_row(numbers: str) -> list[int]:
    """The numbers in order if they are seven without a gap, else none."""
    days = sorted(int(number) for number in numbers.split(","))
    return days if days == list(range(days[0], days[0] + DAYS_IN_WEEK)) else []


def _attempt(parse: Callable[[Params], Rule], params: Params) -> Rule | None:
    """The rule, or None where the rule type cannot say it, such as the last but one Friday."""
    try:
        return parse(params)
    except RuleError:
        return None


_SHAPES: dict[frozenset[str], Callable[[_Parts, int], Rule | None]] = {
    frozenset({"FREQ", "BYMONTH", "BYMONTHDAY"}): _fixed_date,
    frozenset({"FREQ", "BYMONTH", "BYDAY"}): _nth_weekday,
    frozenset({"FREQ", "BYMONTH", "BYMONTHDAY", "BYDAY"}): _weekday_in_days_of_month,
    frozenset({"FREQ", "BYYEARDAY", "BYDAY"}): _weekday_in_days_of_year,
}
