"""All that the first page of an item shows, loaded once: one statement for each kind of row, whatever their number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from sqlalchemy import Integer, Row, Select, bindparam, select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.visibility_sql import AnyMember, asked_by, asking, readable_statement_clause
from scheduler.content.models import ItemBill, ItemChannel, ItemFact, ReviewRequest, SignOff
from scheduler.content.queries.activity import OpenTalk, open_talk
from scheduler.content.queries.feedback import sign_offs_with_readable
from scheduler.content.queries.items import Seen, seen_channels
from scheduler.content.queries.unguarded import fact_rows
from scheduler.facts.models import Fact
from scheduler.legislation.models import Bill

PASSAGES_MARKED = 50
"""How many passages that are spoken of are marked in the copy, the newest."""


@dataclass(frozen=True, slots=True)
class ItemPicture:
    """An item and what stands beside its copy, as somebody who may read its text sees it.

    `answers` are all sign-offs, oldest first, and `readable_answers` the ids of those whose comments the reader may
    read. `reviews` are the requests that they may read, `open_reviews` all that are neither answered nor withdrawn.
    `talk` is what is open of what was said of the copy.
    """

    seen: Seen
    channels: Sequence[ItemChannel]
    bills: Sequence[Bill]
    facts: Sequence[tuple[ItemFact, Fact]]
    answers: Sequence[SignOff]
    readable_answers: frozenset[int]
    reviews: Sequence[ReviewRequest]
    open_reviews: Sequence[ReviewRequest]
    talk: OpenTalk

    @property
    def people(self) -> frozenset[int]:
        """Everybody whom the page names, but for those who can sign."""
        return frozenset(ident for ident in self._people() if ident is not None)

    def _people(self) -> Iterable[int | None]:
        item, rules = self.seen.item, self.seen.rules
        yield from (item.owner_id, *rules.audience_people, *rules.embargo_group_people)
        yield self.seen.version.author_id
        for answer in self.answers:
            yield from (answer.person_id, answer.on_behalf_of)
        for request in (*self.reviews, *self.open_reviews):
            yield from (request.reviewer_id, request.asked_by)
        yield from (row.person_id for row, _passage in self.talk.rows)


def picture_of(session: Session, viewer: Viewer, seen: Seen) -> ItemPicture:
    """Return what stands beside the copy of an item that the viewer may read."""
    item = seen.item
    answers, readable = sign_offs_with_readable(session, viewer, item)
    requests = reviews_with_readable(session, viewer, seen)
    return ItemPicture(
        seen=seen,
        channels=seen_channels(session, seen),
        bills=bills_of(session, seen),
        facts=facts_of(session, seen),
        answers=answers,
        readable_answers=readable,
        reviews=[row.ReviewRequest for row in requests if row.readable],
        open_reviews=[row.ReviewRequest for row in requests if row.ReviewRequest.is_open],
        talk=open_talk(session, viewer, item, limit=PASSAGES_MARKED),
    )


def facts_of(session: Session, seen: Seen) -> Sequence[tuple[ItemFact, Fact]]:
    """Return the facts that the copy of an item uses, in the order in which they were linked."""
    return fact_rows(session, seen.item)


def bills_of(session: Session, seen: Seen) -> Sequence[Bill]:
    """Return the bills that an item cites, in order of jurisdiction and number."""
    return session.scalars(_cited(), {"item_id": seen.item.id}).all()


# Built once, as those below: to build them takes longer than to answer them.
@cache
def _cited() -> Select[Bill]:
    query = select(Bill).join(ItemBill, ItemBill.bill_id == Bill.id).where(ItemBill.item_id == bindparam("item_id"))
    return query.order_by(Bill.jurisdiction, Bill.number, Bill.id)


def reviews_with_readable(session: Session, viewer: Viewer, seen: Seen) -> Sequence[Row[ReviewRequest, bool]]:
    """Return all requests for a review, oldest first, each with whether the viewer may read it."""
    asked = {**asked_by(viewer), "item_id": seen.item.id, "guard_id": seen.item.guard_id}
    return session.execute(_reviews(asking(viewer)), asked).all()


@lru_cache(maxsize=8)
def _reviews(viewer: Viewer | AnyMember) -> Select[ReviewRequest, bool]:
    readable = readable_statement_clause(viewer, bindparam("guard_id", type_=Integer()), ReviewRequest.asked_at)
    query = select(ReviewRequest, readable.label("readable")).where(ReviewRequest.item_id == bindparam("item_id"))
    return query.order_by(ReviewRequest.asked_at, ReviewRequest.id)
