"""All that the page of an item shows, loaded once: one statement for each kind of row, whatever their number."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.visibility_sql import readable_statement_clause
from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.audit.services import history_of_several
from scheduler.audit.subjects import SubjectKind
from scheduler.content.models import (
    CommentPassage,
    ItemBill,
    ItemChannel,
    ItemComment,
    ItemFact,
    ItemOpening,
    ReviewRequest,
    SignOff,
)
from scheduler.content.queries.feedback import (
    Comments,
    comments_of,
    open_suggestions,
    openings_of,
    sign_offs_with_readable,
)
from scheduler.content.queries.items import Saves, Seen, saves_of, seen_channels
from scheduler.content.queries.unguarded import fact_rows
from scheduler.facts.models import Fact
from scheduler.legislation.models import Bill

COMMENTS_SHOWN = 50
ACTS_SHOWN = 60
SUGGESTIONS_SHOWN = 20
SAVES_SHOWN = 6


@dataclass(frozen=True, slots=True)
class ItemPicture:
    """An item and what stands beside it, as somebody who may read its text sees it.

    `answers` are all sign-offs, oldest first, and `readable_answers` the ids of those whose comments the reader may
    read. `reviews` are the requests that they may read, `open_reviews` all that are neither answered nor withdrawn.
    `suggestions` are the oldest that are not answered, one more than are shown.
    `saves` are the newest versions, `acts` the latest on record; both newest first.
    """

    seen: Seen
    channels: Sequence[ItemChannel]
    bills: Sequence[Bill]
    facts: Sequence[tuple[ItemFact, Fact]]
    saves: Saves
    answers: Sequence[SignOff]
    readable_answers: frozenset[int]
    reviews: Sequence[ReviewRequest]
    open_reviews: Sequence[ReviewRequest]
    comments: Comments
    suggestions: Sequence[tuple[ItemComment, CommentPassage]]
    openings: Sequence[ItemOpening]
    acts: Sequence[AuditRow]

    @property
    def people(self) -> frozenset[int]:
        """Everybody whom the page names, but for those who can sign."""
        return frozenset(ident for ident in self._people() if ident is not None)

    def _people(self) -> Iterable[int | None]:
        item, rules = self.seen.item, self.seen.rules
        yield from (item.owner_id, item.created_by, *rules.audience_people, *rules.embargo_group_people)
        yield self.seen.version.author_id
        yield from (save.author_id for save in self.saves.rows)
        for answer in self.answers:
            yield from (answer.person_id, answer.on_behalf_of)
        for request in (*self.reviews, *self.open_reviews):
            yield from (request.reviewer_id, request.asked_by)
        yield from (row.published_by for row in self.channels)
        yield from (row.person_id for row in self.comments.rows)
        yield from (one.row.answered_by for one in self.comments.passages.values())
        yield from (row.person_id for row, _passage in self.suggestions)
        yield from (row.person_id for row in self.openings)
        yield from (row.actor_id for row in self.acts)


def picture_of(
    session: Session, viewer: Viewer, seen: Seen, acts: Iterable[AuditAct], before: str | None = None
) -> ItemPicture:
    """Return what stands beside an item that the viewer may read.

    Args:
        session: one that reads.
        viewer: who looks.
        seen: the item.
        acts: the names of acts that are to be shown.
        before: the address of the comment before which those shown were made; None for the newest.
    """
    item = seen.item
    answers, readable = sign_offs_with_readable(session, viewer, item)
    requests = _reviews(session, viewer, seen)
    known = (AuditRow.act.in_(sorted(acts)), readable_statement_clause(viewer, item.guard_id, AuditRow.at))
    subjects = ((SubjectKind.CONTENT, item.id), (SubjectKind.GUARD, item.guard_id))
    return ItemPicture(
        seen=seen,
        channels=seen_channels(session, seen),
        bills=_bills(session, seen),
        facts=fact_rows(session, seen.item),
        saves=saves_of(session, viewer, item, limit=SAVES_SHOWN),
        answers=answers,
        readable_answers=readable,
        reviews=[row.ReviewRequest for row in requests if row.readable],
        open_reviews=[row.ReviewRequest for row in requests if row.ReviewRequest.is_open],
        comments=comments_of(session, viewer, item, limit=COMMENTS_SHOWN, before=before),
        suggestions=open_suggestions(session, viewer, item, limit=SUGGESTIONS_SHOWN + 1),
        openings=openings_of(session, viewer, item),
        acts=history_of_several(session, subjects, *known, limit=ACTS_SHOWN),
    )


def _bills(session: Session, seen: Seen) -> Sequence[Bill]:
    """Return the bills that an item cites, in order of jurisdiction and number."""
    query = select(Bill).join(ItemBill, ItemBill.bill_id == Bill.id).where(ItemBill.item_id == seen.item.id)
    return session.scalars(query.order_by(Bill.jurisdiction, Bill.number, Bill.id)).all()


def _reviews(session: Session, viewer: Viewer, seen: Seen) -> Sequence[Row[ReviewRequest, bool]]:
    """Return all requests for a review, oldest first, each with whether the viewer may read it."""
    readable = readable_statement_clause(viewer, seen.item.guard_id, ReviewRequest.asked_at)
    query = select(ReviewRequest, readable.label("readable")).where(ReviewRequest.item_id == seen.item.id)
    return session.execute(query.order_by(ReviewRequest.asked_at, ReviewRequest.id)).all()
