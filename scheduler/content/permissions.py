"""How a person stands to an item, as the rules of its life read it."""

from scheduler.accounts.domain.actor_roles import Standing
from scheduler.content.domain.workflow import RoleFacts
from scheduler.content.models import Item


def roles(standing: Standing, item: Item) -> RoleFacts:
    """Return a person's roles: editor or lead of the item's organisation, and owner while one of them."""
    own = item.organisation_id
    is_lead = standing.is_lead_of(own)
    return RoleFacts(
        is_owner=item.owner_id == standing.person_id and standing.is_desk_of(own),
        is_editor=standing.is_desk_of(own) and not is_lead,
        is_lead=is_lead,
        is_coordinator=standing.is_coordinator,
    )
