"""Keeps items and their embargoes at their wall time when the rules of their zone change."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import coordinators
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.guards import derive_embargo_again, embargo_is_outdated
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.content.models import Item
from scheduler.content.press_models import Pitch
from scheduler.content.queries.open_items import items_with_moments_after
from scheduler.content.queries.pitches import pitches_after, pitches_of
from scheduler.content.queries.unguarded import item_row
from scheduler.content.services.calendar_entries import publish_item
from scheduler.content.services.involved import informed_of_item, keepers_of
from scheduler.content.services.notifications import ItemNotice, notify_people
from scheduler.content.services.revisions import lock_any_item
from scheduler.dates.timezones import FURTHEST_MOVE, derived_unless_past


class ContentZones:
    """Derives again when items publish, until when an outlet has them alone, and when their embargo lifts."""

    name = "content"

    def outdated(self, session: Session, now: datetime) -> Sequence[int]:
        """Return the items with a moment to come that the present rules would derive otherwise."""
        rows = items_with_moments_after(session, now)
        return [row.id for row in rows if _moments(row, now) != _stored(row) or embargo_is_outdated(row.guard, now)]

    def follow(self, session: Session, row_id: int, version: str, context: ChangeContext) -> None:
        """Derive one item again; notify its owner, the coordinators and, of an embargo, whoever has heard of it."""
        item = item_row(session, row_id)
        if item is None:
            return
        lock_any_item(session, item)
        before = item.publish_at
        item.publish_at, item.exclusive_at = _moments(item, context.now)
        lifts = derive_embargo_again(session, item.guard, context.now)
        publish_item(session, item, context)
        if item.deleted_at is not None:
            return
        owners = {*keepers_of(session, item), *coordinators(session)}
        if before is not None and before != item.publish_at:
            details = {"from_at": int(before.timestamp())}
            notify_people(
                session, item, ItemNotice(NotificationKind.CLOCKS_CHANGED, owners, f"zones:{version}", details), context
            )
        if lifts is not None:
            people = owners | informed_of_item(session, item)
            news = ItemNotice(NotificationKind.CLOCKS_CHANGED, people, f"zones:{version}:lift", lifts)
            notify_people(session, item, news, context)


class PitchZones:
    """Derives again until when outlets may have an item alone; whoever sees it reads the same hour there as before."""

    name = "pitches"

    def outdated(self, session: Session, now: datetime) -> Sequence[int]:
        """Return the items with an exclusive offer whose end the present rules would derive otherwise."""
        rows = pitches_after(session, now - FURTHEST_MOVE)
        return list(dict.fromkeys(item.id for pitch, item in rows if _exclusive_at(pitch, now) != pitch.exclusive_at))

    def follow(self, session: Session, row_id: int, version: str, context: ChangeContext) -> None:
        """Derive the offers of one item again."""
        del version
        item = item_row(session, row_id)
        if item is None:
            return
        lock_any_item(session, item)
        for pitch in pitches_of(session, item):
            pitch.exclusive_at = _exclusive_at(pitch, context.now)


def _exclusive_at(pitch: Pitch, now: datetime) -> datetime | None:
    return derived_unless_past(pitch.exclusive_local, pitch.exclusive_zone, pitch.exclusive_at, now)


def _stored(item: Item) -> tuple[datetime | None, datetime | None]:
    return item.publish_at, item.exclusive_at


def _moments(item: Item, now: datetime) -> tuple[datetime | None, datetime | None]:
    """Return the moments of an item by the present rules; what is past by the old and the present ones stays."""
    return (
        derived_unless_past(item.publish_local, item.publish_zone, item.publish_at, now),
        derived_unless_past(item.exclusive_local, item.exclusive_zone, item.exclusive_at, now),
    )
