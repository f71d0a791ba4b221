"""What tells people of one name apart who act for the same organisation: their role there, and since when."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Membership, Person
from scheduler.accounts.queries.people import Profile, is_namesake, profiles
from scheduler.request_cache import asked_once
from scheduler.web.template_filters import day_short

_ROLES = {MemberRole.LEAD: _l("lead"), MemberRole.EDITOR: _l("editor"), MemberRole.MEMBER: _l("member")}


@dataclass(frozen=True, slots=True)
class NamesakeDetail:
    """The shortest of role, role and day (in UTC), and role, day and number that nobody else of the name has."""

    role: MemberRole
    since: date | None = None
    number: int | None = None

    def text(self) -> str:
        """Return it in words, in the reader's language."""
        role = str(_ROLES[self.role])
        if self.since is None:
            return role
        text = _("%(role)s since %(day)s", role=role, day=day_short(self.since))
        return text if self.number is None else _("%(since)s, no. %(number)s", since=text, number=self.number)


@dataclass(frozen=True, slots=True)
class _Holder:
    """Somebody of a name in an organisation; `since` is the day in UTC."""

    person_id: int
    role: MemberRole
    since: date


def details_of_namesakes(session: Session, person_ids: Collection[int]) -> dict[int, str]:
    """Return in words by id what tells those of the people apart who have a namesake in an organisation of theirs."""
    found = details_among(session, profiles(session, person_ids).values())
    return {ident: detail.text() for ident, detail in found.items()}


def details_among(session: Session, people: Iterable[Profile]) -> dict[int, NamesakeDetail]:
    """Return by id what tells those of these people apart who have a namesake in an organisation of theirs.

    By role and day, as the list of people says them to every member; addresses are for whoever keeps the people. Most
    have no namesake and are left out; if nobody has, nothing is asked.
    """
    shared = _shared_places(people)
    if not shared:
        return {}
    groups = _groups(session)
    found: dict[int, NamesakeDetail] = {}
    for person_id, organisation_id, name in shared:
        found.setdefault(person_id, _detail(person_id, groups[organisation_id, name]))
    return found


def with_detail(name: str, person_id: int, details: Mapping[int, str]) -> str:
    """Return a name with what tells its bearer apart, where that is needed."""
    return f"{name} ({details[person_id]})" if person_id in details else name


def _shared_places(people: Iterable[Profile]) -> list[tuple[int, int, str]]:
    """Return person, organisation and folded name of those whose name stands there twice."""
    shared = (
        (one.person_id, place.organisation_id, one.folded_name)
        for one in people
        for place in one.places
        if place.shares_name
    )
    return sorted(shared, key=lambda found: found[1::-1])


@asked_once
def _groups(session: Session) -> dict[tuple[int, str], list[_Holder]]:
    """Return the namesakes in every organisation, by folded name and in the order in which they came."""
    groups: dict[tuple[int, str], list[_Holder]] = {}
    for place, person_id, name, role, started_at in session.execute(_holders()):
        groups.setdefault((place, name), []).append(_Holder(person_id, MemberRole(role), started_at.date()))
    return groups


# Asked by most pages of a coalition with namesakes: it takes longer to build than to answer.
@cache
def _holders() -> Select[int, int, str, MemberRole, datetime]:
    columns = (Membership.organisation_id, Person.id, func.lower(Person.name), Membership.role, Membership.started_at)
    query = select(*columns).join(Person, Person.id == Membership.person_id)
    query = query.where(is_namesake(), Membership.ended_at.is_(None))
    return query.order_by(Membership.started_at, Person.id)


def _detail(person_id: int, group: Sequence[_Holder]) -> NamesakeDetail:
    own = next(one for one in group if one.person_id == person_id)
    alike = [one for one in group if one.role == own.role]
    if len(alike) == 1:
        return NamesakeDetail(own.role)
    same_day = [one.person_id for one in alike if one.since == own.since]
    return NamesakeDetail(own.role, own.since, None if len(same_day) == 1 else same_day.index(person_id) + 1)
