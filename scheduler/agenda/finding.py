"""What a viewer finds by words: a few values of every entry, for counts, pages of results and their order."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, String, and_, cast, exists, func, or_, select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.phrases import described_state, phrases_of_form
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.entry_wording import signs_of_names
from scheduler.agenda.models import Entry, EntryKind, EntryOrganisation, EntryPerson, Guard, Involvement, Occurrence
from scheduler.agenda.reading import HAS_DAY, Selection, coming_first
from scheduler.agenda.visibility_sql import entry_clause
from scheduler.matching import holds_words

CONCEALED = "embargoed"
"""How far something is that is shown as a placeholder: nothing else is said of it."""

_NONE: frozenset[int] = frozenset()

RESPONSIBLE = (Involvement.OWNER, Involvement.ASSIGNEE, Involvement.STEWARD)
"""As what a person is asked for by name."""

Beside = Callable[[str], Collection[ColumnElement[bool]]]
"""Returns SQL over Entry: where else than in its own text a word is found. No entry that is concealed may fit."""


def nothing_beside(_word: str) -> Collection[ColumnElement[bool]]:
    """Find nothing but what stands in entries themselves."""
    return ()


@dataclass(frozen=True, slots=True)
class Found:
    """An entry that was found; `status` is that of its content if it has one, `organisations` have part in it."""

    id: int
    kind: EntryKind
    status: str
    organisations: frozenset[int]
    first_day: date
    last_day: date

    def with_those_of(self, other: "Found") -> "Found":
        """Return the same for the organisations of another one as well, which a reader could not tell apart from it."""
        return replace(self, organisations=self.organisations | other.organisations)


def search(
    session: Session,
    viewer: Viewer,
    selection: Selection,
    words: Sequence[str],
    today: date,
    *,
    beside: Beside = nothing_beside,
) -> list[Found]:
    """Return all that fits the selection and holds every word (`folding.asked_words`), as `coming_first`.

    A deadline that many organisations have, each of its own and with the same text, is there once, for all of them.
    """
    query = select(
        Entry.id,
        Entry.kind,
        Entry.status,
        Entry.concealed,
        Entry.organisation_id,
        _organisations().label("organisations"),
        Entry.own_title,
        Entry.phrases,
        Entry.parts_form,
        Entry.path,
        Occurrence.first_day,
        Occurrence.last_day,
        Occurrence.starts_at,
    )
    query = query.select_from(Occurrence).join(Entry, Entry.id == Occurrence.entry_id)
    query = query.join(Guard, Guard.id == Entry.guard_id)
    query = query.where(Entry.removed_at.is_(None), entry_clause(viewer), HAS_DAY, *selection.where(viewer))
    query = query.where(*(_holds(word, beside) for word in words)).order_by(*coming_first(today))
    kept: dict[object, Found] = {}
    for row in session.execute(query):
        key, one = _told_apart_by(row), _found(row)
        first = kept.get(key)
        kept[key] = first.with_those_of(one) if first is not None else one
    return list(kept.values())


def is_responsible(person_ids: Collection[int]) -> ColumnElement[bool]:
    """Return SQL over an Entry that names people: one of these is responsible for it."""
    row = EntryPerson
    named = (row.entry_id == Entry.id, row.person_id.in_(sorted(person_ids)), row.involvement.in_(RESPONSIBLE))
    return and_(Entry.concealed.is_(False), exists().where(*named).correlate(Entry))


def responsible_for(session: Session, entry_ids: Collection[int], person_ids: Collection[int]) -> dict[int, list[int]]:
    """Return by entry who of these people is responsible for it, for readers of the entries."""
    row = EntryPerson
    query = select(row.entry_id, row.person_id).distinct().where(row.entry_id.in_(entry_ids))
    query = query.where(row.person_id.in_(person_ids), row.involvement.in_(RESPONSIBLE)).order_by(row.person_id)
    found: dict[int, list[int]] = {}
    for entry_id, person_id in session.execute(query):
        found.setdefault(entry_id, []).append(person_id)
    return found


def _holds(word: str, beside: Beside) -> ColumnElement[bool]:
    return or_(holds_words(Entry.search_text, (word,), signs_of_names), *beside(word))


def _organisations() -> ScalarSelect[str]:
    listed = select(func.aggregate_strings(cast(EntryOrganisation.organisation_id, String), " "))
    return listed.where(EntryOrganisation.entry_id == Entry.id).correlate(Entry).scalar_subquery()


def _told_apart_by(row: Row[*tuple[Any, ...]]) -> object:
    if row.kind != EntryKind.DEADLINE:
        return row.id
    return (row.own_title, row.phrases, row.path, row.first_day, row.last_day, row.starts_at, row.status)


def _found(row: Row[*tuple[Any, ...]]) -> Found:
    organisations = _NONE if row.concealed else _ids(row.organisation_id, row.organisations or "")
    return Found(row.id, EntryKind(row.kind), _status(row), organisations, row.first_day, row.last_day)


# Of ten thousands of results most have part in them the same few.
@lru_cache(maxsize=8192)
def _ids(owner_id: int | None, others: str) -> frozenset[int]:
    return frozenset([*map(int, others.split()), *([owner_id] if owner_id is not None else [])])


def _status(row: Row[*tuple[Any, ...]]) -> str:
    if row.concealed:
        return CONCEALED
    return described_state(phrases_of_form(row.phrases, row.parts_form)) or str(row.status)
