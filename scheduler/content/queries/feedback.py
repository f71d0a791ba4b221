"""Reads what people and organisations say beside an item; whoever asks has read the item by `reading.py`."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Integer, Select, bindparam, select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.visibility_sql import AnyMember, asked_by, asking, readable_statement_clause
from scheduler.content.models import (
    CheckOverride,
    CommentPassage,
    Item,
    ItemComment,
    ItemOpening,
    ItemVersion,
    ReviewRequest,
    SignOff,
)
from scheduler.content.queries.items import newest_of_text


def sign_offs_with_readable(session: Session, viewer: Viewer, item: Item) -> tuple[Sequence[SignOff], frozenset[int]]:
    """Return all answers to an item that the viewer may read, oldest first, and the ids of some.

    Who said yes or no, every reader may know; the ids are of those whose comments the viewer may read.
    """
    asked = {**asked_by(viewer), "item_id": item.id, "guard_id": item.guard_id}
    rows = session.execute(_answers(asking(viewer)), asked).all()
    return [row.SignOff for row in rows], frozenset(row.SignOff.id for row in rows if row.readable)


# Built once, as those below: to build them takes longer than to answer them.
@lru_cache(maxsize=8)
def _answers(viewer: Viewer | AnyMember) -> Select[SignOff, bool]:
    readable = readable_statement_clause(viewer, bindparam("guard_id", type_=Integer()), SignOff.at)
    query = select(SignOff, readable.label("readable")).where(SignOff.item_id == bindparam("item_id"))
    return query.order_by(SignOff.at, SignOff.id)


def version_with_hash(session: Session, item: Item, text_hash: str) -> ItemVersion | None:
    """Return the latest version of an item with exactly this text; for services."""
    return newest_of_text(session, select(ItemVersion).where(ItemVersion.item_id == item.id), text_hash)


def review_ids(session: Session, item: Item) -> frozenset[int]:
    """Return the ids of all review requests of an item, whoever may read them; for services."""
    return frozenset(session.scalars(select(ReviewRequest.id).where(ReviewRequest.item_id == item.id)))


def reviewers_of(session: Session, item: Item) -> frozenset[int]:
    """Return who was ever asked for a review of an item, in whatever state that is."""
    return frozenset(session.scalars(select(ReviewRequest.reviewer_id).where(ReviewRequest.item_id == item.id)))


def open_reviews(session: Session, item: Item) -> list[ReviewRequest]:
    """Return the review requests of an item that are neither answered nor withdrawn, oldest first; for services."""
    return open_reviews_by_item(session, [item.id]).get(item.id, [])


def review_of(session: Session, item: Item, address: str) -> ReviewRequest | None:
    """Return a review request of this item by its address."""
    query = select(ReviewRequest).where(ReviewRequest.addressed(address), ReviewRequest.item_id == item.id)
    return session.scalar(query)


@dataclass(frozen=True, slots=True)
class Comments:
    """Some of an item's comments, oldest first and deleted ones included; and the passages that they are on, by id."""

    rows: Sequence[ItemComment]
    passages: Mapping[int, "SeenPassage"] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SeenPassage:
    """The passage that a comment is on; the reason of its answer is there for those alone who may read it."""

    row: CommentPassage
    reason: str


def open_suggestions(
    session: Session, viewer: Viewer, item: Item, *, limit: int
) -> Sequence[tuple[ItemComment, CommentPassage]]:
    """Return the oldest suggestions for an item's copy that nobody has answered and that the viewer may read."""
    query = select(ItemComment, CommentPassage).join(CommentPassage, CommentPassage.comment_id == ItemComment.id)
    query = query.where(CommentPassage.item_id == item.id, CommentPassage.answer.is_(None))
    query = query.where(CommentPassage.replacement.is_not(None), ItemComment.deleted_at.is_(None))
    query = query.where(readable_statement_clause(viewer, item.guard_id, ItemComment.at))
    found = session.execute(query.order_by(ItemComment.at, ItemComment.id).limit(limit))
    return [(row.ItemComment, row.CommentPassage) for row in found]


def readable_comment(session: Session, viewer: Viewer, item: Item, address: str) -> ItemComment | None:
    """Return a comment on this item by its address, deleted or not, if the viewer may read it."""
    query = select(ItemComment).where(ItemComment.addressed(address), ItemComment.item_id == item.id)
    return session.scalar(query.where(readable_statement_clause(viewer, item.guard_id, ItemComment.at)))


def passage_of(session: Session, comment: ItemComment) -> CommentPassage | None:
    """Return the passage that a comment is on, if it is on one."""
    return session.get(CommentPassage, comment.id)


def passages_by_comment(session: Session, ids: Collection[int]) -> dict[int, CommentPassage]:
    """Return the passages that comments are on, by the ids of these; for mail, which asks who may read them."""
    query = select(CommentPassage).where(CommentPassage.comment_id.in_(ids))
    return {row.comment_id: row for row in session.scalars(query)} if ids else {}


def comment_of(session: Session, item: Item, address: str) -> ItemComment | None:
    """Return a comment on this item by its address, deleted or not."""
    return session.scalar(select(ItemComment).where(ItemComment.addressed(address), ItemComment.item_id == item.id))


def openings_of(session: Session, viewer: Viewer, item: Item) -> Sequence[ItemOpening]:
    """Return who opened an item's text while it is under embargo, for whoever could as well, latest first."""
    query = select(ItemOpening).where(ItemOpening.item_id == item.id)
    query = query.where(readable_statement_clause(viewer, item.guard_id, ItemOpening.first_at))
    return session.scalars(query.order_by(ItemOpening.last_at.desc(), ItemOpening.person_id)).all()


def readable_overrides(session: Session, viewer: Viewer, item: Item) -> frozenset[int]:
    """Return the ids of the overrides of an item's checks whose reasons the viewer may read."""
    query = select(CheckOverride.id).where(CheckOverride.item_id == item.id)
    return frozenset(session.scalars(query.where(readable_statement_clause(viewer, item.guard_id, CheckOverride.at))))


def opening_of(session: Session, item_id: int, person_id: int) -> ItemOpening | None:
    """Return when and how often a person opened an item's text under embargo; for services."""
    return session.get(ItemOpening, (item_id, person_id))


class GivenAnswer(NamedTuple):
    """What rules read of a `SignOff`: of many items only that is loaded."""

    item_id: int
    version_number: int
    text_hash: str
    organisation_id: int
    person_id: int
    as_role: str
    answer: str
    at: datetime


def sign_offs_by_item(session: Session, item_ids: Collection[int]) -> dict[int, list[GivenAnswer]]:
    """Return the answers that organisations gave to many items, oldest first; for services."""
    found: dict[int, list[GivenAnswer]] = {}
    for row in session.execute(_given_answers(), {"item_ids": sorted(item_ids)}):
        found.setdefault(row[0], []).append(GivenAnswer._make(row))
    return found


@cache
def _given_answers() -> Select[*tuple[Any, ...]]:
    query = select(*(getattr(SignOff, name) for name in GivenAnswer._fields))
    query = query.where(SignOff.item_id.in_(bindparam("item_ids", expanding=True)))
    return query.order_by(SignOff.at, SignOff.id)


def open_reviews_by_item(session: Session, item_ids: Collection[int]) -> dict[int, list[ReviewRequest]]:
    """Return the requests on many items that are neither answered nor withdrawn, oldest first; for services."""
    found: dict[int, list[ReviewRequest]] = {}
    for row in session.scalars(_unanswered(), {"item_ids": sorted(item_ids)}):
        found.setdefault(row.item_id, []).append(row)
    return found


@cache
def _unanswered() -> Select[ReviewRequest]:
    query = select(ReviewRequest).where(ReviewRequest.item_id.in_(bindparam("item_ids", expanding=True)))
    query = query.where(ReviewRequest.answer.is_(None), ReviewRequest.withdrawn_at.is_(None))
    return query.order_by(ReviewRequest.asked_at, ReviewRequest.id)


def comments_by_id(session: Session, ids: Collection[int]) -> dict[int, ItemComment]:
    """Return comments by id, deleted ones included; for mail, which asks who may read them."""
    return {row.id: row for row in session.scalars(select(ItemComment).where(ItemComment.id.in_(ids)))}


def sign_offs_by_id(session: Session, ids: Collection[int]) -> dict[int, SignOff]:
    """Return the answers of organisations by id; for mail, which asks who may read their comments."""
    return {row.id: row for row in session.scalars(select(SignOff).where(SignOff.id.in_(ids)))}


def reviews_by_id(session: Session, ids: Collection[int]) -> dict[int, ReviewRequest]:
    """Return review requests by id; for mail, which asks who may read their notes and comments."""
    return {row.id: row for row in session.scalars(select(ReviewRequest).where(ReviewRequest.id.in_(ids)))}
