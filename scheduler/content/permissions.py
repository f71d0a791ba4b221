"""How a person stands to an item, as the rules of its life read it."""

from scheduler.accounts.domain.standing import Standing
from scheduler.content.domain.workflow import RoleFacts
from scheduler.content.models import Item


def roles(standing: Standing, item: Item) -> RoleFacts:
    """Return a person's roles: owner while acting for the item's organisation, editor or lead of that."""
    own = item.organisation_id
    is_lead = standing.is_lead_of(own)
    return RoleFacts(
        is_owner=item.owner_id == standing.person_id and own in standing.organisations,
        is_editor=standing.is_desk_of(own) and not is_lead,
        is_lead=is_lead,
        is_coordinator=standing.is_coordinator,
    )
