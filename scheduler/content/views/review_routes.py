"""All pages beside an item's text, on their blueprint."""

from scheduler.content.views import comments, embargo, preview_as, resolving, reviews, signoffs, suggestions
from scheduler.content.views.review_blueprint import blueprint

__all__ = ["blueprint", "comments", "embargo", "preview_as", "resolving", "reviews", "signoffs", "suggestions"]
