"""Brings organisations into a campaign and takes them out."""

from typing import Protocol, runtime_checkable

from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import leads_of
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.audit.acts import AuditAct
from scheduler.campaigns.domain.joining import JoinAnswer
from scheduler.campaigns.models import Campaign, CampaignOrganisation
from scheduler.campaigns.queries.join_requests import open_requests
from scheduler.campaigns.services.audience import follow_organisations
from scheduler.campaigns.services.audit import note
from scheduler.campaigns.services.calendar_entries import publish_campaign
from scheduler.campaigns.services.errors import LeadStaysError
from scheduler.campaigns.services.locking import lock_campaign
from scheduler.campaigns.services.notifications import announce
from scheduler.campaigns.services.task_handover import reassign_to_lead, unassign_tasks
from scheduler.rows import write_alone


@runtime_checkable
class ParticipantListener(Protocol):
    """A listener with rows that are shared with the organisations taking part."""

    def organisation_left(
        self, session: Session, campaign_id: int, organisation_id: int, context: ChangeContext
    ) -> None:
        """Close to an organisation what was open to it only because it took part; same transaction."""


def add_organisation(
    session: Session,
    campaign: Campaign,
    organisation_id: int,
    context: ChangeContext,
    *,
    kind: NotificationKind = NotificationKind.ASSIGNED,
) -> None:
    """Let an organisation take part, whether or not it has asked; its leads are notified as `kind`. Twice is once."""
    lock_campaign(session, campaign)
    if organisation_id in campaign.organisation_ids:
        return
    for request in open_requests(session, campaign.id):
        if request.organisation_id == organisation_id:
            request.answer, request.answered_by = JoinAnswer.ACCEPTED, context.actor_id
            request.answered_at = context.now
    campaign.participations.append(CampaignOrganisation(organisation_id=organisation_id, joined_at=context.now))
    campaign.revision += 1
    follow_organisations(session, campaign, context)
    note(session, campaign, AuditAct.CAMPAIGN_JOINED, context, organisation_id=organisation_id)
    publish_campaign(session, campaign, context)
    details = {"organisation_id": organisation_id}
    announce(session, campaign, kind, leads_of(session, organisation_id), context, details=details)


def remove_organisation(session: Session, campaign: Campaign, organisation_id: int, context: ChangeContext) -> None:
    """Take an organisation out; its open tasks need somebody, and the owner is notified. Twice is once.

    Raises:
        LeadStaysError: it leads the campaign.
    """
    write_alone(session)
    lock_campaign(session, campaign)
    if organisation_id not in campaign.organisation_ids:
        return
    if organisation_id == campaign.organisation_id:
        raise LeadStaysError
    campaign.participations = [
        participation for participation in campaign.participations if participation.organisation_id != organisation_id
    ]
    campaign.revision += 1
    note(session, campaign, AuditAct.CAMPAIGN_LEFT, context, organisation_id=organisation_id)
    follow_organisations(session, campaign, context)
    reassign_to_lead(session, campaign, organisation_id)
    freed = unassign_tasks(session, campaign)
    publish_campaign(session, campaign, context)
    for listener in context.listeners:
        if isinstance(listener, ParticipantListener):
            listener.organisation_left(session, campaign.id, organisation_id, context)
    if freed:
        details = {"count": len(freed)}
        announce(session, campaign, NotificationKind.NEEDS_SOMEBODY, {campaign.owner_id}, context, details=details)
