"""What the search finds of items: in the copy of those that are in the calendar, and by all words those without a day.

Only of items that nothing conceals; who may read those in the calendar, their entries know.

Copy under embargo is found by nobody, its embargo group included: whoever reads it does so on its own page, on record.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, String, and_, cast, literal, select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Organisation
from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Entry, Guard
from scheduler.agenda.visibility_sql import AnyMember, asked_by, asking, concealed_clause, readable_clause
from scheduler.content.domain.item_text import text_from_json
from scheduler.content.domain.search_text import SEARCH_FORM, searched_texts
from scheduler.content.models import Item, ItemBill, ItemVersion
from scheduler.folding import holds
from scheduler.legislation.models import Bill
from scheduler.matching import Patterns, given_words, holds_one, spelling_counts, word_parameters

MOST_LOOKED_AT = 2000
"""In how many items without a publish date, the newest, words are looked for."""

_IS_CURRENT = and_(ItemVersion.item_id == Item.id, ItemVersion.number == Item.version_number)


@dataclass(frozen=True, slots=True)
class FoundCopy:
    """The texts of an item by which it is found, and each of them folded."""

    texts: Sequence[str]
    folded: Sequence[str]


@dataclass(frozen=True, slots=True)
class UndatedItem:
    """An item without a publish date, as a list shows it to somebody who may read it."""

    public_id: str
    title: str
    kind: str
    state: str
    organisation: str


def undated_items(session: Session, viewer: Viewer, words: Sequence[str]) -> list[UndatedItem]:
    """Return what has no publish date, and so no calendar entry, and holds all words in title or copy; newest first.

    As everywhere in the search, nothing that is concealed, for whomever.
    """
    query = _undated(asking(viewer), spelling_counts(words))
    rows = session.execute(query, {**asked_by(viewer), **given_words(words)})
    found = []
    for public_id, title, kind, state, organisation, *held in rows:
        # Titles are stored folded in calendar entries alone.
        if holds(title, [word for word, is_held in zip(words, held, strict=True) if not is_held]):
            found.append(UndatedItem(public_id, title, kind, state, organisation))
    return found


# Built once: to build it takes longer than to answer it.
@lru_cache(maxsize=32)
def _undated(viewer: Viewer | AnyMember, spellings: tuple[int, ...]) -> Select[*tuple[Any, ...]]:
    patterns = (word_parameters(place, count) for place, count in enumerate(spellings))
    in_copy = [and_(is_folded(), holds_one(Item.search_text, each)) for each in patterns]
    query = select(Item.public_id, ItemVersion.title, Item.kind, Item.state, Organisation.name, *in_copy)
    query = query.join(Guard, Guard.id == Item.guard_id).join(ItemVersion, _IS_CURRENT)
    query = query.join(Organisation, Organisation.id == Item.organisation_id)
    query = query.where(Item.publish_on.is_(None), Item.deleted_at.is_(None))
    query = query.where(readable_clause(viewer), ~concealed_clause())
    return query.order_by(Item.id.desc()).limit(MOST_LOOKED_AT)


def is_folded() -> ColumnElement[bool]:
    """Return SQL over an Item: its folded text is that of its present version, by the rules of now."""
    return Item.search_mark == literal(f"{SEARCH_FORM}.").concat(cast(Item.version_number, String))


def copy_holds(patterns: Patterns) -> ColumnElement[bool]:
    """Return SQL over an Entry: it is the main one of an item in whose copy one of the patterns finds something."""
    open_items = select(Item.id).join(Guard, Guard.id == Item.guard_id).where(~concealed_clause(), is_folded())
    return _is_of(open_items.where(holds_one(Item.search_text, patterns)).scalar_subquery())


def copy_cites(patterns: Patterns) -> ColumnElement[bool]:
    """Return SQL over an Entry: it is the main one of an item that cites a bill in which a pattern finds something."""
    citing = select(ItemBill.item_id).join(Bill, Bill.id == ItemBill.bill_id)
    return _is_of(citing.where(holds_one(Bill.search_text, patterns)).scalar_subquery())


def _is_of(items: object) -> ColumnElement[bool]:
    is_main = (Entry.source_kind == SourceKind.CONTENT, Entry.part == "", Entry.concealed.is_(False))
    return and_(*is_main, Entry.source_id.in_(items))  # type: ignore[arg-type]


def found_texts(session: Session, viewer: Viewer, item_ids: Collection[int]) -> dict[int, FoundCopy]:
    """Return by item the texts that the viewer may read and nothing conceals."""
    query = select(Item.id, ItemVersion.text, Item.search_text).join(Guard, Guard.id == Item.guard_id)
    query = query.join(ItemVersion, _IS_CURRENT).where(Item.id.in_(item_ids), Item.deleted_at.is_(None))
    rows = session.execute(query.where(readable_clause(viewer), ~concealed_clause(), is_folded()))
    return {ident: FoundCopy(searched_texts(text_from_json(text)), folded.split("\n")) for ident, text, folded in rows}


def cited_bills(session: Session, item_ids: Collection[int]) -> dict[int, list[str]]:
    """Return by item number and title of the bills that it cites; for items that their reader may read."""
    query = select(ItemBill.item_id, Bill.number, Bill.title).join(Bill, Bill.id == ItemBill.bill_id)
    found: dict[int, list[str]] = {}
    for item_id, number, title in session.execute(query.where(ItemBill.item_id.in_(item_ids)).order_by(Bill.id)):
        found.setdefault(item_id, []).append(f"{number} – {title}")
    return found


def outdated_items(session: Session) -> list[int]:
    """Return the ids of items whose copy has not been folded as it is now; for the worker."""
    return list(session.scalars(select(Item.id).where(~is_folded()).order_by(Item.id)))
