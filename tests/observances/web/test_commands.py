"""`flask observances`: scripts rely on what it prints."""

import csv
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import func, select, text

from scheduler.agenda.services.changes import ChangeContext
from scheduler.dates.spans import DateSpan
from scheduler.db import AppSession, db
from scheduler.observances.models import Edition, Observance
from scheduler.observances.services.edition_edits import EditionDays, cancel_edition, set_days
from tests.observances.catalogues import ANNOUNCED, DAY, csv_of

GOLDEN = Path(__file__).parents[1] / "data/observances-golden.csv"


def golden_by_slug() -> dict[str, list[dict[str, str]]]:
    with GOLDEN.open(encoding="utf-8", newline="") as file:
        return {slug: list(rows) for slug, rows in groupby(csv.DictReader(file), key=lambda row: row["slug"])}


GOLDEN_ROWS = golden_by_slug()


@pytest.fixture
def runner(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def stored(app: Flask) -> int:
    with app.app_context(), db.sessionmaker() as session:
        return session.scalar(select(func.count()).select_from(Observance)) or 0


def dates(runner: FlaskCliRunner, slug: str, first: str, last: str):
    return runner.invoke(args=["observances", "dates", slug, "--from", first, "--to", last])


def printed(runner: FlaskCliRunner, slug: str) -> list[dict[str, str]]:
    years = [row["year"] for row in GOLDEN_ROWS[slug]]
    return list(csv.DictReader(dates(runner, slug, years[0], years[-1]).stdout.splitlines()))


def test_dates_of_the_shipped_catalogue_are_the_golden_ones(runner: FlaskCliRunner):
    assert {slug: printed(runner, slug) for slug in GOLDEN_ROWS} == GOLDEN_ROWS


def test_dates_of_the_loaded_catalogue_are_the_golden_ones(runner: FlaskCliRunner):
    assert runner.invoke(args=["observances", "load-catalogue"]).exit_code == 0

    assert {slug: printed(runner, slug) for slug in GOLDEN_ROWS} == GOLDEN_ROWS


def test_days_that_people_set_are_printed_and_cancelled_editions_are_not(
    runner: FlaskCliRunner, store: AppSession, catalogue: dict[str, Observance], now: datetime
):
    rows = {row.period: row for row in store.scalars(select(Edition)) if row.observance.slug == DAY["slug"]}
    days = EditionDays(span=DateSpan(date(2027, 7, 29), date(2027, 7, 31)), reason="Summit")
    set_days(store, rows["2027"], days, revision=1, context=ChangeContext((), None, now))
    cancel_edition(store, rows["2028"], "Not held", ChangeContext((), None, now))
    store.commit()

    answer = dates(runner, DAY["slug"], "2027", "2029")

    assert answer.stdout.splitlines()[1:] == [
        "world-day-against-trafficking,2027,2027-07-29,2027-07-31",
        "world-day-against-trafficking,2029,2029-07-30,2029-07-30",
    ]


def test_dates_work_without_any_table(app: Flask, runner: FlaskCliRunner, store: AppSession):
    store.execute(text("DROP TABLE edition"))
    store.execute(text("DROP TABLE observance"))
    store.commit()

    answer = dates(runner, "denim-day", "2026", "2026")

    assert answer.stdout == "slug,year,start,end\ndenim-day,2026,2026-04-29,2026-04-29\n"


def test_dates_of_nothing_known_name_the_slug(runner: FlaskCliRunner):
    answer = dates(runner, "no-such-day", "2026", "2027")

    assert (answer.exit_code, answer.stdout) == (2, "")
    assert "no-such-day" in answer.stderr


def test_years_the_wrong_way_round_are_refused(runner: FlaskCliRunner):
    answer = dates(runner, "denim-day", "2027", "2026")

    assert answer.exit_code == 2
    assert "before the first" in answer.stderr


def test_load_catalogue_twice_is_once(app: Flask, runner: FlaskCliRunner):
    first = runner.invoke(args=["observances", "load-catalogue"])
    second = runner.invoke(args=["observances", "load-catalogue"])

    assert (first.stdout, second.stdout) == ("Catalogue: 348 added.\n", "Catalogue: up to date.\n")
    assert stored(app) == 348


def test_a_dry_run_reports_and_changes_nothing(app: Flask, runner: FlaskCliRunner, tmp_path: Path):
    file = tmp_path / "catalogue.csv"
    file.write_bytes(csv_of(DAY, ANNOUNCED))

    answer = runner.invoke(args=["observances", "import", str(file), "--dry-run"])

    assert answer.exit_code == 0
    assert answer.stdout.splitlines() == [
        "world-day-against-trafficking added",
        "safer-internet-day added",
        "Nothing was changed: this was a dry run.",
    ]
    assert stored(app) == 0


def test_import_takes_the_file_over(app: Flask, runner: FlaskCliRunner, tmp_path: Path):
    file = tmp_path / "catalogue.csv"
    file.write_bytes(csv_of(DAY, ANNOUNCED))

    answer = runner.invoke(args=["observances", "import", str(file)])

    assert answer.stdout.splitlines()[-1] == "2 added."
    assert stored(app) == 2


def test_import_names_row_and_column_of_every_problem_and_imports_nothing(
    app: Flask, runner: FlaskCliRunner, tmp_path: Path
):
    file = tmp_path / "catalogue.csv"
    file.write_bytes(csv_of(DAY, ANNOUNCED | {"slug": "Not A Slug", "topics": "gardening"}))

    answer = runner.invoke(args=["observances", "import", str(file)])

    assert answer.exit_code == 1
    assert "row 3, slug: " in answer.stderr
    assert "row 3, topics: " in answer.stderr
    assert stored(app) == 0
