"""The blueprints with all their routes, for `app.py`."""

from scheduler.api.views.blueprint import blueprint
from scheduler.api.views.entries import init_api
from scheduler.api.views.pages import tokens

__all__ = ["blueprint", "init_api", "tokens"]
