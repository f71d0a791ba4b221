"""Every way in which a row of a catalogue can be wrong."""

import csv
import io
from datetime import date

import pytest

from scheduler.observances.domain.catalogue import COLUMNS, CatalogueRow, parse_catalogue
from scheduler.observances.domain.vocabulary import Scope, Topic
from scheduler.observances.rules.announced import Announced
from scheduler.observances.rules.fixed_date import FixedDate
from scheduler.observances.rules.whole_month import WholeMonth

GOOD = {
    "slug": "world-day",
    "name": "World Day",
    "scope": "international",
    "country": "",
    "topics": "trafficking;human-rights",
    "rrule": "FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=30",
    "dates": "",
    "duration_days": "1",
    "first_year": "2014",
    "established_by": "UN General Assembly resolution A/RES/68/192",
    "organiser": "UNODC",
    "url": "https://www.un.org/en/observances/end-human-trafficking-day",
    "hashtags": "#EndHumanTrafficking",
    "sources": "a list; another",
}


def catalogue(*changes):
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows([GOOD | change for change in changes])
    return parse_catalogue(text.getvalue().encode())


def test_row_is_read_whole():
    report = catalogue({})

    assert report.problems == ()
    assert report.rows == (
        CatalogueRow(
            slug="world-day",
            name="World Day",
            scope=Scope.INTERNATIONAL,
            country="",
            topics=(Topic.TRAFFICKING, Topic.HUMAN_RIGHTS),
            rule=FixedDate(7, 30),
            first_year=2014,
            established_by="UN General Assembly resolution A/RES/68/192",
            organiser="UNODC",
            url="https://www.un.org/en/observances/end-human-trafficking-day",
            hashtags=("#EndHumanTrafficking",),
            sources=("a list", "another"),
        ),
    )


def test_row_with_the_least_is_read():
    change = dict.fromkeys(("first_year", "established_by", "organiser", "url", "hashtags", "sources"), "")

    (row,) = catalogue(change).rows

    assert (row.first_year, row.organiser, row.hashtags, row.sources) == (None, "", (), ())


def test_month_and_announced_dates_are_read():
    month = {"slug": "month", "rrule": "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=1", "duration_days": "month"}
    dates = {"slug": "dates", "rrule": "", "dates": "2026-09-25; 2027-09-24", "duration_days": "3"}

    report = catalogue(month, dates)

    assert [row.rule for row in report.rows] == [
        WholeMonth(11),
        Announced((date(2026, 9, 25), date(2027, 9, 24)), 3),
    ]


ANNOUNCED = {"rrule": "", "dates": "2026-02-10"}


@pytest.mark.parametrize(
    ("change", "column", "begins"),
    [
        ({"slug": ""}, "slug", "Use lower-case letters"),
        (
            {"slug": "World Day"},
            "slug",
            "Use lower-case letters",
        ),
        ({"name": ""}, "name", "Enter the name"),
        ({"name": "a\nb"}, "name", "Remove the hidden character or line break"),
        ({"name": "a\x00b"}, "name", "Remove the hidden character or line break"),
        ({"name": "=HYPERLINK(1)"}, "name", "A spreadsheet would run"),
        ({"name": "x" * 201}, "name", "Shorten this to 200"),
        ({"scope": "worldwide"}, "scope", "Use one of: international, regional, national."),
        ({"scope": "national"}, "country", "A national observance needs its country"),
        ({"country": "PH"}, "country", "Only a national observance"),
        ({"scope": "national", "country": "UK"}, "country", "Use a two-letter country code"),
        ({"topics": ""}, "topics", "Give at least one topic."),
        ({"topics": "sports"}, "topics", '"sports" is not a topic.'),
        ({"rrule": ""}, "rrule", "Fill in either rrule or dates."),
        ({"dates": "2026-02-10"}, "rrule", "Fill in either rrule or dates, not both."),
        (
            {"rrule": "FREQ=WEEKLY;BYDAY=MO"},
            "rrule",
            "An observance takes place once a year or once a month",
        ),
        ({"rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "rrule", "No day matches this rule"),
        (ANNOUNCED | {"dates": "2026-02-30"}, "dates", '"2026-02-30" is not a day.'),
        (ANNOUNCED | {"dates": "10/02/2026"}, "dates", '"10/02/2026" is not a day.'),
        (ANNOUNCED | {"dates": "2027-02-09;2026-02-10"}, "dates", "Write the dates from the oldest"),
        (ANNOUNCED | {"dates": "2026-02-10,2027-02-09"}, "dates", "Write the dates from the oldest"),
        (ANNOUNCED | {"dates": "2026-02-10;2026-03-10"}, "dates", "There are two dates in 2026."),
        (ANNOUNCED | {"first_year": "2027"}, "dates", "There is a date before the first year, 2027."),
        (
            ANNOUNCED | {"duration_days": "month"},
            "duration_days",
            "A whole month needs an rrule. For announced dates, give a number of days.",
        ),
        ({"duration_days": ""}, "duration_days", "Enter a whole number from 1 to 366."),
        ({"duration_days": "0"}, "duration_days", "Enter a whole number from 1 to 366."),
        ({"duration_days": "367"}, "duration_days", "Enter a whole number from 1 to 366."),
        ({"duration_days": "1.5"}, "duration_days", "Enter a whole number from 1 to 366."),
        ({"duration_days": "month"}, "duration_days", "A whole month needs a rule for the first day"),
        ({"first_year": "99"}, "first_year", "Enter a year from 1583 to 2999"),
        ({"established_by": "+1"}, "established_by", "A spreadsheet would run"),
        ({"organiser": "@a"}, "organiser", "A spreadsheet would run"),
        ({"url": "un.org"}, "url", "Enter a web address"),
        ({"hashtags": "EndIt"}, "hashtags", '"EndIt" is not a hashtag.'),
        ({"sources": "a;-b"}, "sources", "A spreadsheet would run"),
    ],
)
def test_bad_cell_is_reported_in_its_column(change, column, begins):
    report = catalogue(change)

    ((row, found_in, text),) = [(found.row, found.column, found.message.render()) for found in report.problems]
    assert (row, found_in) == (2, column)
    assert text.startswith(begins)
    assert report.rows == ()


def test_problem_quotes_what_stands_there():
    (problem,) = catalogue({"name": "a\x00" + "b" * 300}).problems

    assert problem.value == "a\N{REPLACEMENT CHARACTER}" + "b" * 77 + "…"


def test_all_problems_of_all_rows_are_reported_in_order():
    bad = {"name": "", "duration_days": "0", "rrule": "FREQ=DAILY", "url": "x", "scope": "x"}

    report = catalogue(bad | {"slug": "one"}, {"slug": "two"}, bad | {"slug": "one"})

    columns = {"name", "duration_days", "rrule", "url", "scope"}
    assert {found.column for found in report.problems if found.row == 2} == columns
    assert {found.column for found in report.problems if found.row == 4} == columns | {"slug"}
    assert [found.row for found in report.problems] == sorted(found.row for found in report.problems)
    assert report.rows == ()


def test_slug_used_twice_names_the_first_row():
    report = catalogue({}, {"slug": "other"}, {}, {})

    assert [(found.row, found.column, found.message.render()) for found in report.problems] == [
        (4, "slug", "Row 2 has the same slug. Each needs its own."),
        (5, "slug", "Row 2 has the same slug. Each needs its own."),
    ]
    assert report.rows == ()


def test_row_with_a_cell_too_many_keeps_the_good_ones_out():
    content = ",".join(COLUMNS) + "\n" + ",".join(GOOD.values()) + "\n" + ",".join(GOOD.values()) + ",\n"

    report = parse_catalogue(content.encode())

    assert [found.row for found in report.problems] == [3]
    assert report.rows == ()


def test_file_that_is_no_catalogue_is_reported_once():
    (problem,) = parse_catalogue(b"\xff\xd8\xff\xe0 a picture").problems

    assert problem.message.render().startswith("The file is not in UTF-8.")
