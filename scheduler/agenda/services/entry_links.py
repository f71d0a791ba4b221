"""What entries say of their state, and the rows that hang on them: few statements for many entries."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import Integer, Select, String, cast, delete, insert, literal, null, select, tuple_, union_all
from sqlalchemy.orm import Session

from scheduler.agenda.domain.phrases import described_state, search_terms
from scheduler.agenda.domain.search_keys import alike_key, search_state
from scheduler.agenda.models import (
    TELLS_MORE,
    Entry,
    EntryKind,
    EntryOrganisation,
    EntryPerson,
    EntryStatus,
    EntryTopic,
    Occurrence,
)
from scheduler.agenda.services.entry_drafts import first_day, last_day
from scheduler.agenda.services.entry_times import when_of
from scheduler.folding import fold

IDS_AT_ONCE = 500
"""How many ids one statement names; databases bound the number of their parameters."""

Named = TypeVar("Named")
Linked = EntryTopic | EntryPerson | EntryOrganisation


Rows = frozenset[tuple[Any, ...]]

_COLUMNS: dict[type[Linked], tuple[str, ...]] = {
    EntryTopic: ("topic",),
    EntryPerson: ("person_id", "involvement"),
    EntryOrganisation: ("organisation_id", "involvement"),
}
"""What these tables hold beside the id of the entry."""


def link(session: Session, wanted: Mapping[type[Linked], Mapping[int, Rows]]) -> None:
    """Make the rows of entries be the wanted ones, by table and entry id; those that are so already are left alone."""
    stored = _stored(session, {entry_id for rows in wanted.values() for entry_id in rows})
    for model, rows in wanted.items():
        _replace(session, model, stored[model], rows)


def _replace(session: Session, model: type[Linked], stored: Mapping[int, Rows], wanted: Mapping[int, Rows]) -> None:
    columns = ("entry_id", *_COLUMNS[model])
    pairs = [(entry_id, rows, stored.get(entry_id, frozenset())) for entry_id, rows in sorted(wanted.items())]
    outdated = [(entry_id, *row) for entry_id, rows, before in pairs for row in sorted(before - rows)]
    for some in batched(outdated):
        session.execute(delete(model).where(tuple_(*(getattr(model, column) for column in columns)).in_(some)))
    added = [(entry_id, *row) for entry_id, rows, before in pairs for row in sorted(rows - before)]
    if added:
        session.execute(insert(model), [dict(zip(columns, row, strict=True)) for row in added])


def place(session: Session, occurrences: Mapping[int, Mapping[str, Any]]) -> None:
    """Make each entry, by its id, have one occurrence with these values."""
    for ids in batched(list(occurrences)):
        session.execute(delete(Occurrence).where(Occurrence.entry_id.in_(ids)))
    rows = [{"entry_id": entry_id, **values} for entry_id, values in occurrences.items()]
    if rows:
        session.execute(insert(Occurrence), rows)


def batched(ids: Sequence[Named]) -> Iterator[Sequence[Named]]:
    """Cut a list of ids, or of rows, into parts that one statement can name."""
    return (ids[start : start + IDS_AT_ONCE] for start in range(0, len(ids), IDS_AT_ONCE))


def shown_state(kind: EntryKind, status: EntryStatus, *, listed: bool, hide: bool) -> tuple[EntryStatus, bool]:
    """Return an entry's status, and whether lists have it, as the placeholder says them or as they are.

    How far a concealed thing is, and on which other day's page it would stand, is kept back as well.
    """
    if not hide or kind in TELLS_MORE:
        return status, listed
    return (EntryStatus.CANCELLED if status is EntryStatus.CANCELLED else EntryStatus.TENTATIVE), True


def _stored(session: Session, entry_ids: Collection[int]) -> dict[type[Linked], dict[int, Rows]]:
    """Return the rows of entries that they have now, by table and entry id, with one statement."""
    found: dict[type[Linked], dict[int, Rows]] = {model: {} for model in _COLUMNS}
    for ids in batched(sorted(entry_ids)):
        tables = union_all(*(_rows_of(model, ids) for model in _COLUMNS))
        for table, entry_id, ident, word in session.execute(tables):
            rows = found[next(model for model in _COLUMNS if model.__tablename__ == table)]
            row = (word,) if ident is None else (ident, word)
            rows[entry_id] = rows.get(entry_id, frozenset()) | {row}
    return found


def _rows_of(model: type[Linked], entry_ids: Sequence[int]) -> Select[str, int, int | None, str]:
    """Select table, entry, the id that a row names if it names one, and its word."""
    *ids, word = (getattr(model, column) for column in _COLUMNS[model])
    ident = ids[0] if ids else cast(null(), Integer)
    columns = (literal(model.__tablename__), model.entry_id, ident, cast(word, String))
    return select(*columns).where(model.entry_id.in_(entry_ids))


def write_search_columns(entry: Entry) -> None:
    """Store by what the search finds, counts and tells apart the entry, once all else of it is written."""
    write_search_text(entry)
    entry.search_state = search_state(described_state(entry.phrases), entry.status, concealed=entry.concealed)
    entry.alike = _alike_key(entry) if entry.kind == EntryKind.DEADLINE else None


def _alike_key(entry: Entry) -> int:
    when = when_of(entry)
    days = first_day(when), last_day(when), entry.starts_at
    return alike_key(entry.path, entry.own_title, entry.phrases, days, entry.status)


def write_search_text(entry: Entry) -> None:
    """Store by what the entry is found: lines of own title, description, place and hashtags, folded; terms."""
    lines = (entry.own_title, entry.own_description, entry.location, " ".join(entry.tags))
    entry.search_text = "\n".join(map(fold, lines)) + search_terms(entry.phrases)
