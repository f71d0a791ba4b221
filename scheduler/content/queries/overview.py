"""Which items organisations share, for coordinators: whose, when, how far, and titles where they may read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Organisation
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Guard, GuardOrganisation, GuardRole
from scheduler.agenda.visibility_sql import concealed_clause, overseen_clause, readable_clause
from scheduler.content.domain.sharing import ShareScope
from scheduler.content.domain.workflow import UNPUBLISHED
from scheduler.content.models import Item, ItemSignatory, ItemVersion


@dataclass(frozen=True, slots=True)
class SharedItem:
    """An item; days inclusive, moments aware UTC. Title and address are None where the title may not be read.

    `campaign_id` and `id` are for joining rows, never for a page. `zone` is that of the organisation.
    """

    id: int
    campaign_id: int | None
    organisation_id: int
    organisation: str
    zone: str
    publish_on: date | None
    publish_at: datetime | None
    signoff_due_on: date | None
    state: str
    has_owner: bool
    public_id: str | None
    title: str | None


def shared_items(
    session: Session, viewer: Viewer, today: date, *, limit: int, with_readable: bool = False
) -> Sequence[SharedItem]:
    """Return the items still to come out, or with a day to come, of which a coordinator may know no more than this.

    First those whose day is to come, the nearest first, then those without a day, then those whose day is over, the
    latest first.

    Args:
        session: the database session.
        viewer: who looks; only coordinators get any.
        today: their day.
        limit: how many at most.
        with_readable: also those that organisations share and that they may read, not under embargo.
    """
    if not viewer.is_coordinator:
        return []
    readable = readable_clause(viewer)
    title = select(ItemVersion.title).where(
        ItemVersion.item_id == Item.id, ItemVersion.number == Item.version_number, readable
    )
    query = select(
        Item.id, Item.campaign_id, Organisation.id, Organisation.name, Organisation.zone, Item.publish_on,
        Item.publish_at, Item.signoff_due_on, Item.state, Item.owner_id.is_not(None),
        case((readable, Item.public_id)), title.correlate(Item, Guard).scalar_subquery(),
    )  # fmt: skip
    query = query.join(Guard, Guard.id == Item.guard_id).join(Organisation, Organisation.id == Item.organisation_id)
    is_coming = or_(Item.state.in_(UNPUBLISHED), Item.publish_on >= today)
    known = and_(overseen_clause(viewer, Item.organisation_id), is_shared_by_choice())
    if with_readable:
        is_shared = or_(Item.shared_with == ShareScope.COALITION, is_shared_by_choice())
        known = or_(known, and_(readable, ~concealed_clause(), is_shared))
    query = query.where(Item.deleted_at.is_(None), is_coming, known)
    group = case((Item.publish_on >= today, 0), (Item.publish_on.is_(None), 1), else_=2)
    to_come = case((Item.publish_on >= today, Item.publish_on))
    query = query.order_by(group, to_come, Item.publish_on.desc(), Organisation.name, Item.id).limit(limit)
    return [SharedItem(*tuple(row)) for row in session.execute(query)]


def is_shared_by_choice() -> ColumnElement[bool]:
    """Return SQL that is true for items that those taking part share, over an Item and its joined Guard.

    What is kept to the own organisation names its signatories as well, as nobody signs what they cannot read, and does
    not exist for others all the same. Where no choice is on record it is told from the guard, as `sharing_of` does.
    """
    row = GuardOrganisation
    signing = select(ItemSignatory.organisation_id).where(ItemSignatory.item_id == Item.id).correlate(Item)
    embargo_group = (
        select(row.organisation_id)
        .where(row.guard_id == Guard.id, row.role == GuardRole.EMBARGO_GROUP)
        .correlate(Guard)
    )
    named = and_(row.guard_id == Guard.id, row.role == GuardRole.AUDIENCE, row.organisation_id != Item.organisation_id)
    others = exists().where(named, row.organisation_id.not_in(signing), row.organisation_id.not_in(embargo_group))
    by_guard = and_(Item.shared_with.is_(None), others.correlate(Guard, Item))
    return or_(Item.shared_with == ShareScope.PARTICIPANTS, by_guard)
