"""Forgets for good what was deleted long ago."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from scheduler.campaigns.models import CampaignUndo, Task
from scheduler.rows import RESTORABLE_FOR, UNDOABLE_FOR


def forget_deleted(session: Session, now: datetime) -> None:
    """Delete tasks that can no longer be brought back, and what can no longer be taken back.

    Campaigns stay, out of everybody's lists: content points to them.
    """
    session.execute(delete(Task).where(Task.deleted_at <= now - RESTORABLE_FOR))
    session.execute(delete(CampaignUndo).where(CampaignUndo.created_at <= now - UNDOABLE_FOR))
