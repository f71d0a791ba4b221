"""For what writes mail alone: messages whoever may see them."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.mailings.models import Mailing


def mailings_by_id(session: Session, mailing_ids: Collection[int]) -> dict[int, Mailing]:
    """Return messages by id."""
    return {row.id: row for row in session.scalars(select(Mailing).where(Mailing.id.in_(mailing_ids)))}
