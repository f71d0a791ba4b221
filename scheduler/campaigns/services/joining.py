"""Asks for an organisation to take part in a campaign, and answers; until the yes nothing is open to it."""

from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import leads_of
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.audit.acts import AuditAct
from scheduler.campaigns.domain.joining import JoinAnswer
from scheduler.campaigns.models import Campaign, JoinRequest
from scheduler.campaigns.queries.join_requests import open_requests, requests_of
from scheduler.campaigns.queries.unguarded import campaign_row
from scheduler.campaigns.services.audit import note
from scheduler.campaigns.services.errors import NotAskedError
from scheduler.campaigns.services.locking import lock_any_campaign
from scheduler.campaigns.services.notifications import announce
from scheduler.campaigns.services.organisations import add_organisation
from scheduler.rows import lock_row


def ask_to_join(
    session: Session, campaign: Campaign, organisation_id: int, asked_by: int, context: ChangeContext
) -> None:
    """Ask the manager of a campaign, and the leads of the organisation that leads it. Asking twice is asking once.

    Raises:
        NotAskedError: the campaign was cancelled or deleted meanwhile.
    """
    _lock(session, campaign)
    asked = {request.organisation_id for request in open_requests(session, campaign.id)}
    if organisation_id in asked | campaign.organisation_ids:
        return
    row = JoinRequest(campaign_id=campaign.id, organisation_id=organisation_id, asked_by=asked_by, asked_at=context.now)
    session.add(row)
    session.flush()
    note(session, campaign, AuditAct.CAMPAIGN_JOIN_ASKED, context, organisation_id=organisation_id)
    deciding = {campaign.owner_id, *leads_of(session, campaign.organisation_id)}
    details = {"organisation_id": organisation_id}
    announce(session, campaign, NotificationKind.JOIN_ASKED, deciding, context, details=details)


def accept_request(session: Session, campaign: Campaign, request: JoinRequest, context: ChangeContext) -> None:
    """Let an organisation take part that has asked to; whoever asked and its leads are notified. Twice is once.

    Raises:
        NotAskedError: it was declined or taken back meanwhile, or the campaign was cancelled or deleted.
    """
    _lock(session, campaign)
    if not _is_open(session, request, JoinAnswer.ACCEPTED):
        return
    _close(request, JoinAnswer.ACCEPTED, context)
    add_organisation(session, campaign, request.organisation_id, context, kind=NotificationKind.JOIN_ACCEPTED)
    _notify_asker(session, campaign, request, NotificationKind.JOIN_ACCEPTED, context)


def decline_request(session: Session, campaign: Campaign, request: JoinRequest, context: ChangeContext) -> None:
    """Decline a request; whoever asked and its leads are notified. Twice is once.

    Raises:
        NotAskedError: it was accepted or taken back meanwhile, or the campaign was cancelled or deleted.
    """
    _lock(session, campaign)
    if not _is_open(session, request, JoinAnswer.DECLINED):
        return
    _close(request, JoinAnswer.DECLINED, context)
    note(session, campaign, AuditAct.CAMPAIGN_JOIN_DECLINED, context, organisation_id=request.organisation_id)
    people = {request.asked_by, *leads_of(session, request.organisation_id)}
    details = {"organisation_id": request.organisation_id}
    announce(session, campaign, NotificationKind.JOIN_DECLINED, people, context, details=details)


def withdraw_request(session: Session, campaign: Campaign, request: JoinRequest, context: ChangeContext) -> None:
    """Take a request back. Twice is once.

    Raises:
        NotAskedError: it was answered meanwhile, or the campaign was cancelled or deleted.
    """
    _lock(session, campaign)
    if not _is_open(session, request, JoinAnswer.WITHDRAWN):
        return
    _close(request, JoinAnswer.WITHDRAWN, context)
    note(session, campaign, AuditAct.CAMPAIGN_JOIN_WITHDRAWN, context, organisation_id=request.organisation_id)


def withdraw_all(session: Session, organisation_id: int, actor_id: int | None, now: datetime) -> None:
    """Take back what an organisation that has closed still asks for."""
    context = ChangeContext((), actor_id, now)
    for request in requests_of(session, organisation_id):
        campaign = campaign_row(session, request.campaign_id)
        if campaign is not None:
            _close(request, JoinAnswer.WITHDRAWN, context)
            note(session, campaign, AuditAct.CAMPAIGN_JOIN_WITHDRAWN, context, organisation_id=organisation_id)


def _lock(session: Session, campaign: Campaign) -> None:
    lock_any_campaign(session, campaign)
    session.expire(campaign, ["participations"])
    if campaign.cancelled_at is not None or campaign.deleted_at is not None:
        raise NotAskedError


def _is_open(session: Session, request: JoinRequest, wanted: JoinAnswer) -> bool:
    """Say whether a request waits for an answer; one that has the answer wanted already does not."""
    lock_row(session, JoinRequest, request.id)
    if request.answered_at is None:
        return True
    if request.answer != wanted:
        raise NotAskedError
    return False


def _close(request: JoinRequest, answer: JoinAnswer, context: ChangeContext) -> None:
    request.answer, request.answered_by, request.answered_at = answer, context.actor_id, context.now


def _notify_asker(
    session: Session, campaign: Campaign, request: JoinRequest, kind: NotificationKind, context: ChangeContext
) -> None:
    """Notify whoever asked who is not lead any more; the leads are notified with the organisation."""
    people = {request.asked_by} - set(leads_of(session, request.organisation_id))
    announce(session, campaign, kind, people, context, details={"organisation_id": request.organisation_id})
