"""The catalogue that the product carries, against dates that are known to be true."""

import csv
from itertools import groupby
from pathlib import Path

import pytest

from scheduler.observances.domain.catalogue import CatalogueRow, parse_catalogue
from scheduler.observances.domain.date_rows import date_rows, dates_csv
from scheduler.observances.domain.editions import Years
from scheduler.observances.rules.announced import Announced
from scheduler.observances.rules.every_years import EveryYears

ROOT = Path(__file__).parents[3]
CATALOGUE = ROOT / "scheduler/observances/data/observances.csv"
GOLDEN = Path(__file__).parents[1] / "data/observances-golden.csv"


def golden_by_slug() -> dict[str, list[dict[str, str]]]:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return {slug: list(rows) for slug, rows in groupby(csv.DictReader(file), key=lambda row: row["slug"])}


GOLDEN_ROWS = golden_by_slug()


@pytest.fixture(scope="module")
def catalogue() -> dict[str, CatalogueRow]:
    report = parse_catalogue(CATALOGUE.read_bytes())
    assert report.problems == ()
    return {row.slug: row for row in report.rows}


def test_catalogue_has_all_its_observances(catalogue):
    assert len(catalogue) == 348
    assert sum(row.rule.is_announced for row in catalogue.values()) == 19


def test_golden_file_is_whole():
    assert sum(len(rows) for rows in GOLDEN_ROWS.values()) == 184
    assert len(GOLDEN_ROWS) == 32


@pytest.mark.parametrize("slug", GOLDEN_ROWS)
def test_dates_are_the_golden_ones(catalogue, slug):
    wanted = GOLDEN_ROWS[slug]
    years = [int(row["year"]) for row in wanted]
    row = catalogue[slug]

    rows = date_rows(slug, row.rule, row.first_year, Years(years[0], years[-1]))

    assert list(csv.DictReader(dates_csv(rows).splitlines())) == wanted


def test_every_rule_makes_editions_for_years_to_come(catalogue):
    silent = [
        row.slug
        for row in catalogue.values()
        if not isinstance(row.rule, Announced | EveryYears)
        and len(date_rows(row.slug, row.rule, row.first_year, Years(2027, 2036))) < 10
    ]

    assert silent == []


def test_dates_before_the_first_year_are_hidden(catalogue):
    row = catalogue["international-day-for-the-elimination-of-child-early-and-forced-marriage"]

    assert dates_csv(date_rows(row.slug, row.rule, row.first_year, Years(2025, 2028))) == (
        "slug,year,start,end\n"
        "international-day-for-the-elimination-of-child-early-and-forced-marriage,2027,2027-11-27,2027-11-27\n"
        "international-day-for-the-elimination-of-child-early-and-forced-marriage,2028,2028-11-27,2028-11-27\n"
    )


def test_years_without_an_announced_date_are_left_out(catalogue):
    row = catalogue["safer-internet-day"]

    rows = date_rows(row.slug, row.rule, row.first_year, Years(2026, 2030))

    assert [(row.year, row.start.isoformat()) for row in rows] == [(2026, "2026-02-10"), (2027, "2027-02-09")]


def test_monthly_observance_has_a_row_for_each_month(catalogue):
    row = catalogue["orange-day"]

    rows = date_rows(row.slug, row.rule, row.first_year, Years(2027, 2028))

    assert [(row.year, row.start.month, row.start.day) for row in rows] == [
        (year, month, 25) for year in (2027, 2028) for month in range(1, 13)
    ]
    assert all(row.start == row.end for row in rows)


def test_years_with_nothing_print_the_header_alone():
    assert dates_csv([]) == "slug,year,start,end\n"


@pytest.mark.parametrize(
    ("slug", "field", "value"),
    [
        ("care-day", "first_year", 2015),
        ("ph-national-childrens-day-of-broadcasting", "name", "National Children's Broadcasting Day"),
        ("world-breastfeeding-week", "established_by", "World Alliance for Breastfeeding Action (1992)"),
        ("data-protection-day", "first_year", 2007),
        ("day-of-the-african-child", "first_year", 1991),
    ],
)
def test_values_are_those_of_their_sources(catalogue, slug, field, value):
    row = catalogue[slug]

    assert getattr(row, field) == value
    assert any(source.startswith("http") for source in row.sources)
