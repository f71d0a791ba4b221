"""The blueprint with all its routes, for `app.py`."""

from scheduler.playbooks.views import applying, own, playbooks
from scheduler.playbooks.views.blueprint import blueprint

__all__ = ["applying", "blueprint", "own", "playbooks"]
