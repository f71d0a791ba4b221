"""Keeps who takes a copy of a picture away, so that they can be told when it may not be used any more."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from scheduler.content.models import Item
from scheduler.content.picture_models import PictureCopy, StoredPicture
from scheduler.content.queries.pictures import PictureRow
from scheduler.content.services.picture_status import row_fault, today_of
from scheduler.db import insert_into
from scheduler.rows import lock_rows


def record_holders(
    session: Session, item: Item, rows: Collection[PictureRow], person_id: int, now: datetime
) -> frozenset[int]:
    """Count that a person takes pictures away, and return the ids of those that they may; the caller commits before.

    A withdrawal that comes at the same moment either finds this copy, or is found here.

    Args:
        session: one that may write, also while the page is only read.
        item: whose pictures they are.
        rows: the pictures.
        person_id: who takes them.
        now: when, aware UTC.
    """
    files = {row.picture.sha256 for row in rows}
    stored = {file.sha256: file for file in lock_rows(session, StoredPicture, files, shared=True)}
    today = today_of(session, item, now)
    anew = (PictureRow(row.picture, stored[row.picture.sha256]) for row in rows if row.picture.sha256 in stored)
    taken = [row.picture.id for row in anew if row_fault(row, today) is None]
    if not taken:
        return frozenset()
    first = [{"picture_id": one, "person_id": person_id, "first_at": now, "last_at": now, "times": 0} for one in taken]
    session.execute(insert_into(session, PictureCopy).on_conflict_do_nothing(), first)
    again = update(PictureCopy).where(PictureCopy.picture_id.in_(taken), PictureCopy.person_id == person_id)
    session.execute(again.values(last_at=now, times=PictureCopy.times + 1))
    return frozenset(taken)
