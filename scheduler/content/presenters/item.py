"""Everything that the page of an item shows of its text, plan, channels and versions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Row
from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.domain.acts import Act
from scheduler.accounts.reading import organisation_names
from scheduler.accounts.services.naming import names_with_organisations
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.visibility_sql import concealed
from scheduler.audit.presenters import HistoryLine
from scheduler.campaigns.queries.campaigns import campaign_named
from scheduler.content.channels.rendering import Publication, publications
from scheduler.content.domain.kinds import KINDS, Kind
from scheduler.content.domain.pictures import FaultyPicture
from scheduler.content.domain.quotes import FaultyQuote
from scheduler.content.domain.signoff import SignOffStatus, Status
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
from scheduler.content.presenters.history import history_lines
from scheduler.content.queries.items import Save, Seen
from scheduler.content.queries.picture import ItemPicture
from scheduler.content.services.items import DELETABLE
from scheduler.content.services.side_effects import is_joint_by
from scheduler.content.services.transitions import transition_input_by
from scheduler.legislation.models import Bill

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
class VersionLine:
    """One save of the text: by whom and when."""

    number: int
    author: str
    created_at: datetime
    is_current: bool


@dataclass(frozen=True, slots=True)
class ItemPage:
    """An item as somebody who may read its text sees it; of its `version_count` versions the newest ones."""

    seen: Seen
    by: ItemRoles
    organisation: str
    owner: str
    creator: str
    editor: str
    campaign: Row[str, str] | None
    bills: Sequence[Bill]
    channels: Sequence[ItemChannel]
    recorders: Mapping[int, str]
    publications: tuple[Publication, ...]
    organisations: dict[int, str]
    versions: tuple[VersionLine, ...]
    version_count: int
    history: tuple[HistoryLine, ...]
    steps: tuple[Step, ...]
    yes_count: int
    is_concealed: bool
    out_before_lift: bool

    @property
    def item(self) -> Item:
        """Return the item's own row."""
        return self.seen.item

    @property
    def fields(self) -> frozenset[str]:
        """Return the fields that its kind asks for."""
        return frozenset(field.value for field in KINDS[Kind(self.item.kind)].fields)

    @property
    def may_write(self) -> bool:
        """Say whether the person may change the text now."""
        return self.by.may(Act.WRITE) and self.item.state in UNPUBLISHED

    @property
    def may_plan(self) -> bool:
        """Say whether the person may change what is planned."""
        return self.by.may(Act.CHANGE_PLAN) and self.item.state not in SETTLED

    @property
    def may_delete(self) -> bool:
        """Say whether the person may delete the item."""
        return self.by.may(Act.DELETE_ITEM) and self.item.state in DELETABLE


def item_page(
    session: Session,
    viewer: Viewer,
    actor_roles: ActorRoles,
    picture: ItemPicture,
    status: SignOffStatus,
    *,
    in_the_way: InTheWay | None = None,
) -> ItemPage:
    """Return what the page of an item shows; the viewer has been let in to the text.

    `status` is how the organisations stand to them, `in_the_way` what else keeps it from being scheduled.
    """
    seen, item, by = picture.seen, picture.seen.item, roles(actor_roles, picture.seen.item)
    recorders = {row.published_by for row in picture.channels if row.published_by is not None}
    people = names_with_organisations(session, _people(seen, picture.saves.rows) | recorders)
    organisations = {item.organisation_id, *(row.organisation_id for row in status.organisations)}
    organisations |= {row.organisation_id for row in seen.text.variants if row.organisation_id is not None}
    known = organisation_names(session, organisations)
    return ItemPage(
        seen=seen,
        by=by,
        organisation=known.get(item.organisation_id, ""),
        owner=people.get(item.owner_id or 0, ""),
        creator=people.get(item.created_by or 0, ""),
        editor=people.get(seen.version.author_id or 0, ""),
        campaign=campaign_named(session, viewer, item.campaign_id) if item.campaign_id is not None else None,
        bills=picture.bills,
        channels=picture.channels,
        recorders={ident: people[ident] for ident in recorders if ident in people},
        publications=publications(seen.text, [row.channel for row in picture.channels], Kind(item.kind)),
        organisations=known,
        versions=tuple(_version_line(row, item, people) for row in picture.saves.rows),
        version_count=picture.saves.total,
        history=history_lines(session, picture.acts),
        steps=_steps(item, by, _with(_transition_input(picture, status), in_the_way or InTheWay())),
        yes_count=sum(row.status is Status.YES for row in status.organisations),
        is_concealed=concealed(item.guard),
        out_before_lift=_out_before_lift(item),
    )


def _people(seen: Seen, saves: Sequence[Save]) -> set[int]:
    people = {seen.item.owner_id, seen.item.created_by, seen.version.author_id, *(row.author_id for row in saves)}
    return {person for person in people if person is not None}


def _version_line(row: Save, item: Item, people: dict[int, str]) -> VersionLine:
    return VersionLine(
        row.number, people.get(row.author_id or 0, ""), row.created_at, row.number == item.version_number
    )


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
