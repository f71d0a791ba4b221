"""Keeps who opened an item's text while it is under embargo."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from scheduler.content.models import ItemOpening
from scheduler.content.queries.feedback import opening_of
from scheduler.db import once


def record_opening(session: Session, item_id: int, person_id: int, now: datetime) -> None:
    """Count that a person opened the text; the caller commits, before the text leaves.

    Args:
        session: one that may write, also while the page is only read.
        item_id: the item.
        person_id: who opened it.
        now: when, aware UTC.
    """
    known = (item_id, person_id)
    once(session, lambda: opening_of(session, *known), lambda: _first(session, known, now))
    again = update(ItemOpening).where(ItemOpening.item_id == item_id, ItemOpening.person_id == person_id)
    session.execute(again.values(last_at=now, times=ItemOpening.times + 1))


def _first(session: Session, known: tuple[int, int], now: datetime) -> ItemOpening:
    row = ItemOpening(item_id=known[0], person_id=known[1], first_at=now, last_at=now, times=0)
    session.add(row)
    session.flush()
    return row
