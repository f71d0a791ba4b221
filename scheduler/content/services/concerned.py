"""Whom an item concerns: whom its news goes to, and who in the circle of its embargo has heard of it."""

from sqlalchemy.orm import Session

from scheduler.accounts.services.standing import leads_of
from scheduler.agenda.clauses import facts
from scheduler.agenda.models import Guard
from scheduler.agenda.services.embargo import circle_of
from scheduler.content.domain.workflow import State
from scheduler.content.models import Item
from scheduler.content.reading import sign_offs_of
from scheduler.content.voices import open_reviews

_UNHEARD_OF = frozenset({State.IDEA, State.DRAFT})


def keepers_of(session: Session, item: Item) -> tuple[int, ...]:
    """Return whom an item's news goes to: its owner, or the leads of its organisation while it has none."""
    return (item.owner_id,) if item.owner_id is not None else leads_of(session, item.organisation_id)


def circle_of_item(session: Session, item: Item) -> frozenset[int]:
    """Return everybody in the circle of an item, and whom its news goes to."""
    return circle_of(session, facts(session.get_one(Guard, item.guard_id))) | set(keepers_of(session, item))


def informed_of_item(session: Session, item: Item) -> frozenset[int]:
    """Return whoever in the circle has heard of an item: all, once it is out of its draft.

    Before that they are those whom its news goes to, reviewers, and the signers of organisations that have answered.
    """
    circle = circle_of_item(session, item)
    if item.state not in _UNHEARD_OF:
        return circle
    answered = {row.organisation_id for row in sign_offs_of(session, item)}
    signers = {person for organisation_id in answered for person in leads_of(session, organisation_id)}
    signers |= {row.person_id for row in sign_offs_of(session, item)}
    reviewers = {row.reviewer_id for row in open_reviews(session, item)}
    return circle & (signers | reviewers | set(keepers_of(session, item)))
