"""Owns which editions a rule makes, and the days of each."""

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.dates.spans import DateSpan
from scheduler.messages import N_, Message, message
from scheduler.observances.rules.protocol import Rule
from scheduler.observances.rules.support.periods import MAX_YEAR, MIN_YEAR, yearly_period


class YearsError(ValueError):
    """The years asked for make no window; the message says why."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.render())
        self.message = message


@dataclass(frozen=True, slots=True)
class Years:
    """A run of years, both ends included.

    Raises:
        YearsError: the last is before the first, or one is not from MIN_YEAR to MAX_YEAR.
    """

    first: int
    last: int

    def __post_init__(self) -> None:
        if not (MIN_YEAR <= self.first <= MAX_YEAR and MIN_YEAR <= self.last <= MAX_YEAR):
            why = message(N_("Give years from %(lowest)d to %(highest)d."), lowest=MIN_YEAR, highest=MAX_YEAR)
            raise YearsError(why)
        if self.last < self.first:
            why = message(
                N_("The last year, %(last)d, is before the first, %(first)d."), last=self.last, first=self.first
            )
            raise YearsError(why)

    def __contains__(self, year: int) -> bool:
        return self.first <= year <= self.last


@dataclass(frozen=True, slots=True)
class EditionDates:
    """When one edition is held by the rule; span is None while the organiser has not announced it."""

    period: str
    span: DateSpan | None


def compute_editions(rule: Rule, first_year: int | None, years: Years, open_from: int) -> list[EditionDates]:
    """The editions that begin in the years, in order of time; each period once.

    Args:
        rule: how the observance finds its dates.
        first_year: nothing is held before it; None when it is not known.
        years: in which an edition begins; it may end in the year after the last.
        open_from: for an announced rule, the first year that can still be announced (as a rule this year): from it
            on a year without a date is an edition without a span, before it the year is left out.
    """
    by_period = {found.period: found.span for found in _found(rule, first_year, years)}
    periods = set(by_period)
    if rule.is_announced:
        first_open = max(open_from, first_year or open_from, years.first)
        periods |= {yearly_period(year) for year in range(first_open, years.last + 1)}
    return [EditionDates(period, by_period.get(period)) for period in sorted(periods)]


def editions_within(rule: Rule, first_year: int | None, window: DateSpan) -> list[EditionDates]:
    """The editions with at least one day in the window, in order of time; none without a date.

    Raises:
        YearsError: the window leaves MIN_YEAR to MAX_YEAR.
    """
    # No edition is longer than 366 days, so what began before last year has ended.
    years = Years(max(window.first_day.year - 1, MIN_YEAR), window.last_day.year)
    return [found for found in _found(rule, first_year, years) if found.span and found.span.overlaps(window)]


def _found(rule: Rule, first_year: int | None, years: Years) -> Iterator[EditionDates]:
    start = max(years.first, first_year or years.first)
    return (EditionDates(period, span) for period, span in rule.spans(start, years.last))
