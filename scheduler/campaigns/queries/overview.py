"""Which campaigns organisations share, for coordinators: whose, when, how far, and titles where they may read them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Organisation
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Guard
from scheduler.agenda.visibility_sql import concealed_clause, overseen_clause, readable_clause
from scheduler.campaigns.models import Campaign, CampaignOrganisation


@dataclass(frozen=True, slots=True)
class SharedCampaign:
    """A campaign; days inclusive, None while it has none. Title and address are None where they may not be read.

    `id` is for joining rows, never for a page.
    """

    id: int
    organisation_id: int
    organisation: str
    first_day: date | None
    last_day: date | None
    is_cancelled: bool
    is_without_day: bool
    public_id: str | None
    title: str | None


def shared_campaigns(
    session: Session, viewer: Viewer, today: date, *, limit: int, with_readable: bool = False
) -> Sequence[SharedCampaign]:
    """Return campaigns that are not over and of which a coordinator may know no more than this, nearest first.

    Args:
        session: the database session.
        viewer: who looks; only coordinators get any.
        today: their day.
        limit: how many at most.
        with_readable: also those that they may read and in which several organisations participate, not under embargo.
    """
    if not viewer.is_coordinator:
        return []
    readable = readable_clause(viewer)
    query = select(
        Campaign.id, Organisation.id, Organisation.name, Campaign.first_day, Campaign.last_day,
        Campaign.cancelled_at.is_not(None), Campaign.day_lost_at.is_not(None),
        case((readable, Campaign.public_id)), case((readable, Campaign.title)),
    )  # fmt: skip
    query = query.join(Guard, Guard.id == Campaign.guard_id).join(
        Organisation, Organisation.id == Campaign.organisation_id
    )
    goes_on = or_(Campaign.last_day.is_(None), Campaign.last_day >= today)
    known: ColumnElement[bool] = overseen_clause(viewer, Campaign.organisation_id)
    if with_readable:
        known = or_(known, and_(readable, ~concealed_clause(), _has_several()))
    query = query.where(Campaign.deleted_at.is_(None), goes_on, known)
    query = query.order_by(Campaign.first_day.asc().nulls_last(), Organisation.name, Campaign.id).limit(limit)
    return [SharedCampaign(*row) for row in session.execute(query)]


def _has_several() -> ColumnElement[bool]:
    row = CampaignOrganisation
    return exists().where(row.campaign_id == Campaign.id, row.organisation_id != Campaign.organisation_id)
