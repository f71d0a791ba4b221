"""Puts what happens to a campaign and its tasks on record, by id."""

from datetime import timedelta

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import history, record
from scheduler.audit.subjects import SubjectKind
from scheduler.campaigns.models import Campaign

OPENED_AGAIN_AFTER = timedelta(hours=1)


def note(
    session: Session, campaign: Campaign, act: AuditAct, context: ChangeContext, **details: str | int | bool | None
) -> None:
    """Append an act to the audit trail; `details` are ids, numbers and days, never text."""
    subject = (SubjectKind.CAMPAIGN, campaign.id)
    record(session, act, subject, actor_id=context.actor_id, now=context.now, details=dict(details))


def audit_opened(session: Session, campaign_id: int, context: ChangeContext) -> None:
    """Put on record that somebody opened a campaign under embargo; once an hour for each person is enough."""
    subject = (SubjectKind.CAMPAIGN, campaign_id)
    recent = (
        row.act == AuditAct.CAMPAIGN_OPENED
        and row.actor_id == context.actor_id
        and row.at > context.now - OPENED_AGAIN_AFTER
        for row in history(session, subject)
    )
    if not any(recent):
        record(session, AuditAct.CAMPAIGN_OPENED, subject, actor_id=context.actor_id, now=context.now)
