"""What a person was told: the log, with titles as they may see them now; and what mail tells of."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import BindParameter, ColumnElement, Select, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Entry
from scheduler.agenda.reading import EntryView, entry_views
from scheduler.agenda.services.notifications import PRIVATE
from scheduler.agenda.visibility_sql import AnyMember, asked_by, asking, notified_clause
from scheduler.outbox.models import DIGEST, Message, Stream
from scheduler.outbox.reading import LogRow, log_of
from scheduler.reminders.models import NotificationRead
from scheduler.request_cache import asked_once

LISTED_FOR = timedelta(days=90)
"""How long notifications and reminders are listed; which were read is forgotten then."""

Moment = datetime | BindParameter[datetime]

_Earlier = aliased(Message)

MOST_COUNTED = 100
"""More than this nobody counts: whoever has as many sees that there are more than 99."""


@dataclass(frozen=True, slots=True)
class LogLine:
    """One message of the log and what it was about; no entry when that is not the viewer's to know."""

    row: LogRow
    entry: EntryView | None


def with_entries(session: Session, viewer: Viewer, rows: Sequence[LogRow]) -> list[LogLine]:
    """Return log rows with their entries as the viewer may see them now; two more queries whatever the number."""
    entries = entry_views(session, viewer, {row.entry_id for row in rows if row.entry_id is not None})
    return [LogLine(row, entries.get(row.entry_id or 0)) for row in rows]


def own_log(session: Session, viewer: Viewer, person_id: int, *, limit: int = 100) -> list[LogLine]:
    """Return what a person was and will be told, newest first; account mail is left out.

    What is not the viewer's to know is left out as well: that something was to be told is kept back like the text.
    """
    rows = log_of(session, person_id, limit, Message.stream != Stream.ACCOUNT, may_know(viewer))
    return with_entries(session, viewer, rows)


def entries_with_guards(session: Session, entry_ids: Collection[int]) -> dict[int, Entry]:
    """Return entries by id, whoever may see them: for mail, which asks the guard for each of its readers."""
    query = select(Entry).where(Entry.id.in_(entry_ids)).options(joinedload(Entry.guard))
    return {entry.id: entry for entry in session.scalars(query)}


def messages_known_to(viewer: Viewer) -> Select[int]:
    """Select the ids of the messages of which the viewer may know."""
    return select(Message.id).where(may_know(viewer))


def may_know(viewer: Viewer | AnyMember) -> ColumnElement[bool]:
    """Return SQL over Message: may the viewer know that there is such a message, whoever it is to.

    What carries others says nothing by itself: that it is there would tell that there is something in it.
    """
    private = and_(Message.dedup_key.startswith(PRIVATE), Message.person_id.is_distinct_from(viewer.person_id))
    return and_(notified_clause(viewer, Message.entry_id, Message.created_at), ~private, Message.kind != DIGEST)


def may_mark(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Return SQL over Message: is it one of the viewer's own, of which they may still know."""
    return _may_mark_since(viewer, now - LISTED_FOR)


def _may_mark_since(viewer: Viewer | AnyMember, since: Moment) -> ColumnElement[bool]:
    told = Message.stream.in_([Stream.NOTICE, Stream.REMINDER])
    return and_(Message.person_id == viewer.person_id, Message.created_at > since, told, may_know(viewer))


def is_listed(viewer: Viewer, now: datetime) -> ColumnElement[bool]:
    """Return SQL over Message: does it stand on the viewer's page of notifications.

    What became of the email is not asked: one that is off, gathered, held or lost has still to be read. Of several
    reminders of one thing the last one stands for all.
    """
    return _is_listed_since(viewer, now - LISTED_FOR)


def _is_listed_since(viewer: Viewer | AnyMember, since: Moment) -> ColumnElement[bool]:
    latest = select(func.max(_Earlier.id)).where(
        _Earlier.person_id == viewer.person_id, _Earlier.created_at > since, _Earlier.stream == Stream.REMINDER
    )
    is_latest = Message.id.in_(latest.group_by(_Earlier.entry_id))
    is_there = exists().where(Entry.id == Message.entry_id, Entry.removed_at.is_(None)).correlate(Message)
    return and_(_may_mark_since(viewer, since), or_(Message.stream == Stream.NOTICE, is_latest), is_there)


def is_unread(viewer: Viewer | AnyMember) -> ColumnElement[bool]:
    """Return SQL over Message: has the viewer not read it yet."""
    read = (NotificationRead.message_id == Message.id, NotificationRead.person_id == viewer.person_id)
    return ~exists().where(*read).correlate(Message)


@asked_once
def unread_count(session: Session, viewer: Viewer, now: datetime) -> int:
    """Return how many notifications the viewer has not read, `MOST_COUNTED` at most."""
    return session.scalar(_count_of_unread(asking(viewer)), {**asked_by(viewer), "since": now - LISTED_FOR}) or 0


@lru_cache(maxsize=8)
def _count_of_unread(viewer: Viewer | AnyMember) -> Select[int]:
    """Return the query of `unread_count`: asked by every page of a member, it takes longer to build than to answer."""
    since = bindparam("since", type_=Message.created_at.type)
    unread = select(Message.id).where(_is_listed_since(viewer, since), is_unread(viewer)).limit(MOST_COUNTED)
    return select(func.count()).select_from(unread.subquery())


def listed(
    session: Session, viewer: Viewer, now: datetime, *, skipped: int, limit: int
) -> tuple[Sequence[tuple[Message, bool]], int]:
    """Return messages of the viewer's page, each with whether it is unread, those first; and how many there are."""
    unread = is_unread(viewer)
    query = select(Message, unread).where(is_listed(viewer, now))
    query = query.order_by(unread.desc(), Message.created_at.desc(), Message.id.desc())
    total = session.scalar(select(func.count()).select_from(Message).where(is_listed(viewer, now))) or 0
    return [(row[0], bool(row[1])) for row in session.execute(query.offset(skipped).limit(limit))], total


def told_since(session: Session, viewer: Viewer, since: datetime, now: datetime, *, limit: int) -> Sequence[Message]:
    """Return notifications of the viewer's page that are later than a moment, the latest first; no reminders."""
    asked = {**asked_by(viewer), "since": now - LISTED_FOR, "later_than": since, "most": limit}
    return session.scalars(_told_later(asking(viewer)), asked).all()


@lru_cache(maxsize=8)
def _told_later(viewer: Viewer | AnyMember) -> Select[Message]:
    since, later_than = (bindparam(name, type_=Message.created_at.type) for name in ("since", "later_than"))
    query = select(Message).where(_is_listed_since(viewer, since), Message.stream == Stream.NOTICE)
    query = query.where(Message.created_at > later_than)
    return query.order_by(Message.created_at.desc(), Message.id.desc()).limit(bindparam("most"))


def newest_unread(session: Session, viewer: Viewer, now: datetime) -> str:
    """Return the name of the last message that the viewer has not read, on whichever page; "" if there is none."""
    query = select(Message.message_id).where(is_listed(viewer, now), is_unread(viewer))
    return session.scalar(query.order_by(Message.id.desc()).limit(1)) or ""
