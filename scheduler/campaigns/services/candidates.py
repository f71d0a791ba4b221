"""Who can be named: for an audience, an embargo group, or a task."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from scheduler.accounts.domain.roles import EDITORS
from scheduler.accounts.queries.people import Profile, everyone, profiles_with_members
from scheduler.accounts.services.namesakes import details_among
from scheduler.agenda.domain.visibility import Audience, GuardRules, Viewer, sees_text
from scheduler.agenda.models import Guard
from scheduler.agenda.visibility_sql import guard_rules


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


def everybody(session: Session) -> tuple[Candidate, ...]:
    """Return everyone who acts for an open organisation, by name; one query."""
    return _candidates(session, everyone(session).values())


def assignable(
    candidates: Collection[Candidate], guard: GuardRules, participant_ids: frozenset[int]
) -> tuple[Candidate, ...]:
    """Return who can be given a task: people of the organisations taking part, or named, who may see the text."""
    return tuple(
        person
        for person in candidates
        if sees_text(person.viewer, guard)
        and (not person.viewer.organisations.isdisjoint(participant_ids) or _is_named(person, guard))
    )


def candidates_for(session: Session, guard_id: int, participant_ids: frozenset[int]) -> tuple[Candidate, ...]:
    """Return who can be given a task of a campaign with this guard and these organisations."""
    guard = guard_rules(session.get_one(Guard, guard_id))
    people = profiles_with_members(session, _named(guard), participant_ids)
    return candidates_among(session, people.values(), guard, participant_ids)


def candidates_among(
    session: Session, people: Iterable[Profile], guard: GuardRules, participant_ids: frozenset[int]
) -> tuple[Candidate, ...]:
    """Return what `candidates_for` does from people who are known; they hold those who take part, and who is named."""
    return assignable(_candidates(session, people), guard, participant_ids)


def _candidates(session: Session, profiles: Iterable[Profile]) -> tuple[Candidate, ...]:
    people = sorted((one for one in profiles if one.is_open and one.places), key=_by_name)
    details = {ident: detail.text() for ident, detail in details_among(session, people).items()}
    return tuple(_candidate(one, details.get(one.person_id, "")) for one in people)


def _by_name(one: Profile) -> tuple[str, int]:
    return one.name.casefold(), one.person_id


def _is_named(person: Candidate, guard: GuardRules) -> bool:
    return person.person_id in _named(guard)


def _named(guard: GuardRules) -> frozenset[int]:
    return guard.audience_people if guard.audience is Audience.PEOPLE else frozenset()


def _candidate(one: Profile, detail: str) -> Candidate:
    viewer = Viewer(
        one.person_id,
        is_member=True,
        organisations=frozenset(place.organisation_id for place in one.places),
        editor_of=frozenset(place.organisation_id for place in one.places if place.role in EDITORS),
    )
    short_names = tuple(sorted(place.short_name for place in one.places))
    return Candidate(one.person_id, one.name, short_names, viewer, detail)
