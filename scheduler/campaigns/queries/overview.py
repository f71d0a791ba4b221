"""That campaigns are shared among organisations, for a coordinator who may not read them: whose, when, how far."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Organisation
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Guard
from scheduler.agenda.visibility_sql import overseen_clause
from scheduler.campaigns.models import Campaign


@dataclass(frozen=True, slots=True)
class SharedCampaign:
    """A campaign without its title and address; days inclusive, None while it has none."""

    organisation_id: int
    organisation: str
    first_day: date | None
    last_day: date | None
    is_cancelled: bool
    is_without_day: bool


def shared_campaigns(session: Session, viewer: Viewer, today: date, *, limit: int) -> Sequence[SharedCampaign]:
    """Return the campaigns that are not over and of which the viewer may know no more than this, nearest first."""
    query = select(
        Organisation.id, Organisation.name, Campaign.first_day, Campaign.last_day, Campaign.cancelled_at,
        Campaign.day_lost_at,
    )  # fmt: skip
    query = query.join(Guard, Guard.id == Campaign.guard_id).join(
        Organisation, Organisation.id == Campaign.organisation_id
    )
    goes_on = or_(Campaign.last_day.is_(None), Campaign.last_day >= today)
    query = query.where(Campaign.deleted_at.is_(None), goes_on, overseen_clause(viewer, Campaign.organisation_id))
    query = query.order_by(Campaign.first_day.asc().nulls_last(), Organisation.name, Campaign.id).limit(limit)
    return [
        SharedCampaign(ident, name, first, last, cancelled is not None, lost is not None)
        for ident, name, first, last, cancelled, lost in session.execute(query)
    ]
