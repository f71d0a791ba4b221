"""What pages show of observances and their editions: plain values that are ready to be written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.agenda.reading import EntryView
from scheduler.dates.spans import DateSpan
from scheduler.observances.domain.editions import EditionDates
from scheduler.observances.labels import place_label
from scheduler.observances.models import Edition, Observance
from scheduler.observances.rules.protocol import Rule
from scheduler.observances.services.editions import rule_span, span_of
from scheduler.observances.services.estimates import is_estimated, is_expected


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionView:
    """One edition on a page, days inclusive; `edition_id` is None for one that the rule makes beyond the plan."""

    period: str
    first_day: date | None
    last_day: date | None
    edition_id: int | None = None
    theme: str = ""
    official_url: str = ""
    hashtags: tuple[str, ...] = ()
    moved_from: DateSpan | None = None
    reason: str = ""
    has_conflict: bool = False
    is_by_hand: bool = False
    is_expected: bool = False
    is_cancelled: bool = False
    cancelled_reason: str = ""
    ask_on: date | None = None
    campaigns: tuple[EntryView, ...] = ()

    @property
    def is_planned(self) -> bool:
        """Is it in calendars, or will it be once its date is known?"""
        return self.edition_id is not None

    def is_over(self, today: date) -> bool:
        """Is its last day past? Without a date, is its year?"""
        if self.last_day is not None:
            return self.last_day < today
        return int(self.period[:4]) < today.year


@dataclass(frozen=True, slots=True, kw_only=True)
class YearLine:
    """One line of the list of a year."""

    name: str
    slug: str
    place: str
    edition: EditionView


@dataclass(frozen=True, slots=True)
class YearList:
    """What is held in a year: the lines of each month that has any, by its first day, and those without a date.

    A year that is not planned shows what the rules alone say.
    """

    year: int
    is_planned: bool
    months: Mapping[date, Sequence[YearLine]]
    unannounced: Sequence[YearLine]

    @property
    def total(self) -> int:
        """How many lines there are."""
        return sum(len(lines) for lines in self.months.values()) + len(self.unannounced)


def view_of(edition: Edition, campaigns: Sequence[EntryView] = ()) -> EditionView:
    """Return what pages show of a stored edition."""
    by_hand = edition.override_starts_on is not None
    # What is announced does not differ from a rule that only estimates.
    by_rule = rule_span(edition) if not is_estimated(edition) else None
    return EditionView(
        period=edition.period,
        first_day=edition.starts_on,
        last_day=edition.ends_on,
        edition_id=edition.id,
        theme=edition.theme,
        official_url=edition.official_url,
        hashtags=tuple(edition.hashtags),
        moved_from=by_rule if by_rule and by_hand and by_rule != span_of(edition.starts_on, edition.ends_on) else None,
        reason=edition.override_reason,
        has_conflict=edition.conflict_noted_at is not None,
        is_by_hand=by_hand,
        is_expected=is_expected(edition),
        is_cancelled=edition.cancelled_at is not None,
        cancelled_reason=edition.cancelled_reason,
        ask_on=edition.ask_on,
        campaigns=tuple(campaigns),
    )


def projected_edition_view(dates: EditionDates, rule: Rule) -> EditionView:
    """Return what pages show of an edition that the rule makes and that is not planned yet."""
    span = dates.span
    first_day, last_day = (span.first_day, span.last_day) if span else (None, None)
    is_expected = rule.is_estimate and span is not None
    return EditionView(period=dates.period, first_day=first_day, last_day=last_day, is_expected=is_expected)


def line_of(observance: Observance, edition: EditionView) -> YearLine:
    """Return the line of an edition in the list of a year."""
    place = place_label(observance.scope, observance.country)
    return YearLine(name=observance.name, slug=observance.slug, place=place, edition=edition)


def year_list(year: int, lines: Iterable[YearLine], *, is_planned: bool) -> YearList:
    """Sort lines into the months of a year by first day, then name; those without a date by name."""
    months: dict[date, list[YearLine]] = {}
    unannounced: list[YearLine] = []
    for line in sorted(lines, key=lambda line: (line.edition.first_day or date.max, line.name, line.slug)):
        first_day = line.edition.first_day
        if first_day is None:
            unannounced.append(line)
        else:
            months.setdefault(first_day.replace(day=1), []).append(line)
    return YearList(year, is_planned, months, unannounced)
