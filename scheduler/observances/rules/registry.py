"""Owns the list of rule types; a new type is one file and one line here."""

from scheduler.messages import N_, message
from scheduler.observances.rules.announced import Announced
from scheduler.observances.rules.date_span import FixedSpan
from scheduler.observances.rules.easter import EasterDay
from scheduler.observances.rules.every_years import EveryYears
from scheduler.observances.rules.fixed_date import FixedDate
from scheduler.observances.rules.moon_day import MoonDay
from scheduler.observances.rules.nth_weekday import NthWeekday
from scheduler.observances.rules.protocol import Rule
from scheduler.observances.rules.rrule import RecurrenceRule
from scheduler.observances.rules.support.errors import RuleError
from scheduler.observances.rules.support.params import Params
from scheduler.observances.rules.week_containing import WeekContaining
from scheduler.observances.rules.weekday_from import WeekdayFrom
from scheduler.observances.rules.whole_month import WholeMonth

# In the order in which a form offers them.
RULES: dict[str, type[Rule]] = {
    FixedDate.kind: FixedDate,
    NthWeekday.kind: NthWeekday,
    WholeMonth.kind: WholeMonth,
    FixedSpan.kind: FixedSpan,
    WeekContaining.kind: WeekContaining,
    WeekdayFrom.kind: WeekdayFrom,
    EveryYears.kind: EveryYears,
    EasterDay.kind: EasterDay,
    MoonDay.kind: MoonDay,
    Announced.kind: Announced,
    RecurrenceRule.kind: RecurrenceRule,
}


def parse_rule(kind: str, params: Params) -> Rule:
    """The rule of this kind that the parameters describe.

    Raises:
        RuleError: at the field `kind` when there is no such kind, else as the rule's parse() says.
    """
    rule_type = RULES.get(kind)
    if rule_type is None:
        raise RuleError("kind", "no_such_kind", message(N_("Choose the date rule.")))
    return rule_type.parse(params)
