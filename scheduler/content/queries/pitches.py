"""Reads to which outlets items were offered; whoever asks has read the item, or is a service."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.content.domain.kinds import PITCHED, Kind
from scheduler.content.domain.pitches import PitchAnswer
from scheduler.content.models import Item
from scheduler.content.press_models import Pitch
from scheduler.content.queries.listed import ListedItem


def pitches_of(session: Session, item: Item) -> Sequence[Pitch]:
    """Return the pitches of an item, the first one first; those without a day come last."""
    query = select(Pitch).where(Pitch.item_id == item.id)
    return session.scalars(query.order_by(Pitch.pitched_on.is_(None), Pitch.pitched_on, Pitch.id)).all()


def pitch_of(session: Session, item: Item, address: str) -> Pitch | None:
    """Return a pitch of this item by its address."""
    return session.scalar(select(Pitch).where(Pitch.addressed(address), Pitch.item_id == item.id))


def exclusives_by_item(session: Session, items: Sequence[Item | ListedItem]) -> dict[int, list[Pitch]]:
    """Return by item the exclusive offers that nobody has answered yet; nothing is asked for kinds without pitches."""
    ids = [item.id for item in items if Kind(item.kind) in PITCHED]
    found: dict[int, list[Pitch]] = {}
    if ids:
        query = select(Pitch).where(Pitch.item_id.in_(ids), Pitch.exclusive_at.is_not(None))
        query = query.where(Pitch.answer == PitchAnswer.NONE).order_by(Pitch.exclusive_at, Pitch.id)
        for row in session.scalars(query):
            found.setdefault(row.item_id, []).append(row)
    return found


@dataclass(frozen=True, slots=True)
class ExclusiveEnd:
    """Until when an outlet alone may have an item (aware UTC), the zone in which that was said, and the outlet."""

    at: datetime
    zone: str
    outlet: str


def exclusive_ends(session: Session, items: Sequence[Item]) -> dict[int, ExclusiveEnd]:
    """Return by item the last moment until which an outlet alone may have it; items without one are left out.

    The item says so itself, or an offer to an outlet that has not declined; that outlet is named if the item names it.
    """
    found = {
        item.id: ExclusiveEnd(item.exclusive_at, item.exclusive_zone or "UTC", item.outlet)
        for item in items
        if item.exclusive_at is not None
    }
    outlets = {item.id: item.outlet for item in items if Kind(item.kind) in PITCHED}
    if outlets:
        query = select(Pitch).where(
            Pitch.item_id.in_(outlets), Pitch.answer.in_((PitchAnswer.NONE, PitchAnswer.ACCEPTED))
        )
        for row in session.scalars(query.where(Pitch.exclusive_at.is_not(None)).order_by(Pitch.exclusive_at)):
            known = found.get(row.item_id)
            if row.exclusive_at is not None and (known is None or known.at < row.exclusive_at):
                named = row.outlet if row.outlet == outlets[row.item_id] else ""
                found[row.item_id] = ExclusiveEnd(row.exclusive_at, row.exclusive_zone or "UTC", named)
    return found


def pitches_after(session: Session, since: datetime) -> Sequence[tuple[Pitch, Item]]:
    """Return the pitches whose exclusive offer ends after a moment, with their items; for services."""
    query = select(Pitch, Item).join(Item, Item.id == Pitch.item_id).where(Pitch.exclusive_at > since)
    return [(row[0], row[1]) for row in session.execute(query.order_by(Pitch.id))]
