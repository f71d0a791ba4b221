"""What a guard says: as plain values, and the rules of sight as SQL over a joined Guard."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, and_, exists, false, or_, select

from scheduler.agenda.domain.sight import Audience, GuardFacts, Viewer, is_concealed
from scheduler.agenda.models import Guard, GuardOrganisation, GuardPerson, Part


def facts(guard: Guard) -> GuardFacts:
    """Return what a guard says as plain values."""
    organisations = {part: frozenset(r.organisation_id for r in guard.organisations if r.part == part) for part in Part}
    people = {part: frozenset(r.person_id for r in guard.people if r.part == part) for part in Part}
    return GuardFacts(
        audience=Audience(guard.audience),
        audience_organisations=organisations[Part.AUDIENCE],
        audience_people=people[Part.AUDIENCE],
        embargo_at=guard.embargo_at,
        held=guard.held,
        revealed_at=guard.revealed_at,
        circle_organisations=organisations[Part.CIRCLE],
        circle_people=people[Part.CIRCLE],
    )


def concealed(guard: Guard) -> bool:
    """Say whether the words behind a guard are kept back now."""
    return is_concealed(facts(guard))


def concealed_clause() -> ColumnElement[bool]:
    """Return SQL for `is_concealed` over a joined Guard."""
    return and_(Guard.revealed_at.is_(None), or_(Guard.embargo_at.is_not(None), Guard.held.is_(True)))


def face_clause(viewer: Viewer) -> ColumnElement[bool]:
    """Return SQL for `face_visible` over a joined Guard: may the stored face stand in the viewer's lists."""
    hidden = concealed_clause()
    open_faces = and_(~hidden, _audience_clause(viewer))
    if not viewer.is_member:
        return open_faces
    return or_(open_faces, and_(hidden, or_(_audience_clause(viewer), _circle_clause(viewer))))


def words_clause(viewer: Viewer) -> ColumnElement[bool]:
    """Return SQL for `sight(…) is WORDS` over a joined Guard; the only door to guarded words."""
    hidden = concealed_clause()
    return or_(and_(~hidden, _audience_clause(viewer)), and_(hidden, _circle_clause(viewer)))


def known_guards(viewer: Viewer) -> Select[int]:
    """Select the guards behind which there is something that the viewer may know of, be it by its face alone."""
    return select(Guard.id).where(face_clause(viewer))


def open_guards(viewer: Viewer) -> Select[int]:
    """Select the guards behind which the viewer may read the words."""
    return select(Guard.id).where(words_clause(viewer))


def _audience_clause(viewer: Viewer) -> ColumnElement[bool]:
    parts = [Guard.audience == Audience.PUBLIC]
    if viewer.is_member:
        parts.append(Guard.audience == Audience.COALITION)
    if viewer.organisations:
        named = _names_organisation(Part.AUDIENCE, viewer.organisations)
        parts.append(and_(Guard.audience == Audience.ORGANISATIONS, named))
    if viewer.person_id is not None:
        parts.append(and_(Guard.audience == Audience.PEOPLE, _names_person(Part.AUDIENCE, viewer.person_id)))
    return or_(*parts)


def _circle_clause(viewer: Viewer) -> ColumnElement[bool]:
    parts: list[ColumnElement[bool]] = [false()]
    if viewer.desks:
        parts.append(_names_organisation(Part.CIRCLE, viewer.desks))
    if viewer.person_id is not None:
        parts.append(_names_person(Part.CIRCLE, viewer.person_id))
    return or_(*parts)


def _names_organisation(part: Part, organisations: Collection[int]) -> ColumnElement[bool]:
    row = GuardOrganisation
    named = and_(row.guard_id == Guard.id, row.part == part, row.organisation_id.in_(sorted(organisations)))
    return exists().where(named).correlate(Guard)


def _names_person(part: Part, person_id: int) -> ColumnElement[bool]:
    row = GuardPerson
    return exists().where(row.guard_id == Guard.id, row.part == part, row.person_id == person_id).correlate(Guard)
