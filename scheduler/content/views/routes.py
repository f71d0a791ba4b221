"""All pages of content on their blueprint."""

from scheduler.content.views import (
    bill_news,
    bulk,
    exports,
    imports,
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
    "exports",
    "imports",
    "item_text",
    "items",
    "lists",
    "picture_files",
    "picture_rules",
    "pictures",
    "press_texts",
    "transitions",
]
