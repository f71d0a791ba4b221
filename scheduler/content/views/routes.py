"""All pages of content on their blueprint."""

from scheduler.content.views import (
    bulk,
    copy_news,
    exports,
    fact_links,
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
    "copy_news",
    "exports",
    "fact_links",
    "item_text",
    "items",
    "lists",
    "press_texts",
    "transitions",
]
