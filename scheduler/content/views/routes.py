"""All pages of content on their blueprint."""

from scheduler.content.views import (
    bulk,
    campaign_days,
    channel_zones,
    exports,
    item_text,
    items,
    lists,
    press_texts,
    transitions,
)
from scheduler.content.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "bulk",
    "campaign_days",
    "channel_zones",
    "exports",
    "item_text",
    "items",
    "lists",
    "press_texts",
    "transitions",
]
