"""What an owner does with an item of theirs from an email: give it to their deputy."""

from sqlalchemy.orm import Session

from scheduler.accounts.queries.people import profiles
from scheduler.accounts.services.actor_roles import actor_roles, deputies_among
from scheduler.agenda.domain.visibility import sees_text
from scheduler.agenda.models import Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.viewers import viewer_of
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.content.models import Item
from scheduler.content.permissions import roles
from scheduler.content.queries.unguarded import item_row
from scheduler.content.services.bulk import ItemWithRoles, assign_items
from scheduler.content.services.revisions import lock_any_item


def give_item_to_deputy(session: Session, item_id: int, context: ChangeContext) -> bool:
    """Hand an item of the person who acts to their deputy, who is notified; says whether there is one who can own it.

    It changes nothing that is not theirs any more, or is over.
    """
    item = item_row(session, item_id)
    if item is None or context.actor_id is None:
        return False
    lock_any_item(session, item)
    deputy_id = _deputy_for(session, item, context)
    if deputy_id is None:
        return False
    mine = ItemWithRoles(item, roles(actor_roles(session, context.actor_id), item))
    result = assign_items(session, [mine], deputy_id, frozenset({item.organisation_id}), context)
    return item.id in result.done


def has_deputy_for_item(session: Session, item_id: int, context: ChangeContext) -> bool:
    """Say whether the person who acts owns an item and has a deputy who can own it."""
    item = item_row(session, item_id)
    return item is not None and _deputy_for(session, item, context) is not None


def _deputy_for(session: Session, item: Item, context: ChangeContext) -> int | None:
    """Return the deputy whom the owner has chosen, if they are lead or editor there and may read the copy."""
    if item.owner_id is None or item.owner_id != context.actor_id:
        return None
    own = profiles(session, [item.owner_id])
    deputies = profiles(session, [one.deputy_id for one in own.values() if one.deputy_id is not None])
    guard = guard_rules(session.get_one(Guard, item.guard_id))
    return next(
        (
            ident
            for ident in deputies_among(own, deputies).values()
            if deputies[ident].roles.is_editor_of(item.organisation_id)
            and sees_text(viewer_of(deputies[ident].roles), guard)
        ),
        None,
    )
