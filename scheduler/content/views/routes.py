"""All pages of content on their blueprint."""

from scheduler.content.views import bulk, campaign_days, exports, item_text, items, lists, press_texts, transitions
from scheduler.content.views.blueprint import blueprint

__all__ = ["blueprint", "bulk", "campaign_days", "exports", "item_text", "items", "lists", "press_texts", "transitions"]
