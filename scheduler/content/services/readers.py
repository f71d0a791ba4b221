"""Who may read an item's words now."""

from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.queries.people import everyone
from scheduler.agenda.domain.visibility import GuardRules, sees_text
from scheduler.agenda.models import Guard
from scheduler.agenda.services.viewers import viewer_of
from scheduler.agenda.visibility_sql import facts
from scheduler.content.models import Item


def readers_of(session: Session, item: Item) -> dict[int, str]:
    """Return the names of the people who may read an item's words now, by id and in order of name."""
    return readers_by(session, facts(session.get_one(Guard, item.guard_id)))


def readers_by(session: Session, guard: GuardRules) -> dict[int, str]:
    """Return what `readers_of` does, by what an item's guard says."""
    readers = {one.person_id: one.name for one in everyone(session).values() if _reads(one.roles, guard)}
    return dict(sorted(readers.items(), key=lambda one: (one[1].casefold(), one[0])))


def is_reader(session: Session, item: Item, who: ActorRoles) -> bool:
    """Say whether one person is among `readers_of` an item, without asking for all the others."""
    return _reads(who, facts(session.get_one(Guard, item.guard_id)))


def _reads(who: ActorRoles, guard: GuardRules) -> bool:
    return who.is_member and sees_text(viewer_of(who), guard)
