"""Makes small pictures, one file at a time, and sweeps files that nobody needs any more."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from scheduler.content.picture_models import StoredPicture
from scheduler.content.queries.pictures import is_needed
from scheduler.content.services.pictures import turn_of
from scheduler.db import take_turns
from scheduler.pictures.store import PictureStore
from scheduler.rows import RowGoneError, lock_row

MOST_TRIES = 5
RETRY_AFTER = timedelta(minutes=5)
SWEPT_AFTER = timedelta(days=1)
"""How long a file without a row is left alone: whoever writes it may still be about to add the row."""


def keep_thumbnail(
    session: Session, store: PictureStore, sha256: str, thumbnail_sha256: str | None, now: datetime
) -> None:
    """Note the small picture of a file; None if it could not be made, so that it is tried later, and then no more."""
    if thumbnail_sha256 is not None:
        # Whoever sweeps a file without a row takes its turn by this name, too.
        take_turns(session, turn_of(thumbnail_sha256))
    try:
        row = lock_row(session, StoredPicture, (sha256,))
    except RowGoneError:
        return
    row.thumbnail_tries += 1
    if thumbnail_sha256 is not None and store.holds(thumbnail_sha256):
        row.thumbnail_sha256, row.thumbnail_due_at = thumbnail_sha256, None
    else:
        row.thumbnail_due_at = now + RETRY_AFTER * 2**row.thumbnail_tries if row.thumbnail_tries < MOST_TRIES else None


def sweep_file(session: Session, store: PictureStore, name: str) -> bool:
    """Remove a file if no row needs it; say whether it was removed.

    Whoever adds a row for it takes a turn by the same name and writes a file that is gone again, so that none is lost.
    """
    take_turns(session, turn_of(name))
    if is_needed(session, name):
        return False
    store.remove(name)
    return True
