"""How a person stands to an item, as the rules of its life read it."""

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.content.domain.workflow import ItemRoles
from scheduler.content.models import Item
from scheduler.content.queries.listed import ListedItem


def roles(actor_roles: ActorRoles, item: Item | ListedItem) -> ItemRoles:
    """Return a person's roles: editor or lead of the item's organisation, and owner while one of them."""
    own = item.organisation_id
    is_lead = actor_roles.is_lead_of(own)
    return ItemRoles(
        is_owner=item.owner_id == actor_roles.person_id and actor_roles.is_editor_of(own),
        is_editor=actor_roles.is_editor_of(own) and not is_lead,
        is_lead=is_lead,
        is_coordinator=actor_roles.is_coordinator,
    )
