"""What was said and done beside an item, as its reader may know it: page by page, newest first, and what is open."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Row,
    Select,
    and_,
    bindparam,
    func,
    literal,
    or_,
    select,
    true,
    tuple_,
    union_all,
)
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.visibility_sql import AnyMember, asked_by, asking, readable_statement_clause
from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.audit.subjects import SubjectKind
from scheduler.content.models import CommentPassage, Item, ItemComment
from scheduler.content.queries.feedback import Comments, SeenPassage
from scheduler.web.pagination import Page, first_row

PER_PAGE = 30


class StreamPart(StrEnum):
    """What a stream can be narrowed to."""

    COMMENTS = "comments"
    CHANGES = "changes"


@dataclass(frozen=True, slots=True)
class OpenTalk:
    """Passages that somebody speaks of and nobody has answered yet, newest first, and how many comments there are."""

    rows: Sequence[tuple[ItemComment, CommentPassage]]
    comments: int


@dataclass(frozen=True, slots=True)
class Stream:
    """One page of what was said and done: `page` has the kind and the id of each, `comments` and `acts` their rows."""

    page: Page[tuple[StreamPart, int]]
    comments: Comments
    acts: Mapping[int, AuditRow]


def open_talk(session: Session, viewer: Viewer, item: Item, *, limit: int) -> OpenTalk:
    """Return what is open of what the viewer may read beside an item; one statement."""
    asked = {**asked_by(viewer), "item_id": item.id, "guard_id": item.guard_id, "most": limit}
    found = session.execute(_open_talk(asking(viewer)), asked).all()
    return OpenTalk([(row[0], row[1]) for row in found if row[0] is not None], found[0].comments)


# Built once: to build it takes longer than to answer it.
@lru_cache(maxsize=8)
def _open_talk(viewer: Viewer | AnyMember) -> Select[*tuple[Any, ...]]:
    item_id, guard_id, most = (bindparam(name, type_=Integer()) for name in ("item_id", "guard_id", "most"))
    known = (*_known_comments(viewer, item_id, guard_id), ItemComment.deleted_at.is_(None))
    newest = (ItemComment.at.desc(), ItemComment.id.desc())
    total = select(func.count().label("comments")).select_from(ItemComment).where(*known).subquery()
    ids = select(ItemComment.id).join(CommentPassage, CommentPassage.comment_id == ItemComment.id)
    unanswered = ids.where(*known, CommentPassage.answer.is_(None)).order_by(*newest).limit(most).subquery()
    # Outer joins: the number comes along, be there none open.
    query = select(ItemComment, CommentPassage, total.c.comments).select_from(total).outerjoin(unanswered, true())
    query = query.outerjoin(ItemComment, ItemComment.id == unanswered.c.id)
    return query.outerjoin(CommentPassage, CommentPassage.comment_id == unanswered.c.id).order_by(*newest)


def stream_of(
    session: Session,
    viewer: Viewer,
    item: Item,
    acts: Collection[AuditAct],
    *,
    number: int,
    only: StreamPart | None = None,
) -> Stream:
    """Return one page of what was said and done beside an item that the viewer may read; three statements.

    Args:
        session: one that reads.
        viewer: who looks.
        item: whose text they may read.
        acts: the names of acts that are to be shown.
        number: of the page, from 1.
        only: what the stream is narrowed to.
    """
    parts = [
        select(literal(kind.value).label("kind"), model.id.label("id"), model.at.label("at")).where(*known)
        for kind, model, known in (
            (StreamPart.COMMENTS, ItemComment, _known_comments(viewer, item.id, item.guard_id)),
            (StreamPart.CHANGES, AuditRow, _known_acts(viewer, item, acts)),
        )
        if only in (None, kind)
    ]
    lines = union_all(*parts).subquery()
    total = func.count().over()
    query = select(lines.c.kind, lines.c.id, total.label("total")).order_by(
        lines.c.at.desc(), lines.c.kind, lines.c.id.desc()
    )
    found = session.execute(query.limit(PER_PAGE).offset(first_row(number, PER_PAGE))).all()
    if not found and number > 1:
        return stream_of(session, viewer, item, acts, number=1, only=only)
    rows = [(StreamPart(row.kind), row.id) for row in found]
    page = Page(rows, number, PER_PAGE, found[0].total if found else 0)
    comments = _comments(session, viewer, item, [ident for kind, ident in rows if kind is StreamPart.COMMENTS])
    return Stream(page, comments, _acts(session, [ident for kind, ident in rows if kind is StreamPart.CHANGES]))


def page_of_comment(session: Session, viewer: Viewer, item: Item, acts: Collection[AuditAct], address: str) -> int:
    """Return the number of the page of the whole stream that a comment is on; the first for one that there is not."""
    known = _known_comments(viewer, item.id, item.guard_id)
    query = select(ItemComment.at, ItemComment.id).where(*known, ItemComment.addressed(address))
    place: Row[datetime, int] | None = session.execute(query).first()
    if place is None:
        return 1
    later = select(func.count()).where(*known, tuple_(ItemComment.at, ItemComment.id) > tuple_(place.at, place.id))
    done = select(func.count()).where(*_known_acts(viewer, item, acts), AuditRow.at >= place.at)
    before = session.scalars(union_all(later, done)).all()
    return sum(before) // PER_PAGE + 1


def _known_comments(
    viewer: Viewer | AnyMember, item_id: int | BindParameter[int], guard_id: int | BindParameter[int]
) -> tuple[ColumnElement[bool], ...]:
    return ItemComment.item_id == item_id, readable_statement_clause(viewer, guard_id, ItemComment.at)


def _known_acts(viewer: Viewer, item: Item, acts: Collection[AuditAct]) -> tuple[ColumnElement[bool], ...]:
    subjects = ((SubjectKind.CONTENT, item.id), (SubjectKind.GUARD, item.guard_id))
    about = or_(*(and_(AuditRow.subject_kind == kind, AuditRow.subject_id == ident) for kind, ident in subjects))
    return about, AuditRow.act.in_(sorted(acts)), readable_statement_clause(viewer, item.guard_id, AuditRow.at)


def _comments(session: Session, viewer: Viewer, item: Item, ids: Collection[int]) -> Comments:
    if not ids:
        return Comments([])
    answered = readable_statement_clause(viewer, item.guard_id, CommentPassage.answered_at)
    query: Select[ItemComment, CommentPassage, bool] = select(ItemComment, CommentPassage, answered.label("readable"))
    query = query.outerjoin(CommentPassage, CommentPassage.comment_id == ItemComment.id)
    query = query.where(ItemComment.id.in_(ids)).order_by(ItemComment.at, ItemComment.id)
    found = session.execute(query).all()
    passages = {
        row.ItemComment.id: SeenPassage(row.CommentPassage, row.CommentPassage.reason if row.readable else "")
        for row in found
        if row.CommentPassage is not None and row.ItemComment.deleted_at is None
    }
    return Comments([row.ItemComment for row in found], passages)


def _acts(session: Session, ids: Collection[int]) -> Mapping[int, AuditRow]:
    query = select(AuditRow).where(AuditRow.id.in_(ids)).order_by(AuditRow.at.desc(), AuditRow.id.desc())
    return {row.id: row for row in session.scalars(query)} if ids else {}
