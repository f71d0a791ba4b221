"""Lets people in to an item, or says why not, and keeps who opened text under embargo."""

from collections.abc import Iterable

from flask import abort, redirect, request, url_for

from scheduler.accounts.access import current_actor, current_person, renew_roles, require_person
from scheduler.agenda.access import viewer
from scheduler.agenda.visibility_sql import concealed
from scheduler.content.domain.workflow import ItemRoles
from scheduler.content.models import Item
from scheduler.content.permissions import roles
from scheduler.content.queries.feedback import opening_of
from scheduler.content.queries.item_list import deleted_item
from scheduler.content.queries.items import Seen, is_known, readable_item
from scheduler.content.queries.open_items import placeholder_item
from scheduler.content.services.revisions import lock_items_at
from scheduler.content.services.view_log import record_opening
from scheduler.db import READING_METHODS
from scheduler.web.compression import keep_plain
from scheduler.web.request import now, session, write_session


def item_or_404(public_id: str) -> Seen:
    """Return an item to whoever may read its text: 404 when it is hidden, 403 when only its placeholder is theirs.

    A request that writes locks it before it reads anything of it.
    """
    return _readable(public_id) or abort(403 if is_known(session(), viewer(), public_id) else 404)


def item_of_tab(public_id: str) -> Seen:
    """Return an item to whoever may read its text; whoever may know of its placeholder alone is led to that."""
    found = _readable(public_id)
    if found is None:
        known = is_known(session(), viewer(), public_id)
        abort(redirect(url_for("content.show", public_id=public_id)) if known else 404)
    return found


def item_text_logged(public_id: str) -> Seen:
    """Return an item whose text is about to be shown; under embargo that is on record before it leaves."""
    return logged(item_or_404(public_id))


def logged(seen: Seen) -> Seen:
    """Keep on record that an item's text is about to be shown to whoever is here, if it is under embargo."""
    person = current_person()
    if person is None or not concealed(seen.item.guard):
        return seen
    keep_plain()
    if request.method in READING_METHODS:
        with write_session() as extra:
            record_opening(extra, seen.item.id, person.id, now())
            extra.commit()
        return seen
    # A request that writes has the database's one writer already, so it keeps the record itself.
    record_opening(session(), seen.item.id, person.id, now())
    session().commit()
    renew_roles()
    return item_or_404(seen.item.public_id)


def put_on_record(items: Iterable[Seen]) -> None:
    """Keep on record that whoever reads takes these texts under embargo along, before they leave."""
    opened = sorted(seen.item.id for seen in items)
    if not opened:
        return
    with write_session() as extra:
        for ident in opened:
            record_opening(extra, ident, require_person().id, now())
        extra.commit()


def logged_once(seen: Seen) -> Seen:
    """Keep on record that whoever is here sees something of a text under embargo, unless their opening of it is."""
    person = current_person()
    if person is None or not concealed(seen.item.guard) or opening_of(session(), seen.item.id, person.id) is not None:
        return seen
    return logged(seen)


def placeholder_or_404(public_id: str) -> Item:
    """Return an item to whoever may know of it, for what needs no text; 404 for others. Locks as `item_or_404` does."""
    _lock(public_id)
    return placeholder_item(session(), viewer(), public_id) or abort(404)


def deleted(public_id: str) -> Item:
    """Return a deleted item to whoever may bring it back; 404 for others. Locks it as `item_or_404` does."""
    _lock(public_id)
    return deleted_item(session(), viewer(), public_id) or abort(404)


def _readable(public_id: str) -> Seen | None:
    _lock(public_id)
    found = readable_item(session(), viewer(), public_id)
    if found is not None and concealed(found.item.guard):
        keep_plain()
    return found


def _lock(public_id: str) -> None:
    if request.method not in READING_METHODS:
        lock_items_at(session(), [public_id])


def require_roles(item: Item) -> ItemRoles:
    """Return the person's roles; 403 for whoever sees the text but has no part in the item."""
    by = roles(current_actor(), item)
    if not by.roles:
        abort(403)
    return by
