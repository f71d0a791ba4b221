"""For services alone: items and what belongs to them, whoever may see them."""

from collections.abc import Collection, Sequence
from functools import cache

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from scheduler.content.channels.registry import CHANNELS
from scheduler.content.models import (
    CheckOverride,
    Item,
    ItemBill,
    ItemChannel,
    ItemComment,
    ItemFact,
    ItemSignatory,
    ItemVersion,
    SignOff,
)
from scheduler.facts.models import Fact
from scheduler.legislation.models import Bill
from scheduler.request_cache import asked_once


def is_commented(session: Session, item_id: int) -> bool:
    """Say whether somebody has said something beside an item."""
    query = select(ItemComment.id).where(ItemComment.item_id == item_id, ItemComment.deleted_at.is_(None))
    return session.scalar(query.limit(1)) is not None


def item_row(session: Session, item_id: int) -> Item | None:
    """Return an item whoever may see it, deleted or not; for services."""
    return session.get(Item, item_id)


def items_by_id(session: Session, item_ids: Collection[int]) -> dict[int, Item]:
    """Return items by id, deleted ones included; for services."""
    return {row.id: row for row in session.scalars(select(Item).where(Item.id.in_(item_ids)))}


@asked_once
def current_version(session: Session, item: Item) -> ItemVersion:
    """Return the text of an item as it is now, whoever may read it; for services."""
    query = select(ItemVersion).where(ItemVersion.item_id == item.id, ItemVersion.number == item.version_number)
    return session.scalars(query).one()


def current_versions(session: Session, items: Collection[Item]) -> dict[int, ItemVersion]:
    """Return the texts of items as they are now, by item, as `current_version` does one."""
    query = select(ItemVersion).join(Item, Item.id == ItemVersion.item_id)
    query = query.where(Item.id.in_({one.id for one in items}), ItemVersion.number == Item.version_number)
    return {row.item_id: row for row in session.scalars(query)}


@asked_once
def signatory_rows(session: Session, item: Item) -> Sequence[ItemSignatory]:
    """Return the organisations whose sign-off an item needs besides its owner's, in order of id."""
    query = select(ItemSignatory).where(ItemSignatory.item_id == item.id)
    return session.scalars(query.order_by(ItemSignatory.organisation_id)).all()


@asked_once
def signatory_ids(session: Session, item: Item) -> tuple[int, ...]:
    """Return the ids of those organisations, ascending."""
    return tuple(row.organisation_id for row in signatory_rows(session, item))


@asked_once
def sign_offs_of(session: Session, item: Item) -> Sequence[SignOff]:
    """Return every answer that organisations gave to an item, oldest first."""
    return session.scalars(select(SignOff).where(SignOff.item_id == item.id).order_by(SignOff.at, SignOff.id)).all()


def has_sign_offs(session: Session, organisation_id: int) -> bool:
    """Say whether anything was ever answered for an organisation."""
    return session.scalar(select(SignOff.id).where(SignOff.organisation_id == organisation_id).limit(1)) is not None


@asked_once
def channels_of(session: Session, item: Item) -> tuple[ItemChannel, ...]:
    """Return the channels of an item, in the order in which forms offer them."""
    return in_order_of_forms(session.scalars(_channels(), {"item_id": item.id}).all())


# Built once, as that of facts: to build them takes longer than to answer them.
@cache
def _channels() -> Select[ItemChannel]:
    return select(ItemChannel).where(ItemChannel.item_id == bindparam("item_id"))


def in_order_of_forms(rows: Sequence[ItemChannel]) -> tuple[ItemChannel, ...]:
    """Return channels of one item in the order in which forms offer them."""
    order = list(CHANNELS)
    return tuple(sorted(rows, key=lambda row: order.index(row.channel) if row.channel in order else len(order)))


def fact_rows(session: Session, item: Item) -> Sequence[tuple[ItemFact, Fact]]:
    """Return the passages of an item's copy that say facts, each with its fact, in order of id."""
    return [(row.ItemFact, row.Fact) for row in session.execute(_facts(), {"item_id": item.id})]


@cache
def _facts() -> Select[ItemFact, Fact]:
    query = select(ItemFact, Fact).join(Fact, Fact.id == ItemFact.fact_id)
    return query.where(ItemFact.item_id == bindparam("item_id")).order_by(ItemFact.id)


def bill_rows(session: Session, item: Item) -> Sequence[ItemBill]:
    """Return the bills that an item's copy refers to, in order of id."""
    return session.scalars(select(ItemBill).where(ItemBill.item_id == item.id).order_by(ItemBill.bill_id)).all()


@asked_once
def overrides_of(session: Session, item: Item) -> Sequence[CheckOverride]:
    """Return why required checks of an item were overridden, the oldest first."""
    query = select(CheckOverride).where(CheckOverride.item_id == item.id)
    return session.scalars(query.order_by(CheckOverride.id)).all()


@asked_once
def bills_of(session: Session, item: Item) -> Sequence[Bill]:
    """Return the bills that an item cites, by id."""
    query = select(Bill).join(ItemBill, ItemBill.bill_id == Bill.id).where(ItemBill.item_id == item.id)
    return session.scalars(query.order_by(Bill.id)).all()
