"""The list of items: filtered by what may be seen, with neutral rows for what may only be known of."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, contains_eager

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.reading import organisation_names
from scheduler.accounts.services.actor_roles import names
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import EntryKind, Guard
from scheduler.agenda.reading import EntryView, Selection, search
from scheduler.agenda.visibility_sql import concealed, readable_clause
from scheduler.campaigns.queries.campaigns import campaign_titles
from scheduler.content.channels.registry import CHANNELS
from scheduler.content.domain.workflow import UNPUBLISHED, State
from scheduler.content.labels import channel_name
from scheduler.content.models import Item, ItemChannel, ItemUndo, ItemVersion
from scheduler.content.permissions import roles
from scheduler.content.queries.items import UNDOABLE_FOR
from scheduler.folding import asked_words, holds
from scheduler.web.pagination import Page, first_row

PER_PAGE = 40
RESTORABLE_FOR = timedelta(days=30)
MAX_NEUTRAL = 50
OPEN = "open"
"""Stands among the states for all in which an item is still on its way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFilter:
    """What is asked for; empty values ask for everything. `state` may be `open`; `text` stands in titles."""

    mine: bool = False
    deleted: bool = False
    state: str = ""
    kind: str = ""
    organisation_id: int | None = None
    campaign_id: int | None = None
    text: str = ""

    @property
    def shows_placeholders(self) -> bool:
        """Say whether a neutral face can fit: it has no kind, state, campaign or owner to be asked for."""
        asked = (self.kind, self.organisation_id, self.campaign_id, self.mine, self.deleted)
        return not any(asked) and self.state in ("", OPEN)


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
    """Return one page of the items whose words the viewer may read, nearest day first; pages count from 1."""
    start = first_row(page, PER_PAGE)
    query = _asked_for(viewer, actor_roles, wanted, now)
    if wanted.text:
        found = _with_text(session, query, wanted.text)
        ids, total = found[start : start + PER_PAGE], len(found)
    else:
        ids = list(session.scalars(query.with_only_columns(Item.id).offset(start).limit(PER_PAGE)))
        total = session.scalar(query.order_by(None).with_only_columns(func.count())) or 0
    return Page(rows_of(session, viewer, actor_roles, ids), page, PER_PAGE, total)


def rows_of(session: Session, viewer: Viewer, actor_roles: ActorRoles, item_ids: Sequence[int]) -> list[ItemRow]:
    """Return those of the items whose words the viewer may read, in the order given; six queries."""
    current = (ItemVersion.item_id == Item.id) & (ItemVersion.number == Item.version_number)
    query = select(Item, ItemVersion.title).join(Guard, Guard.id == Item.guard_id).join(ItemVersion, current)
    query = query.options(contains_eager(Item.guard)).where(Item.id.in_(item_ids), readable_clause(viewer))
    found = {item.id: (item, title) for item, title in session.execute(query)}
    items = [found[ident][0] for ident in item_ids if ident in found]
    organisations = organisation_names(session, {item.organisation_id for item in items})
    owners = names(session, {item.owner_id for item in items if item.owner_id is not None})
    campaigns = campaign_titles(session, viewer, {item.campaign_id for item in items if item.campaign_id is not None})
    channels = _channels(session, [item.id for item in items])
    return [
        ItemRow(
            id=item.id,
            public_id=item.public_id,
            title=found[item.id][1],
            kind=item.kind,
            state=item.state,
            publish_on=item.publish_on,
            publish_at=item.publish_at,
            publish_zone=item.publish_zone,
            organisation=organisations.get(item.organisation_id, ""),
            owner=owners.get(item.owner_id or 0, ""),
            campaign=campaigns.get(item.campaign_id or 0, ""),
            channels=channels.get(item.id, ()),
            guard=item.guard,
            concealed=concealed(item.guard),
            may_change=bool(roles(actor_roles, item).roles),
            deleted_at=item.deleted_at,
        )
        for item in items
    ]


def neutral_rows(session: Session, viewer: Viewer, wanted: ItemFilter, today: date) -> list[EntryView]:
    """Return the faces of items of which the viewer may only know that there is something, coming ones first."""
    if not wanted.shows_placeholders:
        return []
    values = {"kind": [EntryKind.CONTENT.value], **({"text": [wanted.text]} if wanted.text else {})}
    faces = [row for row in search(session, viewer, Selection.parse(values), today, limit=200) if row.concealed]
    readable = _readable(session, viewer, [row.source_id for row in faces])
    return [row for row in faces if row.source_id not in readable][:MAX_NEUTRAL]


def chosen_items(session: Session, viewer: Viewer, public_ids: Sequence[str]) -> list[Item]:
    """Return those of the items whose words the viewer may read, by id; deleted ones are left out."""
    query = select(Item).join(Guard, Guard.id == Item.guard_id).options(contains_eager(Item.guard))
    query = query.where(Item.public_id.in_(public_ids), Item.deleted_at.is_(None), readable_clause(viewer))
    return list(session.scalars(query.order_by(Item.id)))


def deleted_item(session: Session, viewer: Viewer, public_id: str) -> Item | None:
    """Return a deleted item whose words the viewer may read."""
    query = select(Item).join(Guard, Guard.id == Item.guard_id).options(contains_eager(Item.guard))
    return session.scalar(
        query.where(Item.public_id == public_id, Item.deleted_at.is_not(None), readable_clause(viewer))
    )


def undo_of(session: Session, address: str, person_id: int) -> ItemUndo | None:
    """Return what a person can take back."""
    return session.scalar(select(ItemUndo).where(ItemUndo.addressed(address), ItemUndo.person_id == person_id))


def undoables(session: Session, person_id: int, now: datetime) -> Sequence[ItemUndo]:
    """Return what a person did to several items in the last day and has not taken back, newest first."""
    query = select(ItemUndo).where(ItemUndo.person_id == person_id, ItemUndo.undone_at.is_(None))
    query = query.where(ItemUndo.at > now - UNDOABLE_FOR)
    return session.scalars(query.order_by(ItemUndo.id.desc()).limit(3)).all()


def _asked_for(viewer: Viewer, actor_roles: ActorRoles, wanted: ItemFilter, now: datetime) -> Select[int, str]:
    current = (ItemVersion.item_id == Item.id) & (ItemVersion.number == Item.version_number)
    query = select(Item.id, ItemVersion.title).join(Guard, Guard.id == Item.guard_id).join(ItemVersion, current)
    query = query.where(readable_clause(viewer), *_wanted(actor_roles, wanted, now))
    return query.order_by(Item.publish_on.asc().nulls_last(), Item.publish_at.asc().nulls_first(), Item.id)


def _with_text(session: Session, query: Select[int, str], text: str) -> list[int]:
    """Return the ids of items with all words in their title, folded here: before the lift no other table has them."""
    words = asked_words(text)
    return [ident for ident, title in session.execute(query) if holds(title, words)]


def _wanted(actor_roles: ActorRoles, wanted: ItemFilter, now: datetime) -> list[ColumnElement[bool]]:
    clauses: list[ColumnElement[bool]] = [Item.deleted_at.is_(None)]
    if wanted.deleted:
        own = Item.organisation_id.in_(sorted(actor_roles.organisations))
        clauses = [Item.deleted_at > now - RESTORABLE_FOR, own]
    if wanted.mine:
        clauses.append(Item.owner_id == actor_roles.person_id)
    if wanted.state:
        clauses.append(Item.state.in_(UNPUBLISHED if wanted.state == OPEN else [State(wanted.state)]))
    if wanted.kind:
        clauses.append(Item.kind == wanted.kind)
    if wanted.organisation_id is not None:
        clauses.append(Item.organisation_id == wanted.organisation_id)
    if wanted.campaign_id is not None:
        clauses.append(Item.campaign_id == wanted.campaign_id)
    return clauses


def _readable(session: Session, viewer: Viewer, item_ids: Sequence[int]) -> frozenset[int]:
    query = select(Item.id).join(Guard, Guard.id == Item.guard_id).where(Item.id.in_(item_ids), readable_clause(viewer))
    return frozenset(session.scalars(query))


def _channels(session: Session, item_ids: Sequence[int]) -> dict[int, tuple[str, ...]]:
    query = select(ItemChannel.item_id, ItemChannel.channel).where(ItemChannel.item_id.in_(item_ids))
    chosen = {(ident, slug) for ident, slug in session.execute(query)}
    return {ident: tuple(channel_name(slug) for slug in CHANNELS if (ident, slug) in chosen) for ident in item_ids}
