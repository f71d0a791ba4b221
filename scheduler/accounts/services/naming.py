"""Names of people as they stand beside what somebody decided: never without the organisation they act for."""

from collections.abc import Collection

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Membership, Organisation, Person
from scheduler.accounts.queries.people import profiles
from scheduler.accounts.services.actor_roles import names
from scheduler.accounts.services.namesakes import details_of_namesakes
from scheduler.folding import asked_words, holds
from scheduler.request_cache import asked_once_each


def names_with_organisations(session: Session, person_ids: Collection[int]) -> dict[int, str]:
    """Return names by id with the short names of the organisations that the people act for; unknown ids are left out.

    Two people may have one name, so that a name alone does not tell who it was: "Odile Marchand (Le Phare)".
    """
    if not person_ids:
        return {}
    places = places_of(session, person_ids)
    people = names(session, person_ids)
    return {ident: f"{name} ({places[ident]})" if places[ident] else name for ident, name in people.items()}


def name_with_organisations(session: Session, person_id: int | None) -> str:
    """Return one person's name in the same way; empty for nobody."""
    return names_with_organisations(session, [person_id]).get(person_id, "") if person_id is not None else ""


def people_called(session: Session, part: str) -> set[int]:
    """Return the ids of the people whose name holds all these words; an anonymised person has no name."""
    words = asked_words(part)
    if not words:
        return set()
    query = select(Person.id, Person.name).where(Person.anonymised_at.is_(None))
    return {row.id for row in session.execute(query) if holds(row.name, words)}


@asked_once_each
def places_of(session: Session, person_ids: Collection[int]) -> dict[int, str]:
    """Return by id for whom people act, as it stands beside their names; everybody asked for is in it.

    Whoever has a namesake in an organisation is told apart by their role there. Whoever acts for nobody any more keeps
    the organisation that they left last; an anonymised person keeps nothing.
    """
    people, details = profiles(session, person_ids), details_of_namesakes(session, person_ids)
    found = dict.fromkeys(person_ids, "")
    for ident, one in people.items():
        own = [place.short_name for place in one.places] if one.is_open else []
        places = [*sorted(own, key=str.casefold), *([details[ident]] if ident in details else [])]
        found[ident] = ", ".join(places or ([_("coordinator")] if one.roles.is_coordinator else []))
    last = _last_organisations(session, {ident for ident, places in found.items() if not places})
    return found | {ident: _("formerly %(organisation)s", organisation=name) for ident, name in last.items()}


def _last_organisations(session: Session, person_ids: Collection[int]) -> dict[int, str]:
    """Return the short name of the organisation that each person acted for last."""
    if not person_ids:
        return {}
    query = select(Membership.person_id, Organisation.short_name)
    query = query.join(Organisation, Membership.organisation_id == Organisation.id)
    query = query.join(Person, Membership.person_id == Person.id).where(Person.anonymised_at.is_(None))
    query = query.where(Membership.person_id.in_(person_ids)).order_by(Membership.started_at, Membership.id)
    return {row.person_id: row.short_name for row in session.execute(query)}
