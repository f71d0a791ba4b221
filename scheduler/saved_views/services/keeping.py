"""Saved views are made, renamed, changed and deleted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Organisation, Person
from scheduler.rows import Sent, StaleEditError, lock_row, once_by_form
from scheduler.saved_views.models import SavedView

MAX_VIEWS_EACH = 20
"""How many views a person, or an organisation, may have."""


@dataclass(frozen=True, slots=True)
class ViewDraft:
    """A view as asked for: its person's own, unless an organisation is named.

    `arguments` are those of an address of the calendar, which has read them.
    """

    name: str
    arguments: Mapping[str, str]
    organisation_id: int | None = None


class TooManyViewsError(ValueError):
    """The person or organisation has `MAX_VIEWS_EACH` views."""


def save_view(session: Session, draft: ViewDraft, *, form_id: str, actor_id: int, now: datetime) -> SavedView:
    """Add a view; the same form sent twice adds it once.

    Raises:
        TooManyViewsError: there are enough of them.
    """
    # Whose it is is locked, so that many at once cannot slip past the limit.
    if draft.organisation_id is None:
        lock_row(session, Person, actor_id)
    else:
        lock_row(session, Organisation, draft.organisation_id)
    sent = Sent(form_id, actor_id, draft)
    return once_by_form(session, SavedView, sent, lambda key: _add(session, draft, key, actor_id, now))


def _add(session: Session, draft: ViewDraft, form_id: str | None, actor_id: int, now: datetime) -> SavedView:
    person_id = actor_id if draft.organisation_id is None else None
    whose = SavedView.person_id == person_id
    if person_id is None:
        whose = SavedView.organisation_id == draft.organisation_id
    if (session.scalar(select(func.count()).where(whose)) or 0) >= MAX_VIEWS_EACH:
        raise TooManyViewsError
    view = SavedView(name=draft.name, arguments=dict(draft.arguments), form_id=form_id, created_at=now)
    view.person_id, view.organisation_id = person_id, draft.organisation_id
    session.add(view)
    session.flush()
    return view


def rename_view(session: Session, view: SavedView, name: str, *, revision: int | None) -> None:
    """Change what a view is called; saying again what is said already changes nothing.

    Raises:
        RowGoneError: it was deleted in the meantime.
        StaleEditError: `revision` is not the view's.
    """
    lock_row(session, SavedView, view.id)
    if name == view.name:
        return
    if revision != view.revision:
        raise StaleEditError
    view.name, view.revision = name, view.revision + 1


def change_view(session: Session, view: SavedView, arguments: Mapping[str, str], *, revision: int | None) -> None:
    """Change what a view shows; saying again what it shows already changes nothing.

    Raises:
        RowGoneError: it was deleted in the meantime.
        StaleEditError: `revision` is not the view's.
    """
    lock_row(session, SavedView, view.id)
    if dict(arguments) == view.arguments:
        return
    if revision != view.revision:
        raise StaleEditError
    view.arguments, view.revision = dict(arguments), view.revision + 1


def delete_view(session: Session, view: SavedView) -> None:
    """Delete a view.

    Raises:
        RowGoneError: it was deleted in the meantime.
    """
    session.delete(lock_row(session, SavedView, view.id))


def forget_views_of(session: Session, person_id: int) -> None:
    """Delete somebody's own views, which say what they care about."""
    session.execute(delete(SavedView).where(SavedView.person_id == person_id))


def forget_views_at(session: Session, organisation_id: int) -> None:
    """Delete the views of an organisation."""
    session.execute(delete(SavedView).where(SavedView.organisation_id == organisation_id))
