"""Who is in the circle of an embargo."""

from sqlalchemy.orm import Session

from scheduler.accounts.services.standing import desk_of
from scheduler.agenda.domain.sight import GuardFacts


def circle_of(session: Session, guard: GuardFacts) -> frozenset[int]:
    """Return the people in a circle: those named, and the leads and editors of the organisations named."""
    desks = (person for organisation_id in guard.circle_organisations for person in desk_of(session, organisation_id))
    return guard.circle_people | frozenset(desks)
