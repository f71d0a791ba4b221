"""Reads who was sent an item's copy; whoever asks has read the item."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.visibility_sql import readable_statement_clause
from scheduler.content.models import Item, ItemVersion, SentCopy


def sent_copies(session: Session, viewer: Viewer, item: Item, *, is_writer: bool) -> Sequence[SentCopy]:
    """Return who was sent an item's copy, in order of time.

    Whoever may write the copy gets all, removed ones as well. Others get what was entered under an embargo under which
    they could read the text, both when it was sent and when it was entered, less what was removed.
    """
    query = select(SentCopy).where(SentCopy.item_id == item.id)
    if not is_writer:
        query = query.where(SentCopy.had_embargo.is_(True), SentCopy.removed_at.is_(None))
        for at in (SentCopy.sent_at, SentCopy.recorded_at):
            query = query.where(readable_statement_clause(viewer, item.guard_id, at))
    return session.scalars(query.order_by(SentCopy.sent_at, SentCopy.id)).all()


def standing_copies(session: Session, item: Item) -> Sequence[SentCopy]:
    """Return the entries of an item that nobody has removed, oldest first; for services."""
    query = select(SentCopy).where(SentCopy.item_id == item.id, SentCopy.removed_at.is_(None))
    return session.scalars(query.order_by(SentCopy.id)).all()


def sent_copy_of(session: Session, item: Item, address: str) -> SentCopy | None:
    """Return an entry of this item by its address, removed or not; for whoever may write its copy."""
    return session.scalar(select(SentCopy).where(SentCopy.addressed(address), SentCopy.item_id == item.id))


def hash_of_version(session: Session, item: Item, number: int) -> str | None:
    """Return the hash of a version's text, None for one that there is not; for services."""
    query = select(ItemVersion.text_hash).where(ItemVersion.item_id == item.id, ItemVersion.number == number)
    return session.scalar(query)
