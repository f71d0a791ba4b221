"""Which saved views somebody sees, and which of them they keep."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.domain.acts import Act
from scheduler.saved_views.models import SavedView


def views_for(session: Session, actor: ActorRoles) -> Sequence[SavedView]:
    """Return a person's own views, then those of the organisations that they act for; each by name."""
    found = session.scalars(select(SavedView).where(_seen_by(actor))).all()
    return sorted(found, key=lambda view: (view.organisation_id or 0, view.name.casefold(), view.id))


def view_kept_by(session: Session, actor: ActorRoles, address: str) -> SavedView | None:
    """Return a view that the person may change and delete: their own, or one of an organisation that they lead."""
    view = session.scalar(select(SavedView).where(SavedView.addressed(address), _seen_by(actor)))
    return view if view is not None and may_keep(view, actor) else None


def may_keep(view: SavedView, actor: ActorRoles) -> bool:
    """Say whether the person may change and delete a view that they see."""
    return view.person_id == actor.person_id or view.organisation_id in actor.where(Act.KEEP_VIEWS)


def _seen_by(actor: ActorRoles) -> ColumnElement[bool]:
    theirs = SavedView.organisation_id.in_(sorted(actor.organisations))
    return or_(SavedView.person_id == actor.person_id, theirs)
