"""All pages of terms and helplines on their blueprint."""

from scheduler.guidance.views import helplines, terms
from scheduler.guidance.views.blueprint import blueprint

__all__ = ["blueprint", "helplines", "terms"]
