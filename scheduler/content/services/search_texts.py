"""Keeps beside each item by what its copy is found: nothing that a reader sees changes by it."""

from sqlalchemy.orm import Session

from scheduler.content.domain.item_text import ItemText, normalise, text_from_json
from scheduler.content.domain.search_text import search_mark, search_text
from scheduler.content.models import Item
from scheduler.content.queries.unguarded import current_version
from scheduler.rows import lock_rows


def keep_search_text(item: Item, text: ItemText) -> None:
    """Fold a text as the one of the item's present version."""
    item.search_text, item.search_mark = search_text(normalise(text)), search_mark(item.version_number)


def refold_item(session: Session, item_id: int) -> None:
    """Fold an item's copy as it is folded now."""
    for item in lock_rows(session, Item, [item_id]):
        keep_search_text(item, text_from_json(current_version(session, item).text))
    session.flush()
