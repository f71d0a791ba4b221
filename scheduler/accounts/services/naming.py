"""Names of people as they stand beside what somebody decided: never without the organisation they act for."""

from collections.abc import Collection

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Membership, Organisation, Person
from scheduler.accounts.services.standing import standings


def names_with_organisations(session: Session, person_ids: Collection[int]) -> dict[int, str]:
    """Return names by id with the short names of the organisations that the people act for; unknown ids are left out.

    Two people may have one name, so that a name alone does not tell who it was. Whoever acts for nobody any more keeps
    the organisation that they left last; a former member has neither name nor organisation.
    """
    if not person_ids:
        return {}
    is_now = standings(session, person_ids)
    short_names = _short_names(session, {ident for one in is_now.values() for ident in one.organisations})
    people = session.execute(select(Person.id, Person.name, Person.anonymised_at).where(Person.id.in_(person_ids)))
    found: dict[int, str] = {}
    left: dict[int, str] = {}
    for ident, name, anonymised_at in people:
        places = sorted((short_names[place] for place in is_now[ident].organisations), key=str.casefold)
        if is_now[ident].is_coordinator and not places:
            places = [_("coordinator")]
        found[ident] = ", ".join([name, *places])
        if not places and anonymised_at is None:
            left[ident] = name
    last = _last_organisations(session, left)
    return found | {
        ident: _("%(name)s, formerly %(organisation)s", name=left[ident], organisation=organisation)
        for ident, organisation in last.items()
    }


def name_with_organisations(session: Session, person_id: int | None) -> str:
    """Return one person's name in the same way; empty for nobody."""
    return names_with_organisations(session, [person_id]).get(person_id, "") if person_id is not None else ""


def _short_names(session: Session, organisation_ids: Collection[int]) -> dict[int, str]:
    if not organisation_ids:
        return {}
    query = select(Organisation.id, Organisation.short_name).where(Organisation.id.in_(organisation_ids))
    return {row.id: row.short_name for row in session.execute(query)}


def _last_organisations(session: Session, person_ids: Collection[int]) -> dict[int, str]:
    """Return the short name of the organisation that each person acted for last."""
    if not person_ids:
        return {}
    query = select(Membership.person_id, Organisation.short_name)
    query = query.join(Organisation, Membership.organisation_id == Organisation.id)
    query = query.where(Membership.person_id.in_(person_ids)).order_by(Membership.started_at, Membership.id)
    return {row.person_id: row.short_name for row in session.execute(query)}
