"""Runs the required checks of items before these are locked, so that no one waits for them."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.content.queries.items import items_at
from scheduler.content.queries.reading_ahead import read_ahead
from scheduler.content.services.check_overrides import failed_checks


def check_ahead(session: Session, viewer: Viewer, public_ids: Collection[str], now: datetime) -> None:
    """Have remembered what checks find in the items whose text the viewer may read.

    Nothing is decided by it: under the lock each item is asked again. As long as text, plan and all else that checks
    look at are the same (`checks/running.py`), what they find is known then and no text is read through.
    """
    found = items_at(session, viewer, public_ids)
    read_ahead(session, [seen.item for seen in found])
    for seen in found:
        failed_checks(session, seen.item, seen.text, now)
