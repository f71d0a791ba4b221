"""Who may read an item's words now."""

from sqlalchemy.orm import Session

from scheduler.accounts.queries.people import everyone
from scheduler.agenda.domain.visibility import GuardRules, Viewer, sees_text
from scheduler.agenda.models import Guard
from scheduler.agenda.visibility_sql import facts
from scheduler.campaigns.services.candidates import everybody
from scheduler.content.models import Item


def readers_of(session: Session, item: Item) -> dict[int, str]:
    """Return the names of the people who may read an item's words now, by id and in order of name."""
    return readers_by(session, facts(session.get_one(Guard, item.guard_id)))


def readers_by(session: Session, guard: GuardRules) -> dict[int, str]:
    """Return what `readers_of` does, by what an item's guard says."""
    readers = {person.person_id: person.name for person in everybody(session) if sees_text(person.viewer, guard)}
    others = (one for one in everyone(session).values() if one.roles.is_coordinator and one.person_id not in readers)
    readers |= {one.person_id: one.name for one in others if _coordinator_reads(one.person_id, guard)}
    return dict(sorted(readers.items(), key=lambda one: (one[1].casefold(), one[0])))


def _coordinator_reads(person_id: int, guard: GuardRules) -> bool:
    """Say whether a coordinator may read who acts for no organisation, or for none that may."""
    return sees_text(Viewer(person_id, is_member=True, is_coordinator=True), guard)
