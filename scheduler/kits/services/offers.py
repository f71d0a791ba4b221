"""Which items of a campaign somebody may put into a kit: giving copy to people outside is publishing it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from scheduler.accounts.domain.acts import Act
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.services.viewers import viewer_of
from scheduler.content.domain.workflow import SETTLED, ItemRoles
from scheduler.content.permissions import roles
from scheduler.content.queries.items import Seen, items_of_campaign
from scheduler.kits.domain.availability import READY, SHAREABLE
from scheduler.kits.models import Kit
from scheduler.kits.queries.kits import items_of


@dataclass(frozen=True, slots=True)
class Offers:
    """What somebody may tick: items that they may add, and those that are in the kit already and that they may read.

    `others` is how many more they can read and may not add. `unread` are the ids of items in the kit that they may not
    read: these stay.
    """

    items: Sequence[Seen]
    chosen: frozenset[int]
    others: int
    unread: frozenset[int]

    def ids_of(self, addresses: Sequence[str]) -> frozenset[int]:
        """Return the ids of those of the items that were ticked."""
        return frozenset(seen.item.id for seen in self.items if seen.item.public_id in set(addresses))


def offers_for(session: Session, campaign_id: int, person_id: int, kit: Kit | None = None) -> Offers:
    """Return what somebody may put into a kit of a campaign, or leave in it."""
    actor = actor_roles(session, person_id)
    chosen = frozenset(row.item_id for row in items_of(session, kit)) if kit is not None else frozenset()
    readable = [
        seen
        for seen in items_of_campaign(session, viewer_of(actor), campaign_id)
        if seen.item.state not in SETTLED or seen.item.id in chosen
    ]
    offered = [seen for seen in readable if seen.item.id in chosen or _may_add(seen, roles(actor, seen.item))]
    unread = chosen - {seen.item.id for seen in readable}
    return Offers(offered, chosen, len(readable) - len(offered), unread)


def _may_add(seen: Seen, by: ItemRoles) -> bool:
    """Say whether an item is ready, and open to everybody or theirs to publish."""
    if seen.item.state not in READY or seen.rules.audience not in SHAREABLE:
        return False
    return seen.rules.audience is Audience.PUBLIC or by.may(Act.PUBLISH)
