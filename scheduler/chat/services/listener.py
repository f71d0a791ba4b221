"""What chat rooms follow: content that is published, dates that change, and organisations that close."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import ClassVar

from sqlalchemy import select
from sqlalchemy.orm import Session
from typing_extensions import override

from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.models import Entry, EntryKind, EntryOrganisation
from scheduler.agenda.services.changes import Change, ChangeContext, ChangeKind
from scheduler.agenda.services.entry_drafts import last_day
from scheduler.agenda.services.own_things import OwnThingsListener
from scheduler.chat.domain.rooms import ChatKind, Topic
from scheduler.chat.models import ChatRoom
from scheduler.chat.queries.rooms import rooms_told_of
from scheduler.chat.services.rooms import forget_rooms_at
from scheduler.outbox.models import Stream
from scheduler.outbox.services import OutboxDraft, queue_all

_NEWS_FOR = timedelta(days=1)
_DATED = frozenset({EntryKind.EDITION, EntryKind.EVENT})
_OF_DATES = frozenset({ChangeKind.DATE_ANNOUNCED, ChangeKind.MOVED, ChangeKind.CANCELLED, ChangeKind.RESTORED})
_PAST = date.min


class ChatListener(OwnThingsListener):
    """Has rooms told of their organisation's content as it is published, and of dates that change.

    An organisation that closes has no rooms left.
    """

    follows: ClassVar[frozenset[SourceKind]] = frozenset({SourceKind.CONTENT, SourceKind.EDITION, SourceKind.EVENT})

    @override
    def forget(self, session: Session, person_id: int) -> None:
        """Nothing: rooms are their organisation's."""

    @override
    def entries_changed(self, session: Session, changes: Sequence[Change], context: ChangeContext) -> None:
        """Queue messages for rooms: of published content once for each, of dates one for the whole transaction."""
        published = [change.entry for change in changes if _is_published(change)]
        dates = _drafts_of_dates(session, changes, context.now)
        queue_all(session, [*dates, *_drafts_of_content(session, published, context.now)], context.now)

    @override
    def organisation_closed(self, session: Session, organisation_id: int, actor_id: int | None, now: datetime) -> None:
        """Delete its rooms."""
        forget_rooms_at(session, organisation_id, now)


def _is_published(change: Change) -> bool:
    """Say whether readers see since this change that content is published; under embargo they do not."""
    is_content = change.entry.kind == EntryKind.CONTENT and not change.entry.concealed
    return is_content and change.entry.state == "published" != change.state_before


def _drafts_of_dates(session: Session, changes: Sequence[Change], now: datetime) -> Iterator[OutboxDraft]:
    moved = [{"entry": change.entry.id, "change": str(change.kind)} for change in changes if _is_of_date(change, now)]
    for room in rooms_told_of(session, Topic.DATES) if moved else ():
        yield OutboxDraft(
            stream=Stream.CHAT,
            kind=ChatKind.DATE,
            room_id=room.id,
            payload={"changes": moved},
            # Random: the same day may move twice, and back.
            dedup_key=f"{ChatKind.DATE}:{room.address}:{secrets.token_hex(8)}",
            due_at=now,
            expires_at=now + _NEWS_FOR,
        )


def _is_of_date(change: Change, now: datetime) -> bool:
    """Say whether a coming observance or event has another date, or none, than readers knew."""
    if change.entry.kind not in _DATED or change.entry.concealed or change.kind not in _OF_DATES:
        return False
    days = [last_day(when) for when in (change.before, change.after) if when is not None]
    return max(days, default=_PAST) >= now.date() - timedelta(days=1)


def _drafts_of_content(session: Session, published: Sequence[Entry], now: datetime) -> Iterator[OutboxDraft]:
    if not published:
        return
    concerned = {(entry.id, entry.organisation_id) for entry in published if entry.organisation_id is not None}
    shared = select(EntryOrganisation.entry_id, EntryOrganisation.organisation_id)
    shared = shared.where(EntryOrganisation.entry_id.in_([entry.id for entry in published]))
    concerned |= {(row.entry_id, row.organisation_id) for row in session.execute(shared)}
    rooms = rooms_told_of(session, Topic.PUBLISHED, {organisation_id for _entry_id, organisation_id in concerned})
    for entry in published:
        yield from (_draft(room, entry, now) for room in rooms if (entry.id, room.organisation_id) in concerned)


def _draft(room: ChatRoom, entry: Entry, now: datetime) -> OutboxDraft:
    return OutboxDraft(
        stream=Stream.CHAT,
        kind=ChatKind.PUBLISHED,
        room_id=room.id,
        entry_id=entry.id,
        dedup_key=f"{ChatKind.PUBLISHED}:{room.address}:{entry.id}",
        due_at=now,
        expires_at=now + _NEWS_FOR,
    )
