"""What stands above the pages of an item, and what may be done with it next."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Row
from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.domain.acts import Act
from scheduler.accounts.reading import organisation_names
from scheduler.accounts.services.naming import names_with_organisations
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.visibility_sql import concealed
from scheduler.campaigns.queries.campaigns import campaign_named
from scheduler.content.domain.pictures import FaultyPicture
from scheduler.content.domain.quotes import FaultyQuote
from scheduler.content.domain.signoff import SignOffStatus
from scheduler.content.domain.workflow import (
    SETTLED,
    UNPUBLISHED,
    Action,
    FailedCheck,
    ItemRoles,
    Refusal,
    State,
    TransitionInput,
    actions_for,
    refusals,
)
from scheduler.content.models import Item, ItemChannel
from scheduler.content.permissions import roles
from scheduler.content.queries.items import Seen
from scheduler.content.queries.picture import ItemPicture
from scheduler.content.services.items import DELETABLE
from scheduler.content.services.side_effects import is_joint_by
from scheduler.content.services.transitions import transition_input_by

# In a row of buttons: what carries the item on, then what takes it back. The text is edited through a link.
STEPS = (
    Action.SEND_TO_REVIEW,
    Action.APPROVE,
    Action.SCHEDULE,
    Action.PUBLISH,
    Action.CORRECT,
    Action.REOPEN,
    Action.UNSCHEDULE,
    Action.BACK_TO_DRAFT,
    Action.CANCEL,
    Action.WITHDRAW,
)
_FORWARD = frozenset(STEPS[:6])


@dataclass(frozen=True, slots=True)
class Step:
    """Something that the person may do to the item, and what is still in the way."""

    action: Action
    refusals: tuple[Refusal, ...]

    @property
    def is_forward(self) -> bool:
        """Say whether it carries the item on."""
        return self.action in _FORWARD


@dataclass(frozen=True, slots=True)
class InTheWay:
    """Which pictures and quotes of an item may not come out, and which required checks have findings."""

    pictures: tuple[FaultyPicture, ...] = ()
    quotes: tuple[FaultyQuote, ...] = ()
    checks: tuple[FailedCheck, ...] = ()


@dataclass(frozen=True, slots=True)
class ItemHead:
    """What stands above each page of an item, for somebody who may read its text."""

    seen: Seen
    by: ItemRoles
    organisation: str
    owner: str
    campaign: Row[str, str] | None

    @property
    def item(self) -> Item:
        """Return the item's own row."""
        return self.seen.item

    @property
    def may_write(self) -> bool:
        """Say whether the person may change the text now."""
        return self.by.may(Act.WRITE) and self.item.state in UNPUBLISHED

    @property
    def may_plan(self) -> bool:
        """Say whether the person may change what is planned."""
        return self.by.may(Act.CHANGE_PLAN) and self.item.state not in SETTLED

    @property
    def may_move(self) -> bool:
        """Say whether the person may move it to another day."""
        return self.may_plan and self.item.state in UNPUBLISHED and self.item.publish_on is not None

    @property
    def may_delete(self) -> bool:
        """Say whether the person may delete the item."""
        return self.by.may(Act.DELETE_ITEM) and self.item.state in DELETABLE


@dataclass(frozen=True, slots=True)
class ItemPage:
    """The first page of an item: its text, where it goes, and what may be done next."""

    head: ItemHead
    editor: str
    channels: Sequence[ItemChannel]
    organisations: dict[int, str]
    steps: tuple[Step, ...]
    out_before_lift: bool

    @property
    def seen(self) -> Seen:
        """Return the item with its text."""
        return self.head.seen

    @property
    def item(self) -> Item:
        """Return the item's own row."""
        return self.head.item

    @property
    def organisation(self) -> str:
        """Return what the owning organisation is called."""
        return self.head.organisation


def item_head(session: Session, viewer: Viewer, actor_roles: ActorRoles, seen: Seen) -> ItemHead:
    """Return what stands above the pages of an item that the viewer may read."""
    item = seen.item
    owner = names_with_organisations(session, {item.owner_id}) if item.owner_id is not None else {}
    organisation = organisation_names(session, {item.organisation_id}).get(item.organisation_id, "")
    return _head(session, viewer, roles(actor_roles, item), seen, (owner.get(item.owner_id or 0, ""), organisation))


def _head(
    session: Session, viewer: Viewer, by: ItemRoles, seen: Seen, owner_and_organisation: tuple[str, str]
) -> ItemHead:
    item, (owner, organisation) = seen.item, owner_and_organisation
    campaign = campaign_named(session, viewer, item.campaign_id) if item.campaign_id is not None else None
    return ItemHead(seen, by, organisation, owner, campaign)


def item_page(
    session: Session,
    viewer: Viewer,
    actor_roles: ActorRoles,
    picture: ItemPicture,
    status: SignOffStatus,
    *,
    in_the_way: InTheWay | None = None,
) -> ItemPage:
    """Return what the first page of an item shows; the viewer has been let in to the text.

    `status` is how the organisations stand to them, `in_the_way` what else keeps it from being scheduled.
    """
    seen, item, by = picture.seen, picture.seen.item, roles(actor_roles, picture.seen.item)
    named = {item.owner_id, seen.version.author_id}
    people = names_with_organisations(session, {person for person in named if person is not None})
    organisations = {item.organisation_id, *(row.organisation_id for row in status.organisations)}
    organisations |= {row.organisation_id for row in seen.text.variants if row.organisation_id is not None}
    known = organisation_names(session, organisations)
    return ItemPage(
        head=_head(
            session, viewer, by, seen, (people.get(item.owner_id or 0, ""), known.get(item.organisation_id, ""))
        ),
        editor=people.get(seen.version.author_id or 0, ""),
        channels=picture.channels,
        organisations=known,
        steps=_steps(item, by, _with(_transition_input(picture, status), in_the_way or InTheWay())),
        out_before_lift=_out_before_lift(item),
    )


def possible_steps(head: ItemHead) -> tuple[Step, ...]:
    """Return what the person may do to the item in its state, whatever is still in the way."""
    return tuple(Step(step.action, ()) for step in _steps(head.item, head.by, TransitionInput()))


def _transition_input(picture: ItemPicture, status: SignOffStatus) -> TransitionInput:
    seen = picture.seen
    is_joint = is_joint_by(seen.item, seen.signatories, picture.answers)
    return transition_input_by(seen.item, seen.text, blockers=status.blockers, is_joint=is_joint)


def _with(given: TransitionInput, found: InTheWay) -> TransitionInput:
    return replace(given, faulty_pictures=found.pictures, faulty_quotes=found.quotes, failed_checks=found.checks)


def _steps(item: Item, by: ItemRoles, given: TransitionInput) -> tuple[Step, ...]:
    possible = actions_for(State(item.state), by)
    return tuple(Step(action, _in_the_way(item, action, by, given)) for action in STEPS if action in possible)


def _in_the_way(item: Item, action: Action, by: ItemRoles, given: TransitionInput) -> tuple[Refusal, ...]:
    """Return what has to be done first; what the action's own form asks for is not in the way."""
    asked_there = {"published_link", "no_link_reason", "note"}
    found = refusals(State(item.state), action, by, given)
    return tuple(refusal for refusal in found if refusal.field not in asked_there)


def _out_before_lift(item: Item) -> bool:
    """Say whether it is planned to come out before its own embargo ends."""
    lift = item.guard.embargo_at
    return concealed(item.guard) and lift is not None and item.publish_at is not None and item.publish_at < lift
