"""Owns the table of an observance's dates that the command line prints."""

import csv
import io
from collections.abc import Iterable, Mapping
from datetime import date
from types import MappingProxyType
from typing import NamedTuple

from scheduler.dates.spans import DateSpan
from scheduler.observances.domain.editions import Years, compute_editions
from scheduler.observances.rules.protocol import Rule
from scheduler.observances.rules.support.periods import MAX_YEAR, MIN_YEAR


class DateRow(NamedTuple):
    """One holding: the year is that of its first day; end is its last day."""

    slug: str
    year: int
    start: date
    end: date


def date_rows(
    slug: str,
    rule: Rule,
    first_year: int | None,
    years: Years,
    known: Mapping[str, DateSpan | None] = MappingProxyType({}),
) -> list[DateRow]:
    """One row for each holding that begins in the years, in order of time: one a month for a monthly one.

    Years before the first one, and those without an announced date, have no row.

    Args:
        slug: the observance's.
        rule: how it finds its dates.
        first_year: nothing is held by the rule before it; None when it is not known.
        years: in which a holding begins.
        known: days that people have set, by period; None for an edition that is cancelled.
    """
    # A day set by hand may lie in the year before or after its edition's own.
    around = Years(max(years.first - 1, MIN_YEAR), min(years.last + 1, MAX_YEAR))
    computed = compute_editions(rule, first_year, around, open_from=MAX_YEAR + 1)
    by_period = {edition.period: edition.span for edition in computed} | dict(known)
    spans = sorted(span for span in by_period.values() if span and span.first_day.year in years)
    return [DateRow(slug, span.first_day.year, span.first_day, span.last_day) for span in spans]


def dates_csv(rows: Iterable[DateRow]) -> str:
    """The rows as CSV with the header `slug,year,start,end` and LF line ends; days as YYYY-MM-DD."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(DateRow._fields)
    writer.writerows(rows)
    return text.getvalue()
