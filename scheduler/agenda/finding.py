"""What a viewer finds by words: a page of it, and how much of it there is of each kind, status, year, organisation."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from scheduler.agenda.domain.search_keys import CONCEALED
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.entry_wording import signs_of_names
from scheduler.agenda.models import Entry, EntryOrganisation, EntryPerson, Guard, Involvement, Occurrence
from scheduler.agenda.reading import HAS_DAY, Selection, coming_first
from scheduler.agenda.search_sql import alike_clause, search_state_clause, year_clause
from scheduler.agenda.visibility_sql import AnyMember, asked_by, asking, entry_clause
from scheduler.folding import spellings
from scheduler.matching import holds_one, pattern_of, word_parameters, word_values

RESPONSIBLE = (Involvement.OWNER, Involvement.ASSIGNEE, Involvement.STEWARD)
"""As what a person is asked for by name."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A word that is asked for, by the parameters of a statement: patterns that find it, and people whom it names."""

    patterns: tuple[BindParameter[str], ...]
    people: BindParameter[int] | None


Beside = Callable[[Sought], Collection[ColumnElement[bool]]]
"""Returns SQL over Entry: where else than in its own text a word is found. No entry that is concealed may fit."""


def _nothing_beside(_word: Sought) -> Collection[ColumnElement[bool]]:
    return ()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where else words are found, and for each word the people whom it names."""

    beside: Beside
    people: Mapping[str, Collection[int]]


NOWHERE = Elsewhere(_nothing_beside, MappingProxyType({}))
"""Finds nothing but what stands in entries themselves."""


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
    elsewhere: Elsewhere = NOWHERE,
    chosen: Chosen = ANY,
    rows: Rows = Rows(),
) -> Found:
    """Return what fits the selection and holds every word (`folding.asked_words`), as `coming_first`; one query.

    A deadline that many organisations have, each of its own and with the same text, is there once, for all of them.
    """
    ids: list[int] = []
    sorts: dict[Sort, int] = {}
    organisations: dict[int, int] = {}
    shape, values = _shape_and_values(words, elsewhere, chosen, rows)
    asked = _asked(asking(viewer), selection, shape)
    answer = session.execute(asked, {**asked_by(viewer), **values, "today": today})
    # The last column of the page is where a result stands in it.
    for what, kind, status, number, count in sorted(answer, key=lambda row: row[-1]):
        if what == _PAGE:
            ids.append(number)
        elif what == _ORGANISATION:
            organisations[number] = count
        else:
            sorts[Sort(kind, status, number, what == _THEIRS)] = count
    return Found(ids, sorts, organisations)


@dataclass(frozen=True, slots=True)
class _Shape:
    """What two searches have in common that can be asked by one statement.

    Args:
        words: of each word by how many patterns it is found in entries and elsewhere, and whether it names anybody.
        beside: where else words are found.
        chosen: the fields of `Chosen` by which results are narrowed.
        is_limited: whether the page ends somewhere.
    """

    words: tuple[tuple[int, int, bool], ...]
    beside: Beside
    chosen: frozenset[str]
    is_limited: bool


def _shape_and_values(
    words: Sequence[str], elsewhere: Elsewhere, chosen: Chosen, rows: Rows
) -> tuple[_Shape, dict[str, object]]:
    """Return the shape of a search, and what its statement is given."""
    values: dict[str, object] = {"first": rows.first, "limit": rows.limit, **asdict(chosen)}
    shapes = []
    for place, word in enumerate(words):
        patterns = [pattern_of(one) for one in spellings(word)]
        own = [*patterns, *map(pattern_of, signs_of_names(word))]
        people = sorted(elsewhere.people.get(word, ()))
        values |= word_values(place, own)
        values |= {f"people_{place}": people}
        shapes.append((len(own), len(patterns), bool(people)))
    by = frozenset(name for name, value in asdict(chosen).items() if value is not None)
    return _Shape(tuple(shapes), elsewhere.beside, by, rows.limit is not None), values


_PAGE, _ORGANISATION, _THEIRS, _OTHERS = "page", "organisation", "theirs", "others"


def is_responsible(people: BindParameter[int]) -> ColumnElement[bool]:
    """Return SQL over an Entry that names people: one of these is responsible for it."""
    row = EntryPerson
    named = (row.entry_id == Entry.id, row.person_id.in_(people), row.involvement.in_(RESPONSIBLE))
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


def _asked(asker: Viewer | AnyMember, selection: Selection, shape: _Shape) -> CompoundSelect[*tuple[Any, ...]]:
    """Return the statement of a search; what is chosen from a form is built for it, and words are parameters."""
    if selection.values.keys() <= {"kind"} and selection.among is None:
        return _kept(asker, selection.values.get("kind", frozenset()), shape, listed_only=selection.listed_only)
    return _built(asker, selection, shape)


# To build it takes longer than to answer a small one. Kept are kinds alone, which are the same for whoever asks.
@lru_cache(maxsize=64)
def _kept(
    asker: Viewer | AnyMember, kinds: frozenset[str], shape: _Shape, *, listed_only: bool
) -> CompoundSelect[*tuple[Any, ...]]:
    return _built(asker, Selection({"kind": kinds}, listed_only), shape)


def _built(asker: Viewer | AnyMember, selection: Selection, shape: _Shape) -> CompoundSelect[*tuple[Any, ...]]:
    hits = _hits(asker, selection, shape)
    parts = _parts(hits)
    found = _found(hits, parts, shape)
    return union_all(_of_sorts(found, shape), _of_organisations(found, parts, shape), _page(found, shape))


def _holds(place: int, shape: _Shape) -> ColumnElement[bool]:
    in_entries, elsewhere, names_people = shape.words[place]
    patterns = word_parameters(place, in_entries)
    people = bindparam(f"people_{place}", type_=Integer(), expanding=True) if names_people else None
    return or_(holds_one(Entry.search_text, patterns), *shape.beside(Sought(patterns[:elsewhere], people)))


def _hits(asker: Viewer | AnyMember, selection: Selection, shape: _Shape) -> CTE:
    """Select every entry that fits, with no more than is counted, sorted and told apart by."""
    query = select(
        Entry.id,
        Entry.kind,
        search_state_clause().label("status"),
        case((Entry.concealed.is_(False), Entry.organisation_id)).label("organisation_id"),
        year_clause().label("year"),
        Entry.own_title.label("own_title"),
        Occurrence.first_day,
        Occurrence.last_day,
        alike_clause().label("alike"),
    )
    query = query.select_from(Occurrence).join(Entry, Entry.id == Occurrence.entry_id)
    query = query.join(Guard, Guard.id == Entry.guard_id)
    query = query.where(Entry.removed_at.is_(None), entry_clause(asker), HAS_DAY, *selection.where(asker))
    return query.where(*(_holds(place, shape) for place in range(len(shape.words)))).cte("hit")


def _parts(hits: CTE) -> CTE:
    """Select which organisations have part in what was found, by `_ident`; of a placeholder none is named."""
    own = select(_ident(hits), hits.c.organisation_id).where(hits.c.organisation_id.is_not(None))
    others = select(_ident(hits), EntryOrganisation.organisation_id).where(hits.c.status != CONCEALED)
    others = others.join(EntryOrganisation, EntryOrganisation.entry_id == hits.c.id)
    return union_all(own, others).cte("part")


def _ident(hits: CTE) -> ColumnElement[int]:
    """Return by what things are counted: one number for deadlines that are alike, which no entry's own can be."""
    return func.coalesce(hits.c.alike, -hits.c.id).label("ident")


def _found(hits: CTE, parts: CTE, shape: _Shape) -> CTE:
    """Select what was found, each once, and whether the organisation has part in it that is chosen, if one is."""
    shown = (hits.c.id, hits.c.kind, hits.c.status, hits.c.year, hits.c.first_day, hits.c.last_day, hits.c.own_title)
    first = select(func.min(hits.c.id)).where(hits.c.alike.is_not(None)).group_by(hits.c.alike)
    query = select(_ident(hits), *shown)
    if _ORGANISATION in shape.chosen:
        theirs = select(parts.c.ident).where(parts.c.organisation_id == bindparam("organisation", type_=Integer()))
        query = query.add_columns(case((_ident(hits).in_(theirs), _THEIRS), else_=_OTHERS).label("what"))
    return query.where(or_(hits.c.alike.is_(None), hits.c.id.in_(first))).cte("found")


def _wanted(found: CTE, shape: _Shape) -> list[ColumnElement[bool]]:
    columns = [found.c[name] for name in ("kind", "status", "year") if name in shape.chosen]
    return [column == bindparam(column.name, type_=column.type) for column in columns]


def _of_sorts(found: CTE, shape: _Shape) -> Select[*tuple[Any, ...]]:
    alike = (found.c.kind, found.c.status, found.c.year)
    if _ORGANISATION not in shape.chosen:
        return select(literal(_THEIRS), *alike, func.count()).group_by(*alike)
    return select(found.c.what, *alike, func.count()).group_by(found.c.what, *alike)


def _of_organisations(found: CTE, parts: CTE, shape: _Shape) -> Select[*tuple[Any, ...]]:
    count = func.count(parts.c.ident.distinct())
    query = select(literal(_ORGANISATION), *_NOTHING, parts.c.organisation_id, count)
    wanted = _wanted(found, shape)
    if wanted:
        query = query.join_from(parts, found, found.c.ident == parts.c.ident).where(*wanted)
    return query.group_by(parts.c.organisation_id)


def _page(found: CTE, shape: _Shape) -> Select[*tuple[Any, ...]]:
    today = bindparam("today", type_=Date())
    query = select(found.c.id, found.c.first_day, found.c.last_day, found.c.own_title)
    query = query.where(*([found.c.what == _THEIRS] if _ORGANISATION in shape.chosen else ()), *_wanted(found, shape))
    # What is numbered is the page alone: to put everything in order takes longer than to find its first.
    query = query.order_by(*coming_first(today, found.c, found.c)).offset(bindparam("first", type_=Integer()))
    page = (query.limit(bindparam("limit", type_=Integer())) if shape.is_limited else query).subquery("page")
    place = func.row_number().over(order_by=coming_first(today, page.c, page.c))
    return select(literal(_PAGE), *_NOTHING, page.c.id, place)


_NOTHING = (literal(""), literal(""))
