"""All pages of content on their blueprint."""

from scheduler.content.views import bulk, items, lists, states, words
from scheduler.content.views.blueprint import blueprint

__all__ = ["blueprint", "bulk", "items", "lists", "states", "words"]
