"""Commands about observances: bring in a catalogue, print dates."""

from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from scheduler.agenda.access import listeners
from scheduler.agenda.services.changes import ChangeContext
from scheduler.messages import shown
from scheduler.observances.domain.date_rows import DateRow, dates_csv
from scheduler.observances.domain.editions import Years, YearsError
from scheduler.observances.services.catalogue import (
    ImportReport,
    RowOutcome,
    RowReport,
    import_catalogue,
    load_shipped_catalogue,
    plan_import,
)
from scheduler.observances.services.dates import dates_of, shipped_dates_of
from scheduler.web.request import now, session

OUTCOME_LABELS = {
    RowOutcome.ADDED: "added",
    RowOutcome.CHANGED: "changed",
    RowOutcome.UNCHANGED: "unchanged",
    RowOutcome.OWN: "left alone (the coalition's own)",
}


group = AppGroup("observances", help="Awareness days: the catalogue and its dates.")


@group.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Say what would happen and change nothing.")
def import_file(file: Path, *, dry_run: bool) -> None:
    """Take over a catalogue FILE (CSV): all of it, or nothing if a row has a problem."""
    content = file.read_bytes()
    if dry_run:
        report = plan_import(session(), content, now())
    else:
        report = import_catalogue(session(), content, ChangeContext(listeners(), None, now()))
        session().commit()
    _print_report(report)
    if report.problems:
        raise SystemExit(1)
    click.echo("Nothing was changed: this was a dry run." if dry_run else _counts(report))


@group.command("load-catalogue")
def load_catalogue() -> None:
    """Take over what changed in the catalogue that the product carries."""
    report = load_shipped_catalogue(session(), now(), listeners())
    session().commit()
    if report.problems:
        _print_report(report)
        raise SystemExit(1)
    click.echo(f"Catalogue: {_counts(report)}" if report.rows else "Catalogue: up to date.")


@group.command("dates")
@click.argument("slug")
@click.option("--from", "first_year", type=int, required=True, help="The first year.")
@click.option("--to", "last_year", type=int, required=True, help="The last year, included.")
def print_dates(slug: str, first_year: int, last_year: int) -> None:
    """Print the dates of the observance SLUG as CSV: slug,year,start,end; the end is the last day."""
    try:
        years = Years(first_year, last_year)
    except YearsError as error:
        raise click.BadParameter(error.message.render()) from error
    rows = _stored_dates(slug, years)
    if rows is None:
        rows = shipped_dates_of(slug, years)
    if rows is None:
        raise click.BadParameter(f"There is no observance {shown(slug)!r}. Look in the catalogue for its slug.")
    click.echo(dates_csv(rows), nl=False)


def _stored_dates(slug: str, years: Years) -> list[DateRow] | None:
    try:
        return dates_of(session(), slug, years)
    except SQLAlchemyError:
        # No database yet, or one that is not migrated: the shipped catalogue answers as well.
        session().rollback()
        return None


def _print_report(report: ImportReport) -> None:
    for problem in report.problems:
        place = ", ".join(part for part in (f"row {problem.row}" if problem.row else "", problem.column) if part)
        value = f" [{problem.value}]" if problem.value else ""
        click.echo(f"{place or 'file'}: {problem.message.render()}{value}", err=True)
    if report.problems:
        click.echo(f"Nothing was imported: {len(report.problems)} problems.", err=True)
    for row in report.rows:
        if row.outcome is not RowOutcome.UNCHANGED:
            click.echo(_row_line(row))


def _row_line(row: RowReport) -> str:
    columns = f": {', '.join(row.columns)}" if row.columns else ""
    conflicts = [change.period for change in row.conflicts]
    kept = f"; days set by hand stay in {', '.join(conflicts)}" if conflicts else ""
    return f"{row.slug} {OUTCOME_LABELS[row.outcome]}{columns}{kept}"


def _counts(report: ImportReport) -> str:
    counts = ", ".join(f"{number} {OUTCOME_LABELS[outcome]}" for outcome, number in report.counts.items() if number)
    return f"{counts or 'no rows'}; {report.conflicts} editions to look at." if report.conflicts else f"{counts}."


commands: tuple[click.Command, ...] = (group,)
