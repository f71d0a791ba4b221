"""Items as pages of hundreds read them: the columns that these need, not rows with all that can be changed.

To load so many whole rows takes several times as long. Every query here applies the guard.
"""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, Row, Select, bindparam, select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import GuardRules, Viewer
from scheduler.agenda.models import Guard
from scheduler.agenda.visibility_sql import AnyMember, GuardColumns, asked_by, asking, readable_clause, rules_of
from scheduler.content.models import Item, ItemVersion
from scheduler.content.queries.items import Seen, beside_item, signatories_of, with_current_text


class ListedItem(NamedTuple):
    """What lists read of an `Item`."""

    id: int
    public_id: str
    kind: str
    state: str
    campaign_id: int | None
    organisation_id: int
    owner_id: int | None
    publish_on: date | None
    publish_at: datetime | None
    publish_zone: str | None
    proposed_on: date | None
    signoff_due_on: date | None
    public_when_published: bool
    published_at: datetime | None
    revision: int
    created_at: datetime
    guard: GuardColumns


class ListedVersion(NamedTuple):
    """What lists read of an `ItemVersion`."""

    number: int
    title: str
    text: str
    text_hash: str
    author_id: int | None
    created_at: datetime


class ListedSeen(NamedTuple):
    """What `Seen` is, of columns alone."""

    item: ListedItem
    version: ListedVersion
    rules: GuardRules
    signatories: tuple[int, ...]
    in_review_since: datetime | None


AnySeen = Seen | ListedSeen

_OF_ITEM = ListedItem._fields[:-1]
_VERSION_AT = len(_OF_ITEM)
_GUARD_AT = _VERSION_AT + len(ListedVersion._fields)
_BESIDE_AT = _GUARD_AT + len(GuardColumns._fields)
BEHIND = _BESIDE_AT + 4
"""Where in a row the columns begin that somebody has added."""


# Built once: to build it takes longer than to answer it.
@cache
def select_listed() -> Select[*tuple[Any, ...]]:
    """Select what `listed_of` makes an item of, with its joined Guard: to be narrowed to what somebody may read."""
    tables = ((Item, _OF_ITEM), (ItemVersion, ListedVersion._fields), (Guard, GuardColumns._fields))
    columns = [getattr(table, name) for table, names in tables for name in names]
    return with_current_text(select(*columns, *beside_item()).select_from(Item))


def listed_of(row: Row[*tuple[Any, ...]]) -> ListedSeen:
    """Return the item of a row of `select_listed`."""
    guard = GuardColumns._make(row[_GUARD_AT:_BESIDE_AT])
    organisations, people, signatories, since = row[_BESIDE_AT:BEHIND]
    return ListedSeen(
        ListedItem._make((*row[:_VERSION_AT], guard)),
        ListedVersion._make(row[_VERSION_AT:_GUARD_AT]),
        rules_of(guard, organisations, people),
        signatories_of(signatories),
        since,
    )


def listed_of_campaign(session: Session, viewer: Viewer, campaign_id: int) -> Sequence[ListedSeen]:
    """Return the items of a campaign whose text the viewer may read, in order of day and id."""
    rows = session.execute(_listed_of_campaign(asking(viewer)), {**asked_by(viewer), "campaign_id": campaign_id})
    return [listed_of(row) for row in rows]


@lru_cache(maxsize=8)
def _listed_of_campaign(viewer: Viewer | AnyMember) -> Select[*tuple[Any, ...]]:
    theirs = Item.campaign_id == bindparam("campaign_id", type_=Integer())
    return select_listed().where(theirs, readable_clause(viewer)).order_by(Item.publish_on, Item.id)
