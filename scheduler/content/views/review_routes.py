"""All pages beside an item's words, on their blueprint."""

from scheduler.content.views import comments, embargo, reviews, sight, signoffs
from scheduler.content.views.review_blueprint import blueprint

__all__ = ["blueprint", "comments", "embargo", "reviews", "sight", "signoffs"]
