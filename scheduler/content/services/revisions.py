"""Locks items that are to be changed, and says whether they are still what the page was made from."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.models import Guard
from scheduler.content.models import Item
from scheduler.rows import RowGoneError, StaleEditError, lock_matching, lock_row


def lock_item(session: Session, item: Item) -> None:
    """Lock an item, its guard first, and read both anew.

    Raises:
        RowGoneError: it was deleted meanwhile.
    """
    lock_any_item(session, item)
    if item.deleted_at is not None:
        raise RowGoneError(f"item {item.id} is deleted")


def lock_any_item(session: Session, item: Item) -> None:
    """Lock an item as `lock_item` does, a deleted one as well."""
    lock_row(session, Guard, item.guard_id)
    lock_row(session, Item, item.id)


def lock_items_at(session: Session, public_ids: Collection[str]) -> None:
    """Lock the items behind addresses before anything is read of them, whoever may see them; unknown ones are none.

    In the order of their ids, as whatever locks several items does.
    """
    if len(public_ids) == 1:
        called = Item.public_id.in_(public_ids)
        lock_matching(session, Guard, Guard.id.in_(select(Item.guard_id).where(called)))
        lock_matching(session, Item, called)
        return
    known = select(Item.id, Item.guard_id).where(Item.public_id.in_(public_ids)).order_by(Item.id)
    for item_id, guard_id in session.execute(known).all():
        lock_row(session, Guard, guard_id)
        lock_row(session, Item, item_id)


def check_revision(item: Item, revision: int | None) -> None:
    """Count a change of a locked item.

    Raises:
        StaleEditError: the item is not at that revision any more.
    """
    if revision != item.revision:
        raise StaleEditError
    item.revision += 1
