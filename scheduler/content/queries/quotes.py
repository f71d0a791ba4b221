"""Reads why speakers may be quoted; whoever asks has read the item, or is a service."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.content.domain.item_text import ItemText
from scheduler.content.models import Item
from scheduler.content.press_models import ItemQuoteConsent
from scheduler.request_cache import asked_once


@asked_once
def consent_rows(session: Session, item: Item) -> Mapping[str, ItemQuoteConsent]:
    """Return what is on record of an item by the key of the quote, also of quotes that its text has no more."""
    query = select(ItemQuoteConsent).where(ItemQuoteConsent.item_id == item.id).order_by(ItemQuoteConsent.id)
    return {row.quote_key: row for row in session.scalars(query)}


def quote_consents(session: Session, item: Item, text: ItemText) -> Mapping[str, ItemQuoteConsent]:
    """Return what is on record of an item by the key of the quote; of a text without quotes nothing is asked."""
    return consent_rows(session, item) if text.quotes else {}
