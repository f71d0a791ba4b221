"""Who can be named: for an audience, a circle, or a task."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.domain.roles import EDITORS
from scheduler.accounts.models import Membership, Organisation, Person
from scheduler.accounts.services.namesakes import details_of_namesakes
from scheduler.agenda.domain.visibility import Audience, GuardRules, Viewer, sees_text
from scheduler.agenda.models import Guard
from scheduler.agenda.visibility_sql import facts
from scheduler.request_cache import asked_once


@dataclass(frozen=True, slots=True)
class Candidate:
    """A person with the short names of the organisations that they act for, and what they are as a viewer.

    `detail` tells them apart from somebody of the same name in one of those; empty for most.
    """

    person_id: int
    name: str
    organisations: tuple[str, ...]
    viewer: Viewer
    detail: str = ""

    @property
    def label(self) -> str:
        """The name as a list of choices shows it."""
        return f"{self.name} ({', '.join(part for part in (*self.organisations, self.detail) if part)})"


@asked_once
def everybody(session: Session) -> tuple[Candidate, ...]:
    """Return everyone who acts for an open organisation, by name; two queries."""
    query = select(Person.id, Person.name, Membership.organisation_id, Membership.role, Organisation.short_name)
    query = query.join(Membership, Membership.person_id == Person.id).join(
        Organisation, Organisation.id == Membership.organisation_id
    )
    usable = (Person.active.is_(True), Person.anonymised_at.is_(None))
    query = query.where(Membership.ended_at.is_(None), Organisation.closed_at.is_(None), *usable)
    people: dict[int, list[tuple[str, int, str, str]]] = {}
    for person_id, name, organisation_id, role, short in session.execute(query.order_by(Person.name, Person.id)):
        people.setdefault(person_id, []).append((name, organisation_id, role, short))
    details = details_of_namesakes(session, people)
    return tuple(_candidate(person_id, rows, details.get(person_id, "")) for person_id, rows in people.items())


def assignable(
    candidates: Collection[Candidate], guard: GuardRules, taking_part: frozenset[int]
) -> tuple[Candidate, ...]:
    """Return who can be given a task: people of the organisations taking part, or named, who may see the words."""
    return tuple(
        person
        for person in candidates
        if sees_text(person.viewer, guard)
        and (not person.viewer.organisations.isdisjoint(taking_part) or _is_named(person, guard))
    )


def candidates_for(session: Session, guard_id: int, taking_part: frozenset[int]) -> tuple[Candidate, ...]:
    """Return who can be given a task of a campaign with this guard and these organisations."""
    return assignable(everybody(session), facts(session.get_one(Guard, guard_id)), taking_part)


def _is_named(person: Candidate, guard: GuardRules) -> bool:
    named = guard.audience_people if guard.audience is Audience.PEOPLE else frozenset[int]()
    return person.person_id in named


def _candidate(person_id: int, rows: list[tuple[str, int, str, str]], detail: str) -> Candidate:
    viewer = Viewer(
        person_id,
        is_member=True,
        organisations=frozenset(organisation_id for _name, organisation_id, _role, _short in rows),
        editor_of=frozenset(organisation_id for _name, organisation_id, role, _short in rows if role in EDITORS),
    )
    return Candidate(person_id, rows[0][0], tuple(sorted(row[3] for row in rows)), viewer, detail)
