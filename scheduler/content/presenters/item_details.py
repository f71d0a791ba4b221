"""What is planned beside an item's copy, and where it was published."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.services.naming import names_with_organisations
from scheduler.agenda.domain.visibility import Viewer
from scheduler.content.domain.workflow import Action
from scheduler.content.models import ItemChannel, ItemFact
from scheduler.content.presenters.item import ItemHead, Step, item_head, possible_steps
from scheduler.content.queries.items import Seen, seen_channels
from scheduler.content.queries.picture import bills_of, facts_of
from scheduler.facts.models import Fact
from scheduler.legislation.models import Bill

_BEFORE_SCHEDULING = frozenset({Action.SCHEDULE, Action.SEND_TO_REVIEW, Action.BACK_TO_DRAFT})


@dataclass(frozen=True, slots=True)
class ItemDetails:
    """All that is planned of an item; `recorders` are those who entered where it was published, by id.

    `steps` is what takes it back, calls it off or ends it. With `may_override` required checks still can be.
    """

    head: ItemHead
    creator: str
    channels: Sequence[ItemChannel]
    recorders: Mapping[int, str]
    bills: Sequence[Bill]
    facts: Sequence[tuple[ItemFact, Fact]]
    steps: tuple[Step, ...]
    may_override: bool


def item_details(session: Session, viewer: Viewer, actor_roles: ActorRoles, seen: Seen) -> ItemDetails:
    """Return what is planned of an item that the viewer may read."""
    head, item = item_head(session, viewer, actor_roles, seen), seen.item
    channels = seen_channels(session, seen)
    recorders = {row.published_by for row in channels if row.published_by is not None}
    named = recorders | ({item.created_by} if item.created_by is not None else set())
    people = names_with_organisations(session, named)
    steps = possible_steps(head)
    return ItemDetails(
        head=head,
        creator=people.get(item.created_by or 0, ""),
        channels=channels,
        recorders={ident: people[ident] for ident in recorders if ident in people},
        bills=bills_of(session, seen),
        facts=facts_of(session, seen),
        steps=tuple(step for step in steps if not step.is_forward),
        may_override=any(step.action in _BEFORE_SCHEDULING for step in steps),
    )
