"""The list of items: filtered by what may be seen, with neutral rows for what may only be known of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row
from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import EntryKind, Guard
from scheduler.agenda.reading import EntryView, Selection, search_placeholders
from scheduler.agenda.visibility_sql import concealed
from scheduler.content.channels.registry import CHANNELS
from scheduler.content.labels import channel_name
from scheduler.content.permissions import roles
from scheduler.content.queries.item_list import (
    PER_PAGE,
    ItemFilter,
    items_by_id,
    items_with_text,
    listed_items,
)
from scheduler.web.pagination import Page, first_row

MAX_NEUTRAL = 50


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item in a list, as somebody who may read its text sees it; `campaign` is a title, empty if not theirs."""

    id: int
    public_id: str
    title: str
    kind: str
    state: str
    publish_on: date | None
    publish_at: datetime | None
    publish_zone: str | None
    organisation: str
    owner: str
    campaign: str
    channels: tuple[str, ...]
    guard: Guard
    concealed: bool
    may_change: bool
    deleted_at: datetime | None


def items_page(
    session: Session, viewer: Viewer, actor_roles: ActorRoles, wanted: ItemFilter, *, page: int, now: datetime
) -> Page[ItemRow]:
    """Return one page of the items whose text the viewer may read, nearest day first; pages count from 1."""
    if wanted.text:
        found = items_with_text(session, viewer, actor_roles, wanted, now)
        start = first_row(page, PER_PAGE)
        shown = rows_of(session, viewer, actor_roles, found[start : start + PER_PAGE])
        return Page(shown, page, PER_PAGE, len(found))
    rows, total = listed_items(session, viewer, actor_roles, wanted, page=page, now=now)
    return Page([_row(row, actor_roles) for row in rows], page, PER_PAGE, total)


def rows_of(session: Session, viewer: Viewer, actor_roles: ActorRoles, item_ids: Sequence[int]) -> list[ItemRow]:
    """Return those of the items whose text the viewer may read, in the order given; one query."""
    found = items_by_id(session, viewer, item_ids)
    return [_row(found[ident], actor_roles) for ident in item_ids if ident in found]


def _row(row: Row[*tuple[Any, ...]], actor_roles: ActorRoles) -> ItemRow:
    item, channels = row.Item, (row.channels or "").split()
    return ItemRow(
        id=item.id,
        public_id=item.public_id,
        title=row.title,
        kind=item.kind,
        state=item.state,
        publish_on=item.publish_on,
        publish_at=item.publish_at,
        publish_zone=item.publish_zone,
        organisation=row.organisation,
        owner=row.owner or "",
        campaign=row.campaign or "",
        channels=tuple(channel_name(slug) for slug in CHANNELS if slug in channels),
        guard=item.guard,
        concealed=concealed(item.guard),
        may_change=bool(roles(actor_roles, item).roles),
        deleted_at=item.deleted_at,
    )


def neutral_rows(session: Session, viewer: Viewer, wanted: ItemFilter, today: date) -> list[EntryView]:
    """Return the placeholders of items of which the viewer may only know that there is something, coming ones first."""
    if not wanted.shows_placeholders:
        return []
    values = {"kind": [EntryKind.CONTENT.value], **({"text": [wanted.text]} if wanted.text else {})}
    return search_placeholders(session, viewer, Selection.parse(values), today, limit=MAX_NEUTRAL)
