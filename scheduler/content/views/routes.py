"""All pages of content on their blueprint."""

from scheduler.content.views import (
    bulk,
    campaign_days,
    channel_zones,
    copy_news,
    exports,
    fact_links,
    imports,
    item_text,
    items,
    lists,
    picture_files,
    picture_rules,
    pictures,
    pitches,
    press_texts,
    quotes,
    transitions,
)
from scheduler.content.views.blueprint import blueprint

__all__ = [
    "blueprint",
    "bulk",
    "campaign_days",
    "channel_zones",
    "copy_news",
    "exports",
    "fact_links",
    "imports",
    "item_text",
    "items",
    "lists",
    "picture_files",
    "picture_rules",
    "pictures",
    "pitches",
    "press_texts",
    "quotes",
    "transitions",
]
