"""The blueprint with all its routes, for `app.py`."""

from scheduler.kits.views import manage, partner
from scheduler.kits.views.blueprint import blueprint

__all__ = ["blueprint", "manage", "partner"]
