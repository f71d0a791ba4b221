"""What views need of the agenda: the viewer of this request and those who are told of changes."""

from collections.abc import Mapping
from typing import cast

from flask import current_app, g

from scheduler.accounts.access import current_actor, current_person
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.services.changes import ChangeContext, ChangeListener
from scheduler.agenda.services.lift import Republish
from scheduler.agenda.services.viewers import viewer_of
from scheduler.web.request import now


def viewer() -> Viewer:
    """Return who looks at this page; worked out once a request, and anew when their roles are."""
    if current_person() is None:
        return Viewer.anonymous()
    own = current_actor()
    if g.get("viewer_for") is not own:
        g.viewer_for, g.viewer = own, viewer_of(own)
    return cast("Viewer", g.viewer)


def listeners() -> tuple[ChangeListener, ...]:
    """Return the features that follow changes of lower ones, as the application was built with."""
    return cast("tuple[ChangeListener, ...]", current_app.extensions["scheduler.listeners"])


def writers() -> Mapping[str, Republish]:
    """Return how each writer publishes its rows again, by source kind."""
    return cast("Mapping[str, Republish]", current_app.extensions["scheduler.writers"])


def context() -> ChangeContext:
    """Return who is notified of what this request changes."""
    person = current_person()
    return ChangeContext(listeners(), person.id if person else None, now())
