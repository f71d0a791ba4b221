"""How a person stands to an item: what `domain/workflow.py` asks before it lets anybody act."""

from scheduler.accounts.domain.standing import Standing
from scheduler.content.domain.workflow import RoleFacts
from scheduler.content.models import Item


def roles_of(item: Item, standing: Standing) -> RoleFacts:
    """Return what the person is to the item; an owner who no longer acts for its organisation is nothing."""
    own = item.organisation_id
    return RoleFacts(
        is_owner=item.owner_id == standing.person_id and own in standing.organisations,
        is_editor=standing.is_desk_of(own) and not standing.is_lead_of(own),
        is_lead=standing.is_lead_of(own),
        is_coordinator=standing.is_coordinator,
    )
