"""Puts what happens to a campaign and its tasks on record, by id."""

from sqlalchemy.orm import Session

from scheduler.agenda.services.entries import Telling
from scheduler.audit.services import record
from scheduler.campaigns.models import Campaign


def note(session: Session, campaign: Campaign, act: str, telling: Telling, **facts: str | int | bool | None) -> None:
    """Append an act of `history.ACTS` to the audit trail; `facts` are ids, numbers and days, never words."""
    subject = ("campaign", campaign.id)
    record(session, act, subject, actor_id=telling.actor_id, now=telling.now, facts=dict(facts))
