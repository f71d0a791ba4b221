"""What a guard says: as plain values, and the rules of visibility as SQL over a joined Guard or Entry."""

from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from functools import cache, lru_cache
from typing import NamedTuple

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    String,
    and_,
    bindparam,
    cast,
    exists,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from scheduler.agenda.domain.visibility import Audience, GuardRules, Period, Viewer, is_kept_back
from scheduler.agenda.models import (
    TELLS_MORE,
    Entry,
    Guard,
    GuardOrganisation,
    GuardPeriod,
    GuardPerson,
    GuardRole,
    PeriodReader,
)


class AnyMember:
    """A member with an account, whoever that is: `asked_by` says it when a statement is sent.

    For statements of pages that members open all day: to build one takes longer than to answer it.
    """

    is_member = True

    def __init__(self) -> None:
        """Name the parameters, which `asked_by` gives."""
        self.person_id = bindparam("viewer_id", type_=Integer())
        self.organisations = bindparam("viewer_organisations", type_=Integer(), expanding=True)
        self.editor_of = bindparam("viewer_editor_of", type_=Integer(), expanding=True)
        self.leads = bindparam("viewer_leads", type_=Integer(), expanding=True)


ANY_MEMBER = AnyMember()
Ids = Collection[int] | BindParameter[int]


def asking(viewer: Viewer) -> Viewer | AnyMember:
    """Return for whom a statement is built that this viewer asks."""
    return ANY_MEMBER if viewer.is_member and viewer.person_id is not None else viewer


def asked_by(viewer: Viewer) -> dict[str, object]:
    """Return who asks, for a statement of `ANY_MEMBER`."""
    return {
        "viewer_id": viewer.person_id,
        "viewer_organisations": sorted(viewer.organisations),
        "viewer_editor_of": sorted(viewer.editor_of),
        "viewer_leads": sorted(viewer.leads),
    }


def is_one_of(column: InstrumentedAttribute[int] | InstrumentedAttribute[int | None], ids: Ids) -> ColumnElement[bool]:
    """Return SQL: the column has one of the ids, of a `Viewer` or of `ANY_MEMBER`."""
    return column.in_(ids if isinstance(ids, BindParameter) else sorted(ids))


Moments = InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None]
"""A column that says when something was said."""

# A page asks for the same few rules of its viewer a dozen times; to build one costs as much as a query.
_kept = lru_cache(maxsize=256)


class GuardColumns(NamedTuple):
    """What the row of a guard says by itself."""

    audience: str
    embargo_at: datetime | None
    embargo_zone: str | None
    held: bool
    revealed_at: datetime | None


def _columns(guard: Guard) -> GuardColumns:
    return GuardColumns(guard.audience, guard.embargo_at, guard.embargo_zone, guard.held, guard.revealed_at)


def guard_rules(guard: Guard) -> GuardRules:
    """Return what a guard says as plain values."""
    organisations = ((row.role, row.organisation_id) for row in guard.organisations)
    return _rules(_columns(guard), organisations, ((row.role, row.person_id) for row in guard.people))


# Built once: to build it takes longer than to answer it.
@cache
def whom_it_names() -> tuple[ScalarSelect[str], ScalarSelect[str]]:
    """Return SQL over a joined Guard: the organisations and the people that it names, as texts for `rules_of`.

    The rows of a list come with them, where the guard's relationships would take two more statements.
    """
    return (
        _named(GuardOrganisation.role, GuardOrganisation.organisation_id, GuardOrganisation.guard_id),
        _named(GuardPerson.role, GuardPerson.person_id, GuardPerson.guard_id),
    )


def rules_of(guard: Guard | GuardColumns, organisations: str | None, people: str | None) -> GuardRules:
    """Return what a guard says by its own row and the texts of `whom_it_names`."""
    columns = guard if isinstance(guard, GuardColumns) else _columns(guard)
    return _rules_by_texts(columns, organisations or "", people or "")


# The items of a campaign are guarded alike, so a page of hundreds makes a handful.
@lru_cache(maxsize=1024)
def _rules_by_texts(columns: GuardColumns, organisations: str, people: str) -> GuardRules:
    return _rules(columns, _pairs(organisations), _pairs(people))


def _named(
    role: InstrumentedAttribute[GuardRole], ident: InstrumentedAttribute[int], guard_id: InstrumentedAttribute[int]
) -> ScalarSelect[str]:
    pair = role.concat(":").concat(cast(ident, String))
    return select(func.aggregate_strings(pair, " ")).where(guard_id == Guard.id).correlate(Guard).scalar_subquery()


def _pairs(text: str) -> Iterator[tuple[GuardRole, int]]:
    for pair in text.split():
        role, ident = pair.split(":")
        yield GuardRole(role), int(ident)


def _rules(
    columns: GuardColumns, organisations: Iterable[tuple[GuardRole, int]], people: Iterable[tuple[GuardRole, int]]
) -> GuardRules:
    named: dict[tuple[str, GuardRole], set[int]] = {}
    for kind, pairs in (("organisations", organisations), ("people", people)):
        for role, ident in pairs:
            named.setdefault((kind, GuardRole(role)), set()).add(ident)
    return GuardRules(
        audience=Audience(columns.audience),
        audience_organisations=frozenset(named.get(("organisations", GuardRole.AUDIENCE), ())),
        audience_people=frozenset(named.get(("people", GuardRole.AUDIENCE), ())),
        embargo_at=columns.embargo_at,
        held=columns.held,
        revealed_at=columns.revealed_at,
        embargo_group_organisations=frozenset(named.get(("organisations", GuardRole.EMBARGO_GROUP), ())),
        embargo_group_people=frozenset(named.get(("people", GuardRole.EMBARGO_GROUP), ())),
    )


def periods(rows: Iterable[GuardPeriod]) -> tuple[Period, ...]:
    """Return the periods that are over as plain values."""
    return tuple(_period(row, row.until) for row in rows if row.until is not None)


def _period(row: GuardPeriod, until: datetime) -> Period:
    organisations = frozenset(r.organisation_id for r in row.readers if r.organisation_id is not None)
    people = frozenset(r.person_id for r in row.readers if r.person_id is not None)
    return Period(row.since, until, organisations, people)


def concealed(guard: Guard | GuardColumns) -> bool:
    """Say whether the text behind a guard is kept back now; whom it names need not be loaded for that."""
    return is_kept_back(guard.embargo_at, guard.revealed_at, held=guard.held)


def known_to_coordinators(guard: Guard, organisation_id: int | None) -> bool:
    """Say whether coordinators may know that a thing of an organisation is there, as it is shared beyond it."""
    if concealed(guard) or guard.audience == Audience.PEOPLE:
        return False
    if guard.audience == Audience.ORGANISATIONS:
        return bool(guard_rules(guard).audience_organisations - {organisation_id})
    return True


def concealed_clause() -> ColumnElement[bool]:
    """Return SQL for `is_concealed` over a joined Guard."""
    return and_(Guard.revealed_at.is_(None), or_(Guard.embargo_at.is_not(None), Guard.held.is_(True)))


@_kept
def listable_clause(viewer: Viewer | AnyMember) -> ColumnElement[bool]:
    """Return SQL for `may_list` over a joined Guard: may the stored entry stand in the viewer's lists."""
    hidden = concealed_clause()
    if not viewer.is_member:
        return and_(~hidden, _audience_clause(viewer))
    return or_(_audience_clause(viewer), and_(hidden, _embargo_group_clause(viewer)))


@_kept
def entry_clause(viewer: Viewer | AnyMember) -> ColumnElement[bool]:
    """Return SQL for `entry_visible` over an Entry and its joined Guard: may it stand in the viewer's lists."""
    hidden, tells_more = concealed_clause(), Entry.kind.in_(sorted(TELLS_MORE))
    # What `readable_clause` says of kinds that tell more and `listable_clause` of the others, each rule asked once:
    # PostgreSQL counts each time what it costs to look up whom a guard names, and reads all guards sooner than that.
    if not viewer.is_member:
        in_group = and_(tells_more, hidden, _embargo_group_clause(viewer))
        return or_(and_(~hidden, _audience_clause(viewer)), in_group)
    in_audience = and_(or_(~hidden, ~tells_more), _audience_clause(viewer))
    return or_(in_audience, and_(hidden, _embargo_group_clause(viewer)))


@_kept
def readable_clause(viewer: Viewer | AnyMember) -> ColumnElement[bool]:
    """Return SQL for `sees_text` over a joined Guard; the only access to guarded text."""
    hidden = concealed_clause()
    return or_(and_(~hidden, _audience_clause(viewer)), and_(hidden, _embargo_group_clause(viewer)))


def overseen_clause(viewer: Viewer, owner: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Return SQL for `is_overseen` over a joined Guard and the row that it guards, whose organisation is `owner`."""
    if not viewer.is_coordinator:
        return false()
    row = GuardOrganisation
    others = and_(row.guard_id == Guard.id, row.role == GuardRole.AUDIENCE, row.organisation_id != owner)
    is_shared = and_(Guard.audience == Audience.ORGANISATIONS, exists().where(others).correlate(Guard, owner.class_))
    return and_(is_shared, ~concealed_clause(), ~_audience_clause(viewer))


def readable_statement_clause(
    viewer: Viewer | AnyMember, guard_id: int | BindParameter[int], at: Moments
) -> ColumnElement[bool]:
    """Return SQL for `may_read_statement` over the rows of what was said behind a guard; nothing has to be joined."""
    known = exists().where(Guard.id == guard_id, readable_clause(viewer), _stated_openly(viewer, at))
    return known.correlate(at.class_)


def notified_clause(
    viewer: Viewer | AnyMember, entry_id: InstrumentedAttribute[int | None], at: Moments
) -> ColumnElement[bool]:
    """Return SQL over rows that tell of an entry: may the viewer know that they are there. Those of none always."""
    about = (Entry.id == entry_id, Guard.id == Entry.guard_id)
    known = exists().where(*about, readable_clause(viewer), _stated_openly(viewer, at)).correlate(entry_id.class_)
    return or_(entry_id.is_(None), known)


@_kept
def _stated_openly(viewer: Viewer | AnyMember, at: Moments) -> ColumnElement[bool]:
    """Return SQL over a joined Guard: in every period that holds the moment the viewer could read the text."""
    row = PeriodReader
    readers: list[ColumnElement[bool]] = [is_one_of(row.organisation_id, viewer.editor_of)]
    if viewer.person_id is not None:
        readers.append(row.person_id == viewer.person_id)
    was_reader = exists().where(row.period_id == GuardPeriod.id, or_(*readers)).correlate(GuardPeriod)
    begun = or_(GuardPeriod.since.is_(None), GuardPeriod.since <= at)
    holds = (GuardPeriod.guard_id == Guard.id, begun, GuardPeriod.until >= at)
    return ~exists().where(*holds, ~was_reader).correlate(Guard, at.class_)


def known_guards(viewer: Viewer) -> Select[int]:
    """Select the guards behind which there is something that the viewer may know of, be it by its placeholder alone."""
    return select(Guard.id).where(listable_clause(viewer))


def guards_naming(person_id: int) -> Select[int]:
    """Select the guards that name a person, or did until the text came out."""
    named = select(GuardPerson.guard_id).where(GuardPerson.person_id == person_id)
    was_named = select(GuardPeriod.guard_id).join(PeriodReader, PeriodReader.period_id == GuardPeriod.id)
    was_named = was_named.where(PeriodReader.person_id == person_id)
    return select(Guard.id).where(or_(Guard.id.in_(named), Guard.id.in_(was_named)))


def open_guards(viewer: Viewer) -> Select[int]:
    """Select the guards behind which the viewer may read the text."""
    return select(Guard.id).where(readable_clause(viewer))


def _audience_clause(viewer: Viewer | AnyMember) -> ColumnElement[bool]:
    parts = [Guard.audience == Audience.PUBLIC]
    if viewer.is_member:
        parts.append(Guard.audience == Audience.COALITION)
    if _may_be_any(viewer.organisations):
        named = _names_organisation(GuardRole.AUDIENCE, viewer.organisations)
        parts.append(and_(Guard.audience == Audience.ORGANISATIONS, named))
    if viewer.person_id is not None:
        parts.append(and_(Guard.audience == Audience.PEOPLE, _names_person(GuardRole.AUDIENCE, viewer.person_id)))
    return or_(*parts)


def _embargo_group_clause(viewer: Viewer | AnyMember) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [false()]
    if _may_be_any(viewer.editor_of):
        parts.append(_names_organisation(GuardRole.EMBARGO_GROUP, viewer.editor_of))
    if viewer.person_id is not None:
        parts.append(_names_person(GuardRole.EMBARGO_GROUP, viewer.person_id))
    return or_(*parts)


def _may_be_any(ids: Ids) -> bool:
    return isinstance(ids, BindParameter) or bool(ids)


def _names_organisation(role: GuardRole, organisations: Ids) -> ColumnElement[bool]:
    row = GuardOrganisation
    named = and_(row.guard_id == Guard.id, row.role == role, is_one_of(row.organisation_id, organisations))
    return exists().where(named).correlate(Guard)


def _names_person(role: GuardRole, person_id: int | BindParameter[int]) -> ColumnElement[bool]:
    row = GuardPerson
    return exists().where(row.guard_id == Guard.id, row.role == role, row.person_id == person_id).correlate(Guard)
