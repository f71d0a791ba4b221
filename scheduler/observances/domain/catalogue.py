"""Owns the catalogue file: which columns it has, and what each row must say before any is imported."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

from scheduler.messages import N_, Message, message, shown
from scheduler.observances.domain import validators
from scheduler.observances.domain.csv_table import Problem, TableRow, read_table
from scheduler.observances.domain.plain_rules import WHOLE_MONTH, plain_rule
from scheduler.observances.domain.vocabulary import Scope, Topic
from scheduler.observances.rules.announced import Announced
from scheduler.observances.rules.protocol import Rule
from scheduler.observances.rules.support.errors import RuleError
from scheduler.observances.rules.support.params import read_duration

COLUMNS = (
    "slug",
    "name",
    "scope",
    "country",
    "topics",
    "rrule",
    "dates",
    "duration_days",
    "first_year",
    "established_by",
    "organiser",
    "url",
    "hashtags",
    "sources",
)

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class CatalogueRow:
    """An observance as a catalogue tells it; texts that are not known are empty.

    Attributes:
        country: ISO 3166-1 alpha-2, empty unless the scope is national.
        first_year: holdings before it are not shown; None when it is not known.
        sources: where the values were read: addresses or the names of lists.
    """

    slug: str
    name: str
    scope: Scope
    country: str
    topics: tuple[Topic, ...]
    rule: Rule
    first_year: int | None
    established_by: str
    organiser: str
    url: str
    hashtags: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CatalogueReport:
    """What came out of a file: all of its rows, or the problems and no row at all."""

    rows: tuple[CatalogueRow, ...]
    problems: tuple[Problem, ...]


def parse_catalogue(content: bytes) -> CatalogueReport:
    """Read and check a whole catalogue file; see csv_table.read_table for its form.

    Every problem of every row is found, in the order of the rows. With one problem there is nothing to import.
    """
    table = read_table(content, COLUMNS)
    problems = list(table.problems)
    rows: list[CatalogueRow] = []
    for table_row in table.rows:
        reading = _Reading(table_row)
        row = _read_row(reading)
        problems += reading.problems
        if row:
            rows.append(row)
    problems += _slugs_used_twice(table.rows)
    if problems:
        return CatalogueReport((), tuple(sorted(problems, key=lambda problem: problem.row)))
    return CatalogueReport(tuple(rows), ())


class _Reading:
    """One row while it is read: notes a problem and goes on, so that all problems are found."""

    def __init__(self, table_row: TableRow) -> None:
        self.problems: list[Problem] = []
        self._row = table_row.row
        self._cells = table_row.cells

    def text(self, column: str) -> str:
        return self._cells[column].strip(" ")

    def complain(self, column: str, why: Message) -> None:
        self.problems.append(Problem(self._row, column, why, shown(self._cells[column])))

    def read(self, column: str, read_value: Callable[[str], _Value], otherwise: _Value) -> _Value:
        try:
            return read_value(self._cells[column])
        except validators.InvalidValueError as error:
            self.complain(column, error.message)
            return otherwise


def _read_row(reading: _Reading) -> CatalogueRow | None:
    """The row; None when there is a problem, which the reading has noted."""
    first_year = reading.read("first_year", validators.read_first_year, None)
    rule = _read_rule(reading)
    if isinstance(rule, Announced):
        _check_dates(reading, rule, first_year)
    row = CatalogueRow(
        slug=reading.read("slug", validators.read_slug, ""),
        name=reading.read("name", validators.read_name, ""),
        scope=reading.read("scope", validators.read_scope, Scope.INTERNATIONAL),
        country=reading.read("country", validators.read_country, ""),
        topics=reading.read("topics", validators.read_topics, ()),
        rule=rule or Announced(),
        first_year=first_year,
        established_by=reading.read("established_by", validators.read_credit, ""),
        organiser=reading.read("organiser", validators.read_credit, ""),
        url=reading.read("url", validators.read_url, ""),
        hashtags=reading.read("hashtags", validators.read_hashtags, ()),
        sources=reading.read("sources", validators.read_sources, ()),
    )
    _check_country(reading, row)
    return None if reading.problems else row


def _check_country(reading: _Reading, row: CatalogueRow) -> None:
    if any(problem.column in {"scope", "country"} for problem in reading.problems):
        return
    try:
        validators.check_country_fits(row.scope, row.country)
    except validators.InvalidValueError as error:
        reading.complain("country", error.message)


def _read_rule(reading: _Reading) -> Rule | None:
    rrule, dates = reading.text("rrule"), reading.text("dates")
    duration = _read_length(reading, with_rrule=bool(rrule))
    if bool(rrule) == bool(dates):
        why = N_("Fill in either rrule or dates, not both.") if rrule else N_("Fill in either rrule or dates.")
        reading.complain("rrule", message(why))
        return None
    try:
        if rrule:
            return plain_rule(rrule, duration)
        return Announced.parse({"dates": dates, "duration_days": duration})
    except RuleError as error:
        reading.complain(error.field, error.message)
        return None


def _read_length(reading: _Reading, *, with_rrule: bool) -> str:
    """The length as it is written; one day in place of a wrong one, so that the rule can still be checked."""
    duration = reading.text("duration_days")
    if duration == WHOLE_MONTH and with_rrule:
        return duration
    try:
        return str(read_duration({"duration_days": duration or "0"}))
    except RuleError as error:
        why = error.message
    if duration == WHOLE_MONTH:
        why = message(N_("A whole month needs an rrule. For announced dates, give a number of days."))
    reading.complain("duration_days", why)
    return "1"


def _check_dates(reading: _Reading, rule: Announced, first_year: int | None) -> None:
    written = [text.strip() for text in reading.text("dates").split(";")]
    if written != [day.isoformat() for day in rule.dates]:
        reading.complain("dates", message(N_("Write the dates from the oldest to the newest with semicolons between.")))
    if first_year is not None and rule.dates[0].year < first_year:
        why = message(
            N_("There is a date before the first year, %(year)d. Remove it, or change first_year."), year=first_year
        )
        reading.complain("dates", why)


def _slugs_used_twice(rows: Iterable[TableRow]) -> list[Problem]:
    first_rows: dict[str, int] = {}
    problems: list[Problem] = []
    for table_row in rows:
        slug = table_row.cells["slug"].strip(" ")
        first_row = first_rows.setdefault(slug, table_row.row)
        if slug and first_row != table_row.row:
            why = message(N_("Row %(row)d has the same slug. Each needs its own."), row=first_row)
            problems.append(Problem(table_row.row, "slug", why, shown(slug)))
    return problems
