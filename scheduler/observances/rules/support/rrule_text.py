"""Owns the reading of RRULE text (RFC 5545, 3.3.10): which parts an observance may use, and why not the others."""

import re

from scheduler.messages import N_, Message, message, shown
from scheduler.observances.rules.support.errors import RuleError

MAX_RRULE_CHARS = 300

_DAY = re.compile(r"([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_NUMBER = re.compile(r"[+-]?[0-9]{1,3}")

# The largest number of each list; those in _SIGNED also count from the end.
_LARGEST = {"BYMONTH": 12, "BYWEEKNO": 53, "BYYEARDAY": 366, "BYMONTHDAY": 31, "BYSETPOS": 366}
_SIGNED = _LARGEST.keys() - {"BYMONTH"}
_LARGEST_NTH = 53
_PLAIN_DAYS = frozenset({"MO", "TU", "WE", "TH", "FR", "SA", "SU"})

# The order in which the parts are written.
_KNOWN = ("FREQ", "BYMONTH", "BYWEEKNO", "BYYEARDAY", "BYMONTHDAY", "BYDAY", "BYSETPOS", "WKST")

_WHOLE_DAYS = Message(N_("An observance is whole days: leave out the hour, minute and second."))
_REFUSED = {
    "COUNT": Message(N_("Leave COUNT out: a rule has no end. Archive the observance when it is no longer observed.")),
    "UNTIL": Message(N_("Leave UNTIL out: a rule has no end. Archive the observance when it is no longer observed.")),
    "BYHOUR": _WHOLE_DAYS,
    "BYMINUTE": _WHOLE_DAYS,
    "BYSECOND": _WHOLE_DAYS,
    "BYEASTER": Message(N_("BYEASTER is not part of the standard (RFC 5545). Choose “A day of the church year”.")),
    "INTERVAL": Message(
        N_("INTERVAL counts from a first year that the rule does not name. Choose “A date every few years”.")
    ),
}


def read_rrule(field: str, text: str) -> dict[str, str]:
    """The parts of a yearly or monthly rule that says on which day it begins, by name, in a fixed order.

    Upper and lower case, blanks around, a leading `RRULE:` and `INTERVAL=1` make no difference.

    Raises:
        RuleError: at the field named, when the text is no such rule.
    """
    parts = _split(field, text)
    for name, value in parts.items():
        _check_part(field, name, value)
    _check_frequency(field, parts)
    _check_together(field, parts)
    return {name: _plain(parts[name]) for name in _KNOWN if name in parts}


def _split(field: str, text: str) -> dict[str, str]:
    rule = text.strip().upper().removeprefix("RRULE:")
    if not rule:
        raise RuleError(field, "missing", message(N_("Enter a rule, such as FREQ=YEARLY;BYMONTH=4;BYDAY=-1WE.")))
    if "DTSTART" in rule:
        raise RuleError(field, "with_start", message(N_("Give the RRULE line alone, without DTSTART.")))
    if len(rule) > MAX_RRULE_CHARS:
        why = message(N_("A rule has at most %(most)d characters."), most=MAX_RRULE_CHARS)
        raise RuleError(field, "too_long", why)
    parts: dict[str, str] = {}
    for piece in rule.split(";"):
        name, equals, value = piece.partition("=")
        if not (name and equals and value and piece.isascii()):
            why = message(
                N_('Write each part as NAME=VALUE, with semicolons between; "%(part)s" is not.'), part=shown(piece)
            )
            raise RuleError(field, "malformed", why)
        if name in parts:
            raise RuleError(field, "twice", message(N_("%(part)s appears in the rule twice."), part=name))
        parts[name] = value
    if parts.get("INTERVAL") == "1":
        del parts["INTERVAL"]
    return parts


def _check_part(field: str, name: str, value: str) -> None:
    if name in _REFUSED:
        raise RuleError(field, f"refused_{name.lower()}", _REFUSED[name])
    if name not in _KNOWN:
        raise RuleError(field, "unknown", message(N_("%(part)s is not a part of a rule."), part=shown(name)))
    if name != "FREQ" and not all(_is_value(name, item) for item in value.split(",")):
        why = message(N_("%(part)s=%(value)s is not a value that the rule can have."), part=name, value=shown(value))
        raise RuleError(field, "bad_value", why)


def _is_value(name: str, item: str) -> bool:
    if name == "WKST":
        return _DAY.fullmatch(item) is not None and len(item) == 2
    if name == "BYDAY":
        matched = _DAY.fullmatch(item)
        return matched is not None and (matched[1] is None or 1 <= abs(int(matched[1])) <= _LARGEST_NTH)
    if not _NUMBER.fullmatch(item):
        return False
    number = int(item)
    return 1 <= (abs(number) if name in _SIGNED else number) <= _LARGEST[name]


def _check_frequency(field: str, parts: dict[str, str]) -> None:
    if "FREQ" not in parts:
        raise RuleError(field, "no_frequency", message(N_("Begin the rule with FREQ=YEARLY or FREQ=MONTHLY.")))
    if parts["FREQ"] not in {"YEARLY", "MONTHLY"}:
        why = message(
            N_(
                "An observance takes place once a year or once a month: use FREQ=YEARLY or FREQ=MONTHLY, not %(value)s."
            ),
            value=shown(parts["FREQ"]),
        )
        raise RuleError(field, "too_fine", why)


def _check_together(field: str, parts: dict[str, str]) -> None:
    monthly = parts["FREQ"] == "MONTHLY"
    yearly_only = next((name for name in ("BYWEEKNO", "BYYEARDAY") if name in parts), None)
    if monthly and yearly_only:
        raise RuleError(field, "yearly_only", message(N_("%(part)s needs FREQ=YEARLY."), part=yearly_only))
    if "BYWEEKNO" in parts and not _PLAIN_DAYS.issuperset(parts.get("BYDAY", "").split(",")):
        why = message(N_("With BYWEEKNO, give a plain weekday in BYDAY, such as BYDAY=MO."))
        raise RuleError(field, "week_and_nth", why)
    if parts.keys().isdisjoint({"BYMONTHDAY", "BYYEARDAY", "BYDAY"}):
        why = message(N_("The rule does not say on which day it begins. Add BYMONTHDAY or BYDAY."))
        raise RuleError(field, "no_day", why)


def _plain(value: str) -> str:
    """The value without plus signs and leading zeros, which say nothing."""
    return ",".join(re.sub(r"^(-?)\+?0*", r"\1", item) for item in value.split(","))
