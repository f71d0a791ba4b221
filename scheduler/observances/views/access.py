"""Who may change observances, and the row that a page is about; a 404, or a 403 for whoever may read it."""

from flask import abort

from scheduler.accounts.domain.acts import Act, may
from scheduler.agenda.access import viewer
from scheduler.observances.domain.permissions import Permissions
from scheduler.observances.models import Edition, Observance
from scheduler.observances.queries.observances import edition_of, observance_of, permissions_of
from scheduler.observances.services.estimates import is_expected
from scheduler.web.request import session


def may_register() -> bool:
    """Say whether this person may add observances: editors of any organisation, and coordinators."""
    return may(Act.REGISTER_OBSERVANCE, viewer().roles_anywhere)


def require_editor() -> None:
    """Refuse everybody else."""
    if not may_register():
        abort(403)


def seen_observance(slug: str) -> Observance:
    """Return the observance if this person may know of it; no such page otherwise."""
    return observance_of(session(), viewer(), slug) or abort(404)


def may_with(observance: Observance) -> Permissions:
    """Return what this person may do with an observance and its editions."""
    return permissions_of(session(), viewer(), observance)


def editable_observance(slug: str) -> Observance:
    """Return the observance for an editor, or a coordinator."""
    require_editor()
    return seen_observance(slug)


def describable_edition(slug: str, period: str) -> Edition:
    """Return the edition for somebody who may say what is known of it: any editor, its steward, a coordinator."""
    edition = edition_of(session(), slug, period)
    if edition is None:
        require_editor()
        abort(404)
    return edition if may_with(edition.observance).describe else abort(403)


def member_edition(slug: str, period: str) -> Edition:
    """Return an edition that is in the plan, which every member may know of."""
    return edition_of(session(), slug, period) or abort(404)


def movable_edition(slug: str, period: str) -> Edition:
    """Return the edition for who may say when it is: its steward and coordinators, any editor while none is certain."""
    edition = describable_edition(slug, period)
    is_open = edition.starts_on is None or is_expected(edition)
    return edition if is_open or may_with(edition.observance).move else abort(403)


def cancellable_edition(slug: str, period: str) -> Edition:
    """Return the edition for its steward or a coordinator."""
    edition = describable_edition(slug, period)
    return edition if may_with(edition.observance).cancel else abort(403)
