"""The blueprint with all its routes, for `app.py`."""

from scheduler.feeds.views import files, pages
from scheduler.feeds.views.blueprint import blueprint

__all__ = ["blueprint", "files", "pages"]
