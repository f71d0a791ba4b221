"""What is planned of an item beside its text: whose, when, where, with whom."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from sqlalchemy.orm import Session

from scheduler.agenda.models import Guard
from scheduler.agenda.services.entry_drafts import Timed, When
from scheduler.content.channels.registry import CHANNELS
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.sharing import Sharing
from scheduler.content.models import Item, ItemBill, ItemChannel, ItemSignatory
from scheduler.content.queries.unguarded import bill_rows, channels_of, signatory_rows
from scheduler.content.services.access import Participants, sharing_of
from scheduler.content.services.calendar_entries import when_of
from scheduler.db import Base

Key = TypeVar("Key", int, str)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemPlan:
    """What is planned of an item; nothing of it is signed.

    `when` is a time in its zone, a day while there is no time, or nothing. `exclusive` is the moment until which the
    outlet alone has the piece. `signoff_due_on` is a day, inclusive.
    """

    kind: Kind
    organisation_id: int
    owner_id: int | None
    when: When | None
    campaign_id: int | None = None
    channels: tuple[str, ...] = ()
    signatories: frozenset[int] = frozenset()
    bills: frozenset[int] = frozenset()
    outlet: str = ""
    exclusive: Timed | None = None
    outside_link: str = ""
    signoff_due_on: date | None = None
    public_when_published: bool = False
    sharing: Sharing = field(default_factory=Sharing)

    @property
    def parties(self) -> Participants:
        """Return who has to do with the item."""
        must_keep_access = frozenset({self.owner_id} if self.owner_id is not None else ())
        return Participants(
            self.organisation_id, self.campaign_id, self.signatories - {self.organisation_id}, must_keep_access
        )


def plan_of(session: Session, item: Item) -> ItemPlan:
    """Return what is planned of a saved item, as the form asks for it."""
    guard = session.get_one(Guard, item.guard_id)
    signatories = frozenset(row.organisation_id for row in signatory_rows(session, item))
    return ItemPlan(
        kind=Kind(item.kind),
        organisation_id=item.organisation_id,
        owner_id=item.owner_id,
        when=when_of(item),
        campaign_id=item.campaign_id,
        channels=tuple(row.channel for row in channels_of(session, item)),
        signatories=signatories,
        bills=frozenset(row.bill_id for row in bill_rows(session, item)),
        outlet=item.outlet,
        exclusive=exclusive_of(item),
        outside_link=item.outside_link,
        signoff_due_on=item.signoff_due_on,
        public_when_published=item.public_when_published,
        sharing=sharing_of(guard, item.shared_with, item.organisation_id, signatories),
    )


def exclusive_of(item: Item) -> Timed | None:
    """Return until when the outlet alone has the piece."""
    if item.exclusive_local is None or item.exclusive_zone is None:
        return None
    return Timed(item.exclusive_local, item.exclusive_zone, at=item.exclusive_at)


def apply_plan(item: Item, plan: ItemPlan) -> None:
    """Write the parts of the plan that stand in the item's own row."""
    item.kind, item.organisation_id, item.owner_id = plan.kind, plan.organisation_id, plan.owner_id
    item.campaign_id, item.outlet, item.outside_link = plan.campaign_id, plan.outlet, plan.outside_link
    item.signoff_due_on, item.public_when_published = plan.signoff_due_on, plan.public_when_published
    item.shared_with = plan.sharing.with_whom
    set_publish_time(item, plan.when)
    exclusive = plan.exclusive
    item.exclusive_local = exclusive.local_start if exclusive else None
    item.exclusive_zone = exclusive.zone if exclusive else None
    item.exclusive_at = exclusive.at if exclusive else None


def set_publish_time(item: Item, when: When | None) -> None:
    """Write when an item is to come out; a time needs its instant."""
    if isinstance(when, Timed):
        item.publish_on = when.local_start.date()
        item.publish_local, item.publish_zone, item.publish_at = when.local_start, when.zone, when.at
        return
    item.publish_on = when.first_day if when else None
    item.publish_local = item.publish_zone = item.publish_at = None


def sync_channels_signatories_bills(session: Session, item: Item, plan: ItemPlan, now: datetime) -> None:
    """Write channels, signatories and bills; those that stay keep what is known of them."""
    channels = {row.channel: row for row in channels_of(session, item)}
    wanted = [slug for slug in plan.channels if slug in CHANNELS]
    _sync(session, channels, wanted, lambda slug: ItemChannel(item_id=item.id, channel=slug))
    signatories = {row.organisation_id: row for row in signatory_rows(session, item)}
    named = plan.parties.signatories
    _sync(
        session,
        signatories,
        named,
        lambda ident: ItemSignatory(item_id=item.id, organisation_id=ident, named_at=now),
    )
    bills = {row.bill_id: row for row in bill_rows(session, item)}
    _sync(session, bills, plan.bills, lambda ident: ItemBill(item_id=item.id, bill_id=ident))
    session.flush()


def _sync(session: Session, known: Mapping[Key, Base], wanted: Collection[Key], make: Callable[[Key], Base]) -> None:
    for key, row in known.items():
        if key not in wanted:
            session.delete(row)
    session.add_all(make(key) for key in wanted if key not in known)
