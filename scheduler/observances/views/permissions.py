"""Who may change observances, and the row that a page is about."""

from flask import abort

from scheduler.agenda.access import viewer
from scheduler.observances.models import Edition, Observance
from scheduler.observances.reading import edition_of, observance_of
from scheduler.web.context import session


def may_edit() -> bool:
    """Say whether this person may change observances: the desk of any organisation, and coordinators."""
    return viewer().is_coordinator or bool(viewer().desks)


def require_desk() -> None:
    """Refuse everybody else."""
    if not may_edit():
        abort(403)


def seen_observance(slug: str) -> Observance:
    """Return the observance if this person may know of it; no such page otherwise."""
    return observance_of(session(), viewer(), slug) or abort(404)


def editable_observance(slug: str) -> Observance:
    """Return the observance for somebody who may change it."""
    require_desk()
    return seen_observance(slug)


def editable_edition(slug: str, period: str) -> Edition:
    """Return the edition for somebody who may change it."""
    require_desk()
    return edition_of(session(), slug, period) or abort(404)
