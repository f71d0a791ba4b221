"""All pages of content on their blueprint."""

from scheduler.content.views import (
    bill_news,
    bulk,
    campaign_days,
    channel_zones,
    exports,
    item_text,
    items,
    lists,
    picture_files,
    picture_rules,
    pictures,
    press_texts,
    transitions,
)
from scheduler.content.views.blueprint import blueprint

__all__ = [
    "bill_news",
    "blueprint",
    "bulk",
    "campaign_days",
    "channel_zones",
    "exports",
    "item_text",
    "items",
    "lists",
    "picture_files",
    "picture_rules",
    "pictures",
    "press_texts",
    "transitions",
]
