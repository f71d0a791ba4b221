"""Reads consents that were withdrawn before new ones; whoever asks has read the item, or is a service."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from scheduler.content.picture_models import WithdrawnConsent


def earlier_picture_consents(session: Session, picture_id: int) -> Sequence[WithdrawnConsent]:
    """Return the withdrawn consents for a picture that new ones followed, the latest first."""
    return _rows(session, WithdrawnConsent.picture_id == picture_id)


def earlier_quote_consents(session: Session, item_id: int, quote_key: str) -> Sequence[WithdrawnConsent]:
    """Return the same for a quote of an item."""
    return _rows(session, WithdrawnConsent.item_id == item_id, WithdrawnConsent.quote_key == quote_key)


def _rows(session: Session, *conditions: ColumnElement[bool]) -> Sequence[WithdrawnConsent]:
    query = select(WithdrawnConsent).where(*conditions)
    return session.scalars(query.order_by(WithdrawnConsent.withdrawn_at.desc(), WithdrawnConsent.id.desc())).all()
