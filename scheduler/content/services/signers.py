"""Who can give the answer that an organisation still owes."""

from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.services.standing import coordinators, signers_of, standing
from scheduler.agenda.clauses import facts
from scheduler.agenda.domain.sight import Sight, Viewer, sight
from scheduler.agenda.models import Guard
from scheduler.agenda.services.viewers import viewer_of
from scheduler.content.domain.signoff import LackCode, Standing
from scheduler.content.models import Item
from scheduler.content.reading import current_version
from scheduler.content.services.standing import last_editor


def awaited(session: Session, item: Item, organisation_id: int, found: Standing, now: datetime) -> tuple[int, ...]:
    """Return who can give the answer that an organisation owes, ascending: those who may also read the words.

    Who wrote the words last cannot check them for the owning organisation. If that leaves nobody there, the
    coordinators who may read them stand in.

    Args:
        session: the database session.
        item: the item.
        organisation_id: the owning organisation or a signatory.
        found: how the organisations stand.
        now: decides which leads are away, so that their deputies may answer.
    """
    lacks = {lack.organisation_id: lack.code for lack in found.lacks}
    people = readers_among_signers(session, item, organisation_id, now)
    if organisation_id != item.organisation_id:
        return people
    author = last_editor(current_version(session, item))
    if lacks.get(organisation_id) is LackCode.SECOND_PERSON_NEEDED:
        people = (*people, *_coordinators_who_read(session, item, now))
    return tuple(sorted(set(people) - {author}))


def readers_among_signers(session: Session, item: Item, organisation_id: int, now: datetime) -> tuple[int, ...]:
    """Return who may sign for an organisation and read the words, ascending."""
    guard = facts(session.get_one(Guard, item.guard_id))
    own = frozenset({organisation_id})
    signers = signers_of(session, organisation_id, now)
    viewers = {person: Viewer(person, is_member=True, organisations=own, desks=own) for person in signers}
    return tuple(person for person, viewer in viewers.items() if sight(viewer, guard, now) is Sight.WORDS)


def _coordinators_who_read(session: Session, item: Item, now: datetime) -> list[int]:
    guard = facts(session.get_one(Guard, item.guard_id))
    people = ((person, viewer_of(standing(session, person))) for person in coordinators(session))
    return [person for person, viewer in people if sight(viewer, guard, now) is Sight.WORDS]
