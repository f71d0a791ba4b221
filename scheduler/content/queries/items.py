"""The only queries of items and their text: every query here applies the guard."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Row, Select, String, and_, bindparam, case, cast, exists, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from scheduler.agenda.domain.visibility import GuardRules, Viewer
from scheduler.agenda.models import Guard
from scheduler.agenda.visibility_sql import (
    AnyMember,
    asked_by,
    asking,
    concealed_clause,
    listable_clause,
    readable_clause,
    readable_statement_clause,
    rules_of,
    whom_it_names,
)
from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.audit.subjects import SubjectKind
from scheduler.campaigns.models import Campaign
from scheduler.content.domain.binding import same_texts
from scheduler.content.domain.item_text import ItemText, text_from_json
from scheduler.content.domain.workflow import SETTLED, State
from scheduler.content.models import Item, ItemChannel, ItemSignatory, ItemVersion
from scheduler.content.queries import unguarded

MOST_BESIDE = 60
"""With how many posts of others one is compared."""

_INTO_REVIEW = (AuditAct.CONTENT_SEND_TO_REVIEW, AuditAct.CONTENT_FELL_BACK)


@dataclass(frozen=True)
class Seen:
    """An item with its current text, as somebody who may read it sees it.

    `rules` is what its guard said when it was read, `signatories` are the organisations that sign it besides its own,
    ascending, `in_review_since` (aware UTC) says since when it is in review, if it is.
    """

    item: Item
    version: ItemVersion
    rules: GuardRules
    signatories: tuple[int, ...]
    in_review_since: datetime | None

    @cached_property
    def text(self) -> ItemText:
        """The text itself."""
        return text_from_json(self.version.text)


@dataclass(frozen=True, slots=True)
class RedactedItem:
    """All that may be known of an item whose text is kept back: a placeholder title, when, and until when.

    `title` is empty when nobody chose one.
    """

    title: str
    publish_on: date | None
    publish_at: datetime | None
    publish_zone: str | None
    guard: Guard


# Built once: to build it takes longer than to answer it.
@cache
def select_seen() -> Select[*tuple[Any, ...]]:
    """Select what `seen_of` makes an item of, with its joined Guard: to be narrowed to what somebody may read."""
    guard = contains_eager(Item.guard)
    options = (guard.lazyload(Guard.organisations), guard.lazyload(Guard.people))
    return with_current_text(select(Item, ItemVersion, *beside_item())).options(*options)


def beside_item() -> tuple[ColumnElement[Any], ...]:
    """Return SQL over an Item and its Guard: whom this names, who signs, and since when it is in review."""
    organisations, people = whom_it_names()
    signatories = select(func.aggregate_strings(cast(ItemSignatory.organisation_id, String), " "))
    signatories = signatories.where(ItemSignatory.item_id == Item.id)
    came_in = [AuditRow.subject_kind == SubjectKind.CONTENT, AuditRow.subject_id == Item.id]
    since = select(func.max(AuditRow.at)).where(*came_in, AuditRow.act.in_(_INTO_REVIEW)).correlate(Item)
    return (
        organisations.label("named_organisations"),
        people.label("named_people"),
        signatories.correlate(Item).scalar_subquery().label("signatories"),
        # The log of an item is long: it is read where the answer counts.
        case((Item.state == State.IN_REVIEW, since.scalar_subquery())).label("in_review_since"),
    )


def with_current_text(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join the Guard and the present version of items that are not deleted."""
    current = and_(ItemVersion.item_id == Item.id, ItemVersion.number == Item.version_number)
    query = query.join(Guard, Guard.id == Item.guard_id).join(ItemVersion, current)
    return query.where(Item.deleted_at.is_(None))


def seen_of(row: Row[*tuple[Any, ...]]) -> Seen:
    """Return the item of a row of `select_seen`."""
    item, version, organisations, people, signatories, since = row[:6]
    return Seen(item, version, rules_of(item.guard, organisations, people), signatories_of(signatories), since)


# The items of a campaign are signed by the same few.
@lru_cache(maxsize=1024)
def signatories_of(text: str | None) -> tuple[int, ...]:
    """Return the organisations that a text of `beside_item` names, ascending."""
    return tuple(sorted(map(int, (text or "").split())))


def is_known(session: Session, viewer: Viewer, public_id: str) -> bool:
    """Say whether somebody who may not read an item may know that it is there; nobody knows of a deleted one."""
    query = select(Item.id).join(Guard, Guard.id == Item.guard_id)
    query = query.where(Item.public_id == public_id, Item.deleted_at.is_(None), listable_clause(viewer))
    return session.scalar(query) is not None


def redacted_item(session: Session, viewer: Viewer, public_id: str) -> RedactedItem | None:
    """Return the placeholder of an item whose text is kept back; None for whoever may not know of it."""
    query = select(Item).join(Guard, Guard.id == Item.guard_id).options(contains_eager(Item.guard))
    query = query.where(
        Item.public_id == public_id, Item.deleted_at.is_(None), concealed_clause(), listable_clause(viewer)
    )
    item = session.scalar(query)
    if item is None:
        return None
    return RedactedItem(item.guard.placeholder_title, item.publish_on, item.publish_at, item.publish_zone, item.guard)


def readable_item(session: Session, viewer: Viewer, public_id: str) -> Seen | None:
    """Return an item with its text; None for whoever may not read it, whatever the reason."""
    asked = {**asked_by(viewer), "public_id": public_id}
    row = session.execute(_readable_item(asking(viewer)), asked).one_or_none()
    return seen_of(row) if row else None


@lru_cache(maxsize=8)
def _readable_item(viewer: Viewer | AnyMember) -> Select[*tuple[Any, ...]]:
    return select_seen().where(Item.public_id == bindparam("public_id"), readable_clause(viewer))


def items_of_campaign(session: Session, viewer: Viewer, campaign_id: int) -> list[Seen]:
    """Return the items of a campaign whose text the viewer may read, in order of day and id."""
    query = select_seen().where(Item.campaign_id == campaign_id, readable_clause(viewer))
    return [seen_of(row) for row in session.execute(query.order_by(Item.publish_on, Item.id))]


def items_of_days(session: Session, viewer: Viewer, first: date, last: date) -> list[Seen]:
    """Return the items for these days, both included, whose text the viewer may read, in order of day and id."""
    query = select_seen().where(Item.publish_on.between(first, last), readable_clause(viewer))
    return [seen_of(row) for row in session.execute(query.order_by(Item.publish_on, Item.id))]


def items_at(session: Session, viewer: Viewer, public_ids: Collection[str]) -> list[Seen]:
    """Return those of the items behind addresses whose text the viewer may read, in order of id."""
    query = select_seen().where(Item.public_id.in_(public_ids), readable_clause(viewer))
    return [seen_of(row) for row in session.execute(query.order_by(Item.id))]


class Save(NamedTuple):
    """A version without its text: by whom and when."""

    number: int
    author_id: int | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Saves:
    """The newest of an item's versions that somebody may read, newest first, and how many these are in all."""

    rows: Sequence[Save]
    total: int


def saves_of(session: Session, viewer: Viewer, item: Item, *, limit: int, before: int | None = None) -> Saves:
    """Return what there is to say of the newest versions, or of those before one, without their text.

    None if the viewer may not read the item's text. The present version is among them. Drafts of a time in which the
    text was kept back are for those who could read them.
    """
    columns = (ItemVersion.number, ItemVersion.author_id, ItemVersion.created_at, func.count().over())
    query = _versions(viewer, item).with_only_columns(*columns, maintain_column_froms=True)
    if before is not None:
        query = query.where(ItemVersion.number < before)
    rows = session.execute(query.order_by(ItemVersion.number.desc()).limit(limit)).all()
    return Saves([Save(*row[:3]) for row in rows], rows[0][3] if rows else 0)


def version_numbered(session: Session, viewer: Viewer, item: Item, number: int) -> ItemVersion | None:
    """Return a version of an item by its number, if the viewer may read it."""
    return session.scalar(_versions(viewer, item).where(ItemVersion.number == number))


def version_before(session: Session, viewer: Viewer, item: Item, number: int) -> ItemVersion | None:
    """Return the newest version of an item before one, of those that the viewer may read."""
    query = _versions(viewer, item).where(ItemVersion.number < number)
    return session.scalar(query.order_by(ItemVersion.number.desc()).limit(1))


def version_of_text(session: Session, viewer: Viewer, item: Item, text_hash: str) -> ItemVersion | None:
    """Return the latest version of an item with exactly this text, if the viewer may read it."""
    return newest_of_text(session, _versions(viewer, item), text_hash)


def newest_of_text(session: Session, versions: Select[ItemVersion], text_hash: str) -> ItemVersion | None:
    """Return the latest of these versions with exactly this text, by whatever formula and rules it was stored."""
    newest = versions.order_by(ItemVersion.number.desc())
    found = session.scalar(newest.where(ItemVersion.text_hash == text_hash).limit(1))
    if found is not None:
        return found
    return next((row for row in session.scalars(newest) if same_texts(row.signed_hash, text_hash)), None)


def _versions(viewer: Viewer, item: Item) -> Select[ItemVersion]:
    query = select(ItemVersion).join(Item, Item.id == ItemVersion.item_id).join(Guard, Guard.id == Item.guard_id)
    is_present = ItemVersion.number == Item.version_number
    readable = or_(is_present, readable_statement_clause(viewer, item.guard_id, ItemVersion.created_at))
    return query.where(ItemVersion.item_id == item.id, readable_clause(viewer), readable)


def items_behind(guards: Select[int]) -> Select[int]:
    """Select the ids of the items behind some guards, deleted ones included."""
    return select(Item.id).where(Item.guard_id.in_(guards))


def seen_channels(session: Session, seen: Seen) -> tuple[ItemChannel, ...]:
    """Return the channels of an item that somebody may read, in the order of the registry."""
    return unguarded.channels_of(session, seen.item)


def channel_rows_of_all(session: Session, items: Sequence[Seen]) -> dict[int, list[ItemChannel]]:
    """Return where items that somebody may read appear, by item and in the order of names; one query."""
    ids = [one.item.id for one in items]
    query = select(ItemChannel).where(ItemChannel.item_id.in_(ids)).order_by(ItemChannel.item_id, ItemChannel.channel)
    found: dict[int, list[ItemChannel]] = {}
    for row in session.scalars(query) if ids else ():
        found.setdefault(row.item_id, []).append(row)
    return found


def channels_of_all(session: Session, items: Sequence[Seen]) -> dict[int, tuple[str, ...]]:
    """Return the channels of items that somebody may read, by item and in the order of their names; one query."""
    ids = [one.item.id for one in items]
    query = select(ItemChannel.item_id, ItemChannel.channel).where(ItemChannel.item_id.in_(ids))
    query = query.order_by(ItemChannel.item_id, ItemChannel.channel)
    found: dict[int, tuple[str, ...]] = {}
    for item_id, channel in session.execute(query) if ids else ():
        found[item_id] = (*found.get(item_id, ()), channel)
    return found


def seen_signatories(session: Session, seen: Seen) -> tuple[int, ...]:
    """Return the organisations, besides its own, that sign off an item which somebody may read."""
    return unguarded.signatory_ids(session, seen.item)


def posts_beside(session: Session, viewer: Viewer, item: Item, channels: Collection[str], days: int) -> list[Seen]:
    """Return posts of other organisations that the viewer reads in full and that share a channel with one.

    They are of the same campaign, or of another on the same date of an observance, and come out so many days before or
    after at most; cancelled and retracted ones are left out. Of many, the newest `MOST_BESIDE`.
    """
    if item.campaign_id is None or item.publish_on is None or not channels:
        return []
    edition = select(Campaign.edition_id).where(Campaign.id == item.campaign_id).scalar_subquery()
    together = or_(
        Item.campaign_id == item.campaign_id,
        Item.campaign_id.in_(select(Campaign.id).where(Campaign.edition_id == edition)),
    )
    shared = exists().where(ItemChannel.item_id == Item.id, ItemChannel.channel.in_(channels))
    near = Item.publish_on.between(item.publish_on - timedelta(days=days), item.publish_on + timedelta(days=days))
    query = select_seen().where(readable_clause(viewer), together, near, shared, Item.kind == item.kind)
    query = query.where(Item.organisation_id != item.organisation_id, Item.state.not_in(SETTLED))
    return [seen_of(row) for row in session.execute(query.order_by(Item.id.desc()).limit(MOST_BESIDE))]
