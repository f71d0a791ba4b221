"""What entries say of their state, and the rows that hang on them: few statements for many entries."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.phrases import search_terms
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
from scheduler.folding import fold

IDS_AT_ONCE = 500
"""How many ids one statement names; databases bound the number of their parameters."""

Linked = EntryTopic | EntryPerson | EntryOrganisation


def link(
    session: Session, model: type[Linked], columns: Sequence[str], wanted: Mapping[int, frozenset[tuple[Any, ...]]]
) -> None:
    """Make the rows of these entries be the wanted ones; entries that have them already are left alone.

    Args:
        session: a session that may write.
        model: the table.
        columns: its columns besides the entry's id.
        wanted: their values by entry id.
    """
    stored = _stored(session, model, columns, wanted)
    changed = [entry_id for entry_id, rows in sorted(wanted.items()) if rows != stored.get(entry_id, frozenset())]
    outdated = [entry_id for entry_id in changed if entry_id in stored]
    for ids in batched(outdated):
        session.execute(delete(model).where(model.entry_id.in_(ids)))
    rows = [
        {"entry_id": entry_id, **dict(zip(columns, row, strict=True))}
        for entry_id in changed
        for row in sorted(wanted[entry_id])
    ]
    if rows:
        session.execute(insert(model), rows)


def place(session: Session, occurrences: Mapping[int, Mapping[str, Any]]) -> None:
    """Make each entry, by its id, have one occurrence with these values."""
    for ids in batched(list(occurrences)):
        session.execute(delete(Occurrence).where(Occurrence.entry_id.in_(ids)))
    rows = [{"entry_id": entry_id, **values} for entry_id, values in occurrences.items()]
    if rows:
        session.execute(insert(Occurrence), rows)


def batched(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """Cut a list of ids into parts that one statement can name."""
    return (ids[start : start + IDS_AT_ONCE] for start in range(0, len(ids), IDS_AT_ONCE))


def shown_state(kind: EntryKind, status: EntryStatus, *, listed: bool, hide: bool) -> tuple[EntryStatus, bool]:
    """Return an entry's status, and whether lists have it, as the neutral face says them or as they are.

    How far a concealed thing is, and on which other day's page it would stand, is kept back as well.
    """
    if not hide or kind in TELLS_MORE:
        return status, listed
    return (EntryStatus.CANCELLED if status is EntryStatus.CANCELLED else EntryStatus.TENTATIVE), True


def _stored(
    session: Session, model: type[Linked], columns: Sequence[str], entry_ids: Collection[int]
) -> dict[int, frozenset[tuple[Any, ...]]]:
    found: dict[int, set[tuple[Any, ...]]] = {}
    values = [getattr(model, column) for column in columns]
    for ids in batched(sorted(entry_ids)):
        for entry_id, *row in session.execute(select(model.entry_id, *values).where(model.entry_id.in_(ids))):
            found.setdefault(entry_id, set()).add(tuple(row))
    return {entry_id: frozenset(rows) for entry_id, rows in found.items()}


def write_search_text(entry: Entry) -> None:
    """Store by what the present face is found: lines of own title, description, place and hashtags, folded; terms."""
    lines = (entry.own_title, entry.own_description, entry.location, " ".join(entry.tags))
    entry.search_text = "\n".join(map(fold, lines)) + search_terms(entry.phrases)
