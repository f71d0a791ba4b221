"""The rows of the list of items: filtered, counted and sorted, of those whose text somebody may read."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Row, Select, and_, func, select
from sqlalchemy.orm import Session, contains_eager

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.models import Organisation, Person
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Guard
from scheduler.agenda.visibility_sql import readable_clause
from scheduler.campaigns.queries.campaigns import campaign_title
from scheduler.content.domain.workflow import UNPUBLISHED, State
from scheduler.content.models import (
    Item,
    ItemBill,
    ItemChannel,
    ItemFact,
    ItemUndo,
    ItemVersion,
    ReleaseImport,
    SpreadsheetImport,
)
from scheduler.folding import asked_words, holds
from scheduler.rows import RESTORABLE_FOR, UNDOABLE_FOR
from scheduler.web.pagination import first_row

PER_PAGE = 40
Columns = TypeVarTuple("Columns")
OPEN = "open"
"""Stands among the states for all in which an item is still on its way."""

_IS_CURRENT = and_(ItemVersion.item_id == Item.id, ItemVersion.number == Item.version_number)


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFilter:
    """What is asked for; empty values ask for everything. `state` may be `open`; `text` stands in titles."""

    mine: bool = False
    deleted: bool = False
    state: str = ""
    kind: str = ""
    organisation_id: int | None = None
    campaign_id: int | None = None
    bill_id: int | None = None
    fact_id: int | None = None
    text: str = ""

    @property
    def shows_placeholders(self) -> bool:
        """Say whether a placeholder can fit: it has no kind, state, campaign, bill, fact or owner to be asked for."""
        about = (self.campaign_id, self.bill_id, self.fact_id)
        asked = (self.kind, self.organisation_id, *about, self.mine, self.deleted)
        return not any(asked) and self.state in ("", OPEN)


def listed_items(
    session: Session, viewer: Viewer, actor_roles: ActorRoles, wanted: ItemFilter, *, page: int, now: datetime
) -> tuple[Sequence[Row[*tuple[Any, ...]]], int]:
    """Return one page of the items whose text the viewer may read, nearest day first, and how many there are.

    Pages count from 1. The text of the filter is not looked for here.
    """
    wanted_here = (readable_clause(viewer), *_wanted(actor_roles, wanted, now))
    # Counted and put in order by little: what is shown of an item is looked up for those of the page alone.
    ids = select(Item.id, func.count().over().label("total")).join(Guard, Guard.id == Item.guard_id).where(*wanted_here)
    here = _in_order(ids).offset(first_row(page, PER_PAGE)).limit(PER_PAGE).cte("here")
    query = _rows(viewer).join(here, here.c.id == Item.id).add_columns(here.c.total)
    rows = session.execute(_in_order(query)).all()
    return rows, rows[0].total if rows else _total_before(session, page, wanted_here)


def items_with_text(
    session: Session, viewer: Viewer, actor_roles: ActorRoles, wanted: ItemFilter, now: datetime
) -> list[int]:
    """Return the ids of all items of the list in whose titles the text stands, in the same order."""
    query = _titles().where(readable_clause(viewer), *_wanted(actor_roles, wanted, now))
    return _with_text(session, _in_order(query), wanted.text)


def items_by_id(session: Session, viewer: Viewer, item_ids: Sequence[int]) -> dict[int, Row[*tuple[Any, ...]]]:
    """Return by id what the list shows of those items whose text the viewer may read."""
    query = _rows(viewer).where(Item.id.in_(item_ids), readable_clause(viewer))
    return {row.Item.id: row for row in session.execute(query)} if item_ids else {}


def _rows(viewer: Viewer) -> Select[*tuple[Any, ...]]:
    """Select items with what a list shows beside each; whom their guards name is not loaded, as no list shows it."""
    channels = select(func.aggregate_strings(ItemChannel.channel, " ")).where(ItemChannel.item_id == Item.id)
    query = select(
        Item,
        ItemVersion.title,
        Organisation.name.label("organisation"),
        Person.name.label("owner"),
        campaign_title(viewer, Item.campaign_id).label("campaign"),
        channels.correlate(Item).scalar_subquery().label("channels"),
    )
    query = query.join(Guard, Guard.id == Item.guard_id).join(ItemVersion, _IS_CURRENT)
    query = query.join(Organisation, Organisation.id == Item.organisation_id)
    query = query.outerjoin(Person, Person.id == Item.owner_id)
    guard = contains_eager(Item.guard)
    return query.options(guard.lazyload(Guard.organisations), guard.lazyload(Guard.people))


def chosen_items(session: Session, viewer: Viewer, public_ids: Sequence[str]) -> list[Item]:
    """Return those of the items whose text the viewer may read, by id; deleted ones are left out."""
    query = select(Item).join(Guard, Guard.id == Item.guard_id).options(contains_eager(Item.guard))
    query = query.where(Item.public_id.in_(public_ids), Item.deleted_at.is_(None), readable_clause(viewer))
    return list(session.scalars(query.order_by(Item.id)))


def titles_between(session: Session, viewer: Viewer, first: date, last: date) -> list[tuple[str, date]]:
    """Return title and day of the items from one day to another, inclusive, whose text the viewer may read."""
    query = select(ItemVersion.title, Item.publish_on).join(Item, _IS_CURRENT).join(Guard, Guard.id == Item.guard_id)
    query = query.where(Item.publish_on.between(first, last), Item.deleted_at.is_(None), readable_clause(viewer))
    return [(title, day) for title, day in session.execute(query) if day is not None]


def import_of(session: Session, address: str, person_id: int) -> SpreadsheetImport | None:
    """Return a spreadsheet that a person has uploaded; nobody else's."""
    wanted = (SpreadsheetImport.addressed(address), SpreadsheetImport.person_id == person_id)
    return session.scalar(select(SpreadsheetImport).where(*wanted))


def releases_of(session: Session, address: str, person_id: int) -> ReleaseImport | None:
    """Return the releases that a person has uploaded; nobody else's."""
    wanted = (ReleaseImport.addressed(address), ReleaseImport.person_id == person_id)
    return session.scalar(select(ReleaseImport).where(*wanted))


def deleted_item(session: Session, viewer: Viewer, public_id: str) -> Item | None:
    """Return a deleted item whose text the viewer may read."""
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


def _titles() -> Select[int, str]:
    query = select(Item.id, ItemVersion.title).join(Guard, Guard.id == Item.guard_id)
    return query.join(ItemVersion, _IS_CURRENT)


def _total_before(session: Session, page: int, wanted: Collection[ColumnElement[bool]]) -> int:
    """Return how many items there are when a page is empty: none, or it is behind the last one."""
    query = select(func.count()).select_from(Item).join(Guard, Guard.id == Item.guard_id)
    return session.scalar(query.where(*wanted)) or 0 if page > 1 else 0


def _in_order(query: Select[*Columns]) -> Select[*Columns]:
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
    return [*clauses, *_about(wanted)]


def _about(wanted: ItemFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.bill_id is not None:
        yield Item.id.in_(select(ItemBill.item_id).where(ItemBill.bill_id == wanted.bill_id))
    if wanted.fact_id is not None:
        yield Item.id.in_(select(ItemFact.item_id).where(ItemFact.fact_id == wanted.fact_id))
