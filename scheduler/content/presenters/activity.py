"""What was said and done beside an item, in one stream, with what is open above it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.domain.actor_roles import ActorRoles
from scheduler.accounts.domain.acts import Act
from scheduler.agenda.services.viewers import viewer_of
from scheduler.audit.presenters import HistoryLine
from scheduler.content.domain.workflow import UNPUBLISHED
from scheduler.content.permissions import roles
from scheduler.content.presenters.discussion import (
    CommentLine,
    ReviewLine,
    SpokenLines,
    may_ask_for_review,
    review_lines,
)
from scheduler.content.presenters.history import ACTS, history_lines
from scheduler.content.queries.activity import StreamPart, page_of_comment, stream_of
from scheduler.content.queries.feedback import open_suggestions
from scheduler.content.queries.items import Seen
from scheduler.content.queries.picture import reviews_with_readable
from scheduler.web.pagination import Page

SUGGESTIONS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class StreamLine:
    """A comment, or an act on record."""

    at: datetime
    comment: CommentLine | None = None
    act: HistoryLine | None = None


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """One page of what was said and done, newest first, and what is open: on the first page alone.

    `suggestions` are those that nobody has answered, obsolete ones last, of which there are more with
    `has_more_suggestions`. With `may_answer` the reader accepts and declines suggestions and resolves comments; the
    copy itself can be changed with `may_accept` alone.
    """

    page: Page[StreamLine]
    only: StreamPart | None
    reviews: tuple[ReviewLine, ...]
    suggestions: tuple[CommentLine, ...]
    has_more_suggestions: bool
    version_number: int
    may_ask: bool
    may_answer: bool
    may_accept: bool


def activity_page(
    session: Session,
    actor_roles: ActorRoles,
    seen: Seen,
    now: datetime,
    *,
    number: int,
    only: StreamPart | None = None,
    comment: str = "",
) -> ActivityPage:
    """Return one page of the activity of an item to somebody who may read its text.

    Args:
        session: one that reads.
        actor_roles: who looks.
        seen: the item.
        now: when, aware UTC.
        number: of the page, from 1.
        only: what the stream is narrowed to.
        comment: the address of a comment; its page is shown instead of the numbered one.
    """
    item, viewer, by = seen.item, viewer_of(actor_roles), roles(actor_roles, seen.item)
    if comment and only is None:
        number = page_of_comment(session, viewer, item, ACTS, comment)
    stream = stream_of(session, viewer, item, ACTS, number=number, only=only)
    is_first = stream.page.number == 1 and only is not StreamPart.CHANGES
    asked = open_suggestions(session, viewer, item, limit=SUGGESTIONS_SHOWN + 1) if is_first else ()
    requests = reviews_with_readable(session, viewer, seen) if is_first else ()
    spoken = SpokenLines(session, actor_roles.person_id, seen, stream.comments, asked[:SUGGESTIONS_SHOWN])
    acts = dict(zip(stream.acts, history_lines(session, list(stream.acts.values())), strict=True))
    comments = {row.id: spoken.line(row) for row in stream.comments.rows}
    lines = [
        StreamLine(comments[ident].at, comment=comments[ident])
        if kind is StreamPart.COMMENTS
        else StreamLine(acts[ident].at, act=acts[ident])
        for kind, ident in stream.page.items
    ]
    unanswered = sorted((row for row, _passage in asked[:SUGGESTIONS_SHOWN]), key=spoken.is_gone)
    readable = [row.ReviewRequest for row in requests if row.readable]
    return ActivityPage(
        page=Page(lines, stream.page.number, stream.page.per_page, stream.page.total),
        only=only,
        reviews=review_lines(session, actor_roles, item, readable, now),
        suggestions=tuple(map(spoken.line, unanswered)),
        has_more_suggestions=len(asked) > SUGGESTIONS_SHOWN,
        version_number=seen.version.number,
        may_ask=may_ask_for_review(by, item),
        may_answer=by.may(Act.WRITE),
        may_accept=by.may(Act.WRITE) and item.state in UNPUBLISHED,
    )
