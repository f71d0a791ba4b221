"""Keeps who takes a copy of a picture away, so that they can be told when it may not be used any more."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from scheduler.content.models import Item
from scheduler.content.picture_models import PictureCopy, StoredPicture
from scheduler.content.queries.pictures import PictureRow, copy_of
from scheduler.content.services.picture_status import row_fault, today_of
from scheduler.db import once
from scheduler.rows import lock_row


def record_holder(session: Session, item: Item, row: PictureRow, person_id: int, now: datetime) -> bool:
    """Count that a person takes a picture away, and say whether they may; the caller commits, before it leaves.

    A withdrawal that comes at the same moment either finds this copy, or is found here.

    Args:
        session: one that may write, also while the page is only read.
        item: whose picture it is.
        row: the picture.
        person_id: who takes it.
        now: when, aware UTC.
    """
    stored = lock_row(session, StoredPicture, (row.picture.sha256,), shared=True)
    if row_fault(PictureRow(row.picture, stored), today_of(session, item, now)) is not None:
        return False
    known = (row.picture.id, person_id)
    once(session, lambda: copy_of(session, *known), lambda: _first(session, known, now))
    again = update(PictureCopy).where(PictureCopy.picture_id == known[0], PictureCopy.person_id == person_id)
    session.execute(again.values(last_at=now, times=PictureCopy.times + 1))
    return True


def _first(session: Session, known: tuple[int, int], now: datetime) -> PictureCopy:
    row = PictureCopy(picture_id=known[0], person_id=known[1], first_at=now, last_at=now, times=0)
    session.add(row)
    session.flush()
    return row
