"""All pages of content on their blueprint."""

from scheduler.content.views import (
    bulk,
    campaign_days,
    channel_zones,
    checks,
    copy_news,
    exports,
    fact_links,
    imports,
    item_text,
    items,
    lists,
    picture_files,
    pictures,
    press_texts,
    transitions,
)
from scheduler.content.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "bulk",
    "campaign_days",
    "channel_zones",
    "checks",
    "copy_news",
    "exports",
    "fact_links",
    "imports",
    "item_text",
    "items",
    "lists",
    "picture_files",
    "pictures",
    "press_texts",
    "transitions",
]
