"""Who may read an item's text now."""

from collections.abc import Collection, Iterable

from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.queries.people import Profile, all_names, everyone, profiles
from scheduler.agenda.domain.visibility import GuardRules, sees_text
from scheduler.agenda.models import Guard
from scheduler.agenda.services.viewers import viewer_of
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.content.domain.mentions import first_name
from scheduler.content.models import Item


def readers_of(session: Session, item: Item) -> dict[int, str]:
    """Return the names of the people who may read an item's text now, by id and in order of name."""
    return _readers_among(everyone(session).values(), guard_rules(session.get_one(Guard, item.guard_id)))


def readers_called(session: Session, guard: GuardRules, first_names: Collection[str]) -> dict[int, str]:
    """Return those of the people who may read what stands behind a guard that have one of these first names.

    First names are as `first_name` gives them. The others are not read at all: most comments address few of many.
    """
    wanted = {ident for ident, name in all_names(session).items() if first_name(name) in first_names}
    return _readers_among(profiles(session, wanted).values(), guard)


def _readers_among(people: Iterable[Profile], guard: GuardRules) -> dict[int, str]:
    readers = {one.person_id: one.name for one in people if _reads(one.roles, guard)}
    return dict(sorted(readers.items(), key=lambda one: (one[1].casefold(), one[0])))


def is_reader(session: Session, item: Item, who: ActorRoles) -> bool:
    """Say whether one person is among `readers_of` an item, without asking for all the others."""
    return _reads(who, guard_rules(session.get_one(Guard, item.guard_id)))


def _reads(who: ActorRoles, guard: GuardRules) -> bool:
    return who.is_member and sees_text(viewer_of(who), guard)
