"""What a viewer finds by words: a page of it, and how much of it there is of each kind, status, year, organisation."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Select,
    and_,
    case,
    exists,
    extract,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.entry_wording import signs_of_names
from scheduler.agenda.models import Entry, EntryKind, EntryOrganisation, EntryPerson, Guard, Involvement, Occurrence
from scheduler.agenda.phrases_sql import state_clause
from scheduler.agenda.reading import HAS_DAY, Selection, coming_first
from scheduler.agenda.visibility_sql import entry_clause
from scheduler.matching import holds_words

CONCEALED = "embargoed"
"""How far something is that is shown as a placeholder: nothing else is said of it."""

RESPONSIBLE = (Involvement.OWNER, Involvement.ASSIGNEE, Involvement.STEWARD)
"""As what a person is asked for by name."""

Beside = Callable[[str], Collection[ColumnElement[bool]]]
"""Returns SQL over Entry: where else than in its own text a word is found. No entry that is concealed may fit."""


def nothing_beside(_word: str) -> Collection[ColumnElement[bool]]:
    """Find nothing but what stands in entries themselves."""
    return ()


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of all that is found is wanted; None wants all."""

    kind: str | None = None
    organisation: int | None = None
    status: str | None = None
    year: int | None = None


ANY = Chosen()


@dataclass(frozen=True, slots=True)
class Rows:
    """Which part of what was found, in its order, is asked for; without a limit all."""

    first: int = 0
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Sort:
    """In what things that were found may be alike; the chosen organisation has part in those that are `theirs`."""

    kind: str
    status: str
    year: int
    theirs: bool


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of the entries asked for, of all that has what was chosen, and how much was found in all.

    `sorts` counts all that was found; `organisations` by id those that have part in what is chosen besides.
    """

    ids: Sequence[int] = ()
    sorts: Mapping[Sort, int] = field(default_factory=lambda: MappingProxyType({}))
    organisations: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))


def search(
    session: Session,
    viewer: Viewer,
    selection: Selection,
    words: Sequence[str],
    today: date,
    *,
    beside: Beside = nothing_beside,
    chosen: Chosen = ANY,
    rows: Rows = Rows(),
) -> Found:
    """Return what fits the selection and holds every word (`folding.asked_words`), as `coming_first`; one query.

    A deadline that many organisations have, each of its own and with the same text, is there once, for all of them.
    """
    hits = _hits(viewer, selection, (_holds(word, beside) for word in words))
    deadlines = _deadlines(hits)
    parts = _parts(hits, deadlines)
    found = _found(hits, deadlines, parts, chosen.organisation)
    ids: list[int] = []
    sorts: dict[Sort, int] = {}
    organisations: dict[int, int] = {}
    asked = union_all(_of_sorts(found), _of_organisations(found, parts, chosen), _page(found, chosen, rows, today))
    # The last column of the page is where a result stands in it.
    for what, kind, status, number, count in sorted(session.execute(asked), key=lambda row: row[-1]):
        if what == _PAGE:
            ids.append(number)
        elif what == _ORGANISATION:
            organisations[number] = count
        else:
            sorts[Sort(kind, status, number, what == _THEIRS)] = count
    return Found(ids, sorts, organisations)


_PAGE, _ORGANISATION, _THEIRS, _OTHERS = "page", "organisation", "theirs", "others"


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


def _hits(viewer: Viewer, selection: Selection, holding: Iterable[ColumnElement[bool]]) -> CTE:
    """Select every entry that fits, with no more than is counted, sorted and told apart by."""
    query = select(
        Entry.id,
        Entry.kind,
        case((Entry.concealed.is_(True), CONCEALED), else_=func.coalesce(state_clause(), Entry.status)).label("status"),
        case((Entry.concealed.is_(False), Entry.organisation_id)).label("organisation_id"),
        extract("year", Occurrence.first_day).label("year"),
        Entry.own_title.label("own_title"),
        Occurrence.first_day,
        Occurrence.last_day,
        Occurrence.starts_at,
        Entry.path,
        Entry.status.label("stored_status"),
        case((Entry.kind == EntryKind.DEADLINE, Entry.phrases)).label("phrases"),
    )
    query = query.select_from(Occurrence).join(Entry, Entry.id == Occurrence.entry_id)
    query = query.join(Guard, Guard.id == Entry.guard_id)
    query = query.where(Entry.removed_at.is_(None), entry_clause(viewer), HAS_DAY, *selection.where(viewer), *holding)
    return query.cte("hit")


def _deadlines(hits: CTE) -> CTE:
    """Select of each deadline the first one that no reader could tell apart from it."""
    days = (hits.c.first_day, hits.c.last_day, hits.c.starts_at)
    # Items differ in this: what follows is seldom compared.
    alike = (hits.c.path, hits.c.own_title, hits.c.phrases, *days, hits.c.stored_status)
    query = select(hits.c.id, func.min(hits.c.id).over(partition_by=alike).label("first_id"))
    return query.where(hits.c.kind == EntryKind.DEADLINE).cte("deadline")


def _parts(hits: CTE, deadlines: CTE) -> CTE:
    """Select which organisations have part in what was found; of a placeholder none is named."""
    own = select(hits.c.id, hits.c.organisation_id).where(hits.c.organisation_id.is_not(None))
    others = select(hits.c.id, EntryOrganisation.organisation_id).where(hits.c.status != CONCEALED)
    others = others.join(EntryOrganisation, EntryOrganisation.entry_id == hits.c.id)
    every = union_all(own, others).subquery()
    ident = func.coalesce(deadlines.c.first_id, every.c.id).label("id")
    query = select(ident, every.c.organisation_id).outerjoin_from(every, deadlines, deadlines.c.id == every.c.id)
    return query.cte("part")


def _found(hits: CTE, deadlines: CTE, parts: CTE, organisation: int | None) -> CTE:
    """Select what was found, each once, and whether the organisation has part in it."""
    theirs = select(parts.c.id).where(parts.c.organisation_id == organisation)
    what = case((hits.c.id.in_(theirs), _THEIRS), else_=_OTHERS) if organisation is not None else literal(_THEIRS)
    shown = (hits.c.id, hits.c.kind, hits.c.status, hits.c.year, hits.c.first_day, hits.c.last_day, hits.c.own_title)
    query = select(what.label("what"), *shown)
    once = or_(hits.c.kind != EntryKind.DEADLINE, hits.c.id.in_(select(deadlines.c.first_id)))
    return query.where(once).cte("found")


def _wanted(found: CTE, chosen: Chosen) -> list[ColumnElement[bool]]:
    asked = ((found.c.kind, chosen.kind), (found.c.status, chosen.status), (found.c.year, chosen.year))
    return [column == value for column, value in asked if value is not None]


def _of_sorts(found: CTE) -> Select[*tuple[Any, ...]]:
    alike = (found.c.what, found.c.kind, found.c.status, found.c.year)
    return select(*alike, func.count().label("number")).group_by(*alike)


def _of_organisations(found: CTE, parts: CTE, chosen: Chosen) -> Select[*tuple[Any, ...]]:
    count = func.count(parts.c.id.distinct())
    query = select(literal(_ORGANISATION), *_NOTHING, parts.c.organisation_id, count)
    wanted = _wanted(found, chosen)
    if wanted:
        query = query.join_from(parts, found, found.c.id == parts.c.id).where(*wanted)
    return query.group_by(parts.c.organisation_id)


def _page(found: CTE, chosen: Chosen, rows: Rows, today: date) -> Select[*tuple[Any, ...]]:
    query = select(found.c.id, found.c.first_day, found.c.last_day, found.c.own_title)
    query = query.where(found.c.what == _THEIRS, *_wanted(found, chosen))
    # What is numbered is the page alone: to put everything in order takes longer than to find its first.
    page = query.order_by(*coming_first(today, found.c, found.c)).limit(rows.limit).offset(rows.first).subquery("page")
    place = func.row_number().over(order_by=coming_first(today, page.c, page.c))
    return select(literal(_PAGE), *_NOTHING, page.c.id, place)


_NOTHING = (literal(""), literal(""))
