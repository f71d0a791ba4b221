"""Owns the table of an observance's dates that the command line prints."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from scheduler.observances.domain.editions import Years, compute_editions
from scheduler.observances.rules.parts.periods import MAX_YEAR
from scheduler.observances.rules.protocol import Rule


class DateRow(NamedTuple):
    """One holding: the year is that of its first day; end is its last day."""

    slug: str
    year: int
    start: date
    end: date


def date_rows(slug: str, rule: Rule, first_year: int | None, years: Years) -> list[DateRow]:
    """One row for each holding that begins in the years, in order of time: one a month for a monthly one.

    Years before the first one, and those without an announced date, have no row.
    """
    editions = compute_editions(rule, first_year, years, open_from=MAX_YEAR + 1)
    spans = [edition.span for edition in editions if edition.span]
    return [DateRow(slug, span.first_day.year, span.first_day, span.last_day) for span in spans]


def dates_csv(rows: Iterable[DateRow]) -> str:
    """The rows as CSV with the header `slug,year,start,end` and LF line ends; days as YYYY-MM-DD."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(DateRow._fields)
    writer.writerows(rows)
    return text.getvalue()
