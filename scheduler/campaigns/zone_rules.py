"""Keeps the embargoes of campaigns at their wall time when the rules of their zone change."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import coordinators
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.guards import derive_embargo_again, embargo_is_outdated
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.campaigns.queries.unguarded import campaign_row, campaigns_under_embargo
from scheduler.campaigns.services.calendar_entries import publish_campaign
from scheduler.campaigns.services.embargo import embargo_group_of_campaign
from scheduler.campaigns.services.locking import lock_any_campaign
from scheduler.campaigns.services.notifications import announce


class CampaignZones:
    """Derives the embargoes of campaigns again; their days and tasks are days, which no rule moves."""

    name = "campaign"

    def outdated(self, session: Session, now: datetime) -> Sequence[int]:
        """Return the campaigns whose embargo the present rules would lift at another moment."""
        rows = campaigns_under_embargo(session)
        return [row.id for row in rows if embargo_is_outdated(row.guard, now)]

    def follow(self, session: Session, row_id: int, version: str, context: ChangeContext) -> None:  # noqa: ARG002 - its own key
        """Derive one embargo again, and notify the embargo group and the coordinators."""
        campaign = campaign_row(session, row_id)
        if campaign is None:
            return
        lock_any_campaign(session, campaign)
        details = derive_embargo_again(session, campaign.guard, context.now)
        if details is None:
            return
        publish_campaign(session, campaign, context)
        if campaign.deleted_at is None:
            people = embargo_group_of_campaign(session, campaign) | set(coordinators(session))
            announce(session, campaign, NotificationKind.CLOCKS_CHANGED, people, context, details=details)
