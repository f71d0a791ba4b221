"""Owns the reading of rule parameters, from a form's text or stored JSON."""

import re
from collections.abc import Container, Mapping
from datetime import date

from scheduler.messages import N_, message, shown
from scheduler.observances.rules.support.calendar_names import month_name
from scheduler.observances.rules.support.errors import RuleError
from scheduler.observances.rules.support.periods import MAX_DURATION_DAYS, MAX_YEAR, MIN_YEAR

Params = Mapping[str, object]
JsonParams = dict[str, str | int | list[str]]

# 29 in February: whether a rule may name a leap day is the rule's to say.
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_NUMBER = re.compile(r"[+-]?[0-9]{1,6}")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_text(params: Params, field: str) -> str:
    """The parameter as text without blanks around it; empty when it is missing."""
    value = params.get(field)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise RuleError(field, "not_text", message(N_("Enter a short text or a number here.")))
    return str(value).strip()


def read_number(params: Params, field: str, lowest: int, highest: int, default: int | None = None) -> int:
    """The parameter as a whole number from lowest to highest, both included.

    Raises:
        RuleError: missing without a default, not a whole number, or out of range.
    """
    text = read_text(params, field)
    if not text and default is not None:
        return default
    number = int(text) if _NUMBER.fullmatch(text) else None
    if number is None or not lowest <= number <= highest:
        why = message(N_("Enter a whole number from %(lowest)d to %(highest)d."), lowest=lowest, highest=highest)
        raise RuleError(field, "not_in_range", why)
    return number


def read_choice(params: Params, field: str, choices: Container[str], default: str = "") -> str:
    """The parameter as one of the choices.

    Raises:
        RuleError: missing without a default, or none of the choices.
    """
    chosen = read_text(params, field) or default
    if chosen not in choices:
        raise RuleError(field, "not_a_choice", message(N_("Choose one of the options in the list.")))
    return chosen


def read_duration(params: Params, default: int = 1) -> int:
    """How many days the observance lasts, its first day included."""
    return read_number(params, "duration_days", 1, MAX_DURATION_DAYS, default)


def read_month_day(params: Params, month_field: str, day_field: str) -> tuple[int, int]:
    """A month and a day that exists in it in some year: 29 February is let through.

    Raises:
        RuleError: at the day's field when the month is shorter.
    """
    month = read_number(params, month_field, 1, 12)
    day = read_number(params, day_field, 1, 31)
    longest = _LONGEST[month - 1]
    if day > longest:
        why = message(
            N_("%(month)s has %(days)d days at most. Choose another day."), month=month_name(month), days=longest
        )
        raise RuleError(day_field, "no_such_day", why)
    return month, day


def refuse_leap_day(field: str, month: int, day: int) -> None:
    """Refuse 29 February for a rule that has no answer for the other years.

    Raises:
        RuleError: at the field named.
    """
    if (month, day) == (2, 29):
        why = message(N_("29 February exists in leap years only. Choose 28 February or 1 March."))
        raise RuleError(field, "leap_day", why)


def read_date(field: str, text: str) -> date:
    """A real day written YYYY-MM-DD, in the years that rules speak of.

    Raises:
        RuleError: at the field named.
    """
    try:
        day = date.fromisoformat(text) if _ISO_DATE.fullmatch(text) else None
    except ValueError:
        day = None
    if day is None or not MIN_YEAR <= day.year <= MAX_YEAR:
        why = message(N_('"%(text)s" is not a day. Write it as year-month-day, such as 2027-02-09.'), text=shown(text))
        raise RuleError(field, "not_a_day", why)
    return day
