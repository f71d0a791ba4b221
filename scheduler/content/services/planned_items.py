"""Adds an item of a plan, at a distance from the campaign's first day."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.campaigns.models import Campaign
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.models import Item
from scheduler.content.services.item_plan import ItemPlan
from scheduler.content.services.items import create_item
from scheduler.content.services.offsets import Offset, set_offset


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedItem:
    """An item of a plan: nothing but a title and where it belongs; `made_from` names what it is made from."""

    title: str
    kind: Kind
    organisation_id: int
    owner_id: int | None
    channels: tuple[str, ...]
    offset: Offset
    own_only: bool = False
    made_from: str = ""


def add_planned_item(session: Session, campaign: Campaign, planned: PlannedItem, context: ChangeContext) -> Item:
    """Add an item that moves along with a locked campaign.

    Raises:
        NotYoursError: the person plans nothing for that organisation.
    """
    plan = ItemPlan(
        kind=planned.kind,
        organisation_id=planned.organisation_id,
        owner_id=planned.owner_id,
        when=planned.offset.when(campaign.first_day),
        campaign_id=campaign.id,
        channels=planned.channels,
        sharing=Sharing(ShareScope.OWN if planned.own_only else ShareScope.PARTICIPANTS),
    )
    item = create_item(session, ItemText(title=planned.title), plan, form_id=None, context=context)
    item.made_from = planned.made_from
    set_offset(item, planned.offset)
    session.flush()
    return item
