"""Which organisations owe a response to sign-off requests that are past due, for coordinators, without a title."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Organisation
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Guard
from scheduler.agenda.visibility_sql import concealed_clause, overseen_clause, readable_clause
from scheduler.campaigns.domain.todo import Urgency, due
from scheduler.content.domain.sharing import ShareScope
from scheduler.content.domain.workflow import State
from scheduler.content.models import Item, ItemSignatory, SignOff
from scheduler.content.queries.overview import is_shared_by_choice


@dataclass(frozen=True, slots=True)
class SilentOrganisation:
    """An organisation that has never responded to some requests past due; `since` is the earliest of their due days."""

    organisation_id: int
    organisation: str
    count: int
    since: date


def silent_organisations(session: Session, viewer: Viewer, now: datetime) -> Sequence[SilentOrganisation]:
    """Return who owes responses, the most first; a due day has passed when it has ended where the organisation is.

    Of items that organisations share, in review: what is under embargo or on hold, or kept to the own organisation or
    to people, is not counted, whoever looks.
    """
    if not viewer.is_coordinator:
        return []
    answered = exists().where(SignOff.item_id == Item.id, SignOff.organisation_id == Organisation.id)
    query = select(Organisation.id, Organisation.name, Organisation.zone, Item.signoff_due_on)
    query = query.select_from(ItemSignatory).join(Item, Item.id == ItemSignatory.item_id)
    query = query.join(Guard, Guard.id == Item.guard_id)
    query = query.join(Organisation, Organisation.id == ItemSignatory.organisation_id)
    # No place is more than a day ahead of UTC.
    ends = now.date() + timedelta(days=1)
    query = query.where(
        Item.deleted_at.is_(None), Item.state == State.IN_REVIEW, Item.signoff_due_on < ends, ~concealed_clause(),
        Organisation.closed_at.is_(None), ~answered.correlate(Item, Organisation), _is_shared(viewer),
    )  # fmt: skip
    found: dict[int, SilentOrganisation] = {}
    for ident, name, zone, due_on in session.execute(query):
        if due_on is not None and due(due_on, zone, now).urgency is Urgency.OVERDUE:
            before = found.get(ident)
            count, since = (before.count, before.since) if before else (0, due_on)
            found[ident] = SilentOrganisation(ident, name, count + 1, min(since, due_on))
    return sorted(found.values(), key=lambda row: (-row.count, row.since, row.organisation.casefold()))


def _is_shared(viewer: Viewer) -> ColumnElement[bool]:
    """Return SQL over an Item and its joined Guard: organisations share it, and the viewer may know of it."""
    with_all = and_(Item.shared_with == ShareScope.COALITION, readable_clause(viewer))
    known = or_(readable_clause(viewer), overseen_clause(viewer, Item.organisation_id))
    return or_(with_all, and_(is_shared_by_choice(), known))
