"""Names of people as they stand beside what somebody decided: never without the organisation they act for."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Self

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Membership, Organisation, Person
from scheduler.accounts.queries.people import profiles
from scheduler.accounts.services.actor_roles import names
from scheduler.accounts.services.namesakes import NamesakeDetail, details_among
from scheduler.folding import asked_words, holds
from scheduler.request_cache import asked_once_each


@dataclass(frozen=True, slots=True)
class ActsFor:
    """For whom somebody acts, as data: organisations by short name, and what tells them apart from a namesake there.

    Whoever has left acts for nobody; the organisation is the last one. A coordinator may have none.
    """

    organisations: tuple[str, ...] = ()
    detail: NamesakeDetail | None = None
    is_coordinator: bool = False
    has_left: bool = False

    def text(self) -> str:
        """Return it as it stands beside a name, in the reader's language."""
        if self.has_left:
            return _("formerly %(organisation)s", organisation=self.organisations[0])
        parts = (*self.organisations, *((self.detail.text(),) if self.detail is not None else ()))
        return ", ".join(parts or ((_("coordinator"),) if self.is_coordinator else ()))

    def stored(self) -> str:
        """Return it as it is kept beside what somebody decided, in no language."""
        kept: dict[str, object] = {"organisations": self.organisations}
        if self.detail is not None:
            since = self.detail.since.isoformat() if self.detail.since is not None else None
            kept["detail"] = [self.detail.role, since, self.detail.number]
        kept |= {name: True for name in ("is_coordinator", "has_left") if getattr(self, name)}
        return json.dumps(kept, ensure_ascii=False)

    @classmethod
    def read(cls, stored: str) -> Self:
        """Return what was stored."""
        kept = json.loads(stored)
        role, since, number = kept.pop("detail", (None, None, None))
        day = date.fromisoformat(since) if since is not None else None
        detail = NamesakeDetail(MemberRole(role), day, number) if role is not None else None
        return cls(tuple(kept.pop("organisations")), detail, **kept)


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


def places_of(session: Session, person_ids: Collection[int]) -> dict[int, str]:
    """Return by id for whom people act (`acting_for`) in words; everybody asked for is in it."""
    return {ident: acts.text() for ident, acts in acting_for(session, person_ids).items()}


@asked_once_each
def acting_for(session: Session, person_ids: Collection[int]) -> dict[int, ActsFor]:
    """Return by id for whom people act; everybody asked for is in it.

    Whoever has a namesake in an organisation is told apart by their role there. Whoever acts for nobody any more keeps
    the organisation that they left last; an anonymised person keeps nothing.
    """
    people = profiles(session, person_ids)
    details = details_among(session, people.values())
    found = dict.fromkeys(person_ids, ActsFor())
    for ident, one in people.items():
        own = [place.short_name for place in one.places] if one.is_open else []
        is_coordinator = one.roles.is_coordinator
        found[ident] = ActsFor(tuple(sorted(own, key=str.casefold)), details.get(ident), is_coordinator)
    last = _last_organisations(session, {ident for ident, acts in found.items() if acts == ActsFor()})
    return found | {ident: ActsFor((name,), has_left=True) for ident, name in last.items()}


def _last_organisations(session: Session, person_ids: Collection[int]) -> dict[int, str]:
    """Return the short name of the organisation that each person acted for last."""
    if not person_ids:
        return {}
    query = select(Membership.person_id, Organisation.short_name)
    query = query.join(Organisation, Membership.organisation_id == Organisation.id)
    query = query.join(Person, Membership.person_id == Person.id).where(Person.anonymised_at.is_(None))
    query = query.where(Membership.person_id.in_(person_ids)).order_by(Membership.started_at, Membership.id)
    return {row.person_id: row.short_name for row in session.execute(query)}
