"""Who can give the answers that organisations still owe."""

from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import coordinators, standing
from scheduler.agenda.domain.visibility import GuardFacts, Sight, Viewer, sight
from scheduler.agenda.models import Guard
from scheduler.agenda.services.viewers import viewer_of
from scheduler.agenda.visibility_sql import facts
from scheduler.content.domain.signoff import LackCode, Standing
from scheduler.content.models import Item
from scheduler.content.queries.items import current_version
from scheduler.content.services.signatory_editors import SigningDesk, signing_desks
from scheduler.content.services.signoff_status import last_editor, still_to_sign


def awaited(session: Session, item: Item, found: Standing, now: datetime) -> dict[int, tuple[int, ...]]:
    """Return by organisation that owes an answer who can give it, ascending: those who may also read the words.

    Who wrote the words last cannot check them for the owning organisation. If that leaves nobody there, the
    coordinators who may read them stand in.

    Args:
        session: the database session.
        item: the item.
        found: how the organisations stand.
        now: decides which leads are away, so that their deputies may answer.
    """
    owing = still_to_sign(found)
    guard = facts(session.get_one(Guard, item.guard_id))
    desks = signing_desks(session, owing, now)
    people = {ident: _who_read(desks[ident], guard, now) for ident in owing}
    own = item.organisation_id
    if own in people:
        stands_in = any(lack.code is LackCode.SECOND_PERSON_NEEDED for lack in found.lacks)
        others = _coordinators_who_read(session, guard, now) if stands_in else set()
        people[own] = (people[own] | others) - {last_editor(current_version(session, item))}
    return {ident: tuple(sorted(found_people)) for ident, found_people in people.items()}


def _who_read(desk: SigningDesk, guard: GuardFacts, now: datetime) -> set[int]:
    own = frozenset({desk.organisation.organisation_id})
    viewers = {person: Viewer(person, is_member=True, organisations=own, desks=own) for person in desk.signers}
    return {person for person, viewer in viewers.items() if sight(viewer, guard, now) is Sight.WORDS}


def _coordinators_who_read(session: Session, guard: GuardFacts, now: datetime) -> set[int]:
    people = ((person, viewer_of(standing(session, person))) for person in coordinators(session))
    return {person for person, viewer in people if sight(viewer, guard, now) is Sight.WORDS}
