"""Whether an item is still what the page was made from."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.content.models import Item


class StaleEditError(ValueError):
    """Somebody else has saved the item since the page was made; `current` is the item as it is now."""

    def __init__(self, current: Item) -> None:
        super().__init__(f"item {current.id} is at revision {current.revision}")
        self.current = current


def hold_item(session: Session, item: Item) -> None:
    """Bring the row up to date and keep others from saving it until this transaction ends."""
    query = select(Item).where(Item.id == item.id).with_for_update(of=Item)
    session.execute(query, execution_options={"populate_existing": True}).scalar_one()


def take_revision(session: Session, item: Item, revision: int | None) -> None:
    """Hold an item that is to be changed, and count the change.

    Raises:
        StaleEditError: the item is not at that revision any more.
    """
    hold_item(session, item)
    if revision != item.revision:
        raise StaleEditError(item)
    item.revision += 1
