"""Brings a catalogue file into the database: all of it or nothing, with a report on every row."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext, ChangeListener
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.observances.domain.catalogue import CatalogueRow, parse_catalogue
from scheduler.observances.domain.csv_table import Problem
from scheduler.observances.domain.edition_changes import EditionChange
from scheduler.observances.models import Edition, Observance
from scheduler.observances.queries.observances import editions_of, observances_by_slug
from scheduler.observances.services.catalogue_columns import changed_plan, columns_of, write_catalogue_columns
from scheduler.observances.services.editions import planned_changes, refresh_editions
from scheduler.observances.services.registration import disambiguate_titles
from scheduler.rows import lock_rows, write_alone

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "observances.csv"


class RowOutcome(StrEnum):
    """What becomes of a row; `own` is a slug that an observance of the coalition's own has, which stays as it is."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class RowReport:
    """What becomes of one row: the columns that change, and the days by the rule of its registered editions."""

    slug: str
    name: str
    outcome: RowOutcome
    columns: tuple[str, ...] = ()
    changes: tuple[EditionChange, ...] = ()

    @property
    def conflicts(self) -> tuple[EditionChange, ...]:
        """Editions that keep days which a person has set although the rule now says others."""
        return tuple(change for change in self.changes if change.is_conflict)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import does, row by row; with one problem it does nothing and there are no rows."""

    rows: tuple[RowReport, ...]
    problems: tuple[Problem, ...]

    @property
    def counts(self) -> dict[RowOutcome, int]:
        """How many rows have each outcome."""
        counted = Counter(row.outcome for row in self.rows)
        return {outcome: counted[outcome] for outcome in RowOutcome}

    @property
    def conflicts(self) -> int:
        """How many editions a person should look at afterwards."""
        return sum(len(row.conflicts) for row in self.rows)


def plan_import(session: Session, content: bytes, now: datetime) -> ImportReport:
    """Say what `import_catalogue` would do with a file; writes nothing."""
    parsed = parse_catalogue(content)
    return ImportReport(_reports(session, parsed.rows, _known(session, parsed.rows), now), parsed.problems)


def import_catalogue(session: Session, content: bytes, context: ChangeContext) -> ImportReport:
    """Take over a catalogue file by slug: values, rules and the days that follow from them.

    Themes, links, days that a person has set, cancellations and the coalition's own observances are not touched, and
    what the file does not name stays.

    Returns:
        The report; with a problem in it nothing was written.
    """
    parsed = parse_catalogue(content)
    if parsed.problems:
        return ImportReport((), parsed.problems)
    write_alone(session)
    reports = _take_over(session, parsed.rows, context)
    return ImportReport(reports, ())


def load_shipped_catalogue(session: Session, now: datetime, listeners: tuple[ChangeListener, ...] = ()) -> ImportReport:
    """Take over what changed in the catalogue that the product carries since it was last loaded.

    A shipped row that is the same as last time is left alone, so that what a coordinator has imported over it stays.
    """
    parsed = parse_catalogue(SHIPPED.read_bytes())
    if parsed.problems:
        return ImportReport((), parsed.problems)
    write_alone(session)
    loaded = _known(session, parsed.rows)
    hashes = {row.slug: hash_of(row) for row in parsed.rows}
    fresh = [row for row in parsed.rows if row.slug not in loaded or loaded[row.slug].shipped_hash != hashes[row.slug]]
    reports = _take_over(session, fresh, ChangeContext(listeners, None, now))
    for slug, observance in _known(session, fresh).items():
        if observance.in_catalogue:
            observance.shipped_hash = hashes[slug]
    session.flush()
    return ImportReport(reports, ())


def hash_of(row: CatalogueRow) -> str:
    """Return a hash that is the same as long as the row says the same."""
    return hashlib.sha256(json.dumps(columns_of(row), sort_keys=True).encode()).hexdigest()


def _known(session: Session, rows: Sequence[CatalogueRow]) -> dict[str, Observance]:
    return observances_by_slug(session, [row.slug for row in rows])


def _reports(
    session: Session, rows: Sequence[CatalogueRow], known: Mapping[str, Observance], now: datetime
) -> tuple[RowReport, ...]:
    registered = [row.id for row in known.values() if row.registered_at is not None]
    stored = editions_of(session, registered)
    return tuple(_report(row, known.get(row.slug), stored, now) for row in rows)


def _report(
    row: CatalogueRow, observance: Observance | None, stored: Mapping[int, list[Edition]], now: datetime
) -> RowReport:
    if observance is None:
        return RowReport(row.slug, row.name, RowOutcome.ADDED)
    if not observance.in_catalogue:
        return RowReport(row.slug, row.name, RowOutcome.OWN)
    columns = tuple(name for name in changed_plan(observance, row) if name != "search_text")
    if not columns:
        return RowReport(row.slug, row.name, RowOutcome.UNCHANGED)
    editions = stored.get(observance.id)
    changes = planned_changes(editions, row.rule, row.first_year, now) if editions is not None else []
    return RowReport(row.slug, row.name, RowOutcome.CHANGED, columns, tuple(changes))


def _take_over(session: Session, rows: Sequence[CatalogueRow], context: ChangeContext) -> tuple[RowReport, ...]:
    write_alone(session)
    known = {row.slug: row for row in lock_rows(session, Observance, _ids(_known(session, rows)))}
    reports = _reports(session, rows, known, context.now)
    changed: list[Observance] = []
    names_before: list[str] = []
    for row, report in zip(rows, reports, strict=True):
        if report.outcome is RowOutcome.ADDED:
            session.add(_new(row, context.now))
        elif report.outcome is RowOutcome.CHANGED:
            observance = known[row.slug]
            names_before.append(observance.name)
            write_catalogue_columns(observance, row)
            observance.revision += 1
            changed.append(observance)
    session.flush()
    registered = [row for row in changed if row.registered_at is not None]
    if registered:
        refresh_editions(session, registered, context)
        disambiguate_titles(session, registered, context, also_called=names_before)
    counts = ImportReport(reports, ()).counts
    if counts[RowOutcome.ADDED] or counts[RowOutcome.CHANGED]:
        details: dict[str, str | int | bool | None] = {str(outcome): number for outcome, number in counts.items()}
        record(
            session,
            AuditAct.CATALOGUE_IMPORTED,
            (SubjectKind.CATALOGUE, 0),
            actor_id=context.actor_id,
            now=context.now,
            details=details,
        )
    return reports


def _ids(known: Mapping[str, Observance]) -> set[int]:
    return {row.id for row in known.values()}


def _new(row: CatalogueRow, now: datetime) -> Observance:
    observance = Observance(slug=row.slug, in_catalogue=True, created_at=now, revision=1)
    write_catalogue_columns(observance, row)
    return observance
