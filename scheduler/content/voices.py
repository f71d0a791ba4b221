"""Reads what people and organisations say beside an item; whoever asks has come through the door of `reading.py`."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from scheduler.content.models import (
    Item,
    ItemComment,
    ItemOpening,
    ItemSignatory,
    ItemVersion,
    ReviewRequest,
    SignOff,
)


def version_with_hash(session: Session, item: Item, words_hash: str) -> ItemVersion | None:
    """Return the latest version of an item with exactly these words."""
    query = select(ItemVersion).where(ItemVersion.item_id == item.id, ItemVersion.words_hash == words_hash)
    return session.scalar(query.order_by(ItemVersion.number.desc()).limit(1))


def version_numbered(session: Session, item: Item, number: int) -> ItemVersion | None:
    """Return a version of an item by its number."""
    return session.scalar(select(ItemVersion).where(ItemVersion.item_id == item.id, ItemVersion.number == number))


def reviews_of(session: Session, item: Item) -> Sequence[ReviewRequest]:
    """Return the review requests of an item, oldest first, withdrawn ones included."""
    query = select(ReviewRequest).where(ReviewRequest.item_id == item.id)
    return session.scalars(query.order_by(ReviewRequest.asked_at, ReviewRequest.id)).all()


def open_reviews(session: Session, item: Item) -> list[ReviewRequest]:
    """Return the review requests of an item that are neither answered nor withdrawn, oldest first."""
    return [row for row in reviews_of(session, item) if row.answer is None and row.withdrawn_at is None]


def review_of(session: Session, item: Item, review_id: int) -> ReviewRequest | None:
    """Return a review request of this item by its id."""
    return session.scalar(select(ReviewRequest).where(ReviewRequest.id == review_id, ReviewRequest.item_id == item.id))


@dataclass(frozen=True, slots=True)
class Comments:
    """Some of an item's comments, oldest first and deleted ones included; so many are `earlier` than these."""

    rows: Sequence[ItemComment]
    earlier: int
    has_later: bool


def comments_of(session: Session, item: Item, *, limit: int, before: int | None = None) -> Comments:
    """Return the newest comments on an item, or the newest of those made before the comment with the id `before`.

    An id that is no comment's on this item means the newest ones.
    """
    place = tuple_(ItemComment.at, ItemComment.id)
    mine = ItemComment.item_id == item.id
    border = session.execute(select(ItemComment.at, ItemComment.id).where(mine, ItemComment.id == before)).first()
    wanted = (mine, place < tuple_(*border)) if border else (mine,)
    query = select(ItemComment).where(*wanted).order_by(ItemComment.at.desc(), ItemComment.id.desc()).limit(limit)
    rows = session.scalars(query).all()[::-1]
    total = session.scalar(select(func.count()).select_from(ItemComment).where(*wanted)) or 0
    return Comments(rows, total - len(rows), border is not None)


def comment_of(session: Session, item: Item, comment_id: int) -> ItemComment | None:
    """Return a comment on this item by its id, deleted or not."""
    return session.scalar(select(ItemComment).where(ItemComment.id == comment_id, ItemComment.item_id == item.id))


def openings_of(session: Session, item: Item) -> Sequence[ItemOpening]:
    """Return who opened an item's words while they were under embargo, latest first."""
    query = select(ItemOpening).where(ItemOpening.item_id == item.id)
    return session.scalars(query.order_by(ItemOpening.last_at.desc(), ItemOpening.person_id)).all()


def opening_of(session: Session, item_id: int, person_id: int) -> ItemOpening | None:
    """Return when and how often a person opened an item's words under embargo; for services."""
    return session.get(ItemOpening, (item_id, person_id))


def signatories_by_item(session: Session, item_ids: Collection[int]) -> dict[int, list[int]]:
    """Return the organisations that many items name as signatories, ascending; for services."""
    query = select(ItemSignatory.item_id, ItemSignatory.organisation_id).where(ItemSignatory.item_id.in_(item_ids))
    found: dict[int, list[int]] = {}
    for item_id, organisation_id in session.execute(query.order_by(ItemSignatory.organisation_id)):
        found.setdefault(item_id, []).append(organisation_id)
    return found


def sign_offs_by_item(session: Session, item_ids: Collection[int]) -> dict[int, list[SignOff]]:
    """Return the answers that organisations gave to many items, oldest first; for services."""
    query = select(SignOff).where(SignOff.item_id.in_(item_ids)).order_by(SignOff.at, SignOff.id)
    found: dict[int, list[SignOff]] = {}
    for row in session.scalars(query):
        found.setdefault(row.item_id, []).append(row)
    return found


def open_reviews_by_item(session: Session, item_ids: Collection[int]) -> dict[int, list[ReviewRequest]]:
    """Return the requests on many items that are neither answered nor withdrawn, oldest first; for services."""
    query = select(ReviewRequest).where(ReviewRequest.item_id.in_(item_ids))
    query = query.where(ReviewRequest.answer.is_(None), ReviewRequest.withdrawn_at.is_(None))
    found: dict[int, list[ReviewRequest]] = {}
    for row in session.scalars(query.order_by(ReviewRequest.asked_at, ReviewRequest.id)):
        found.setdefault(row.item_id, []).append(row)
    return found
