"""Chat rooms are added, changed, paused and removed, and asked for a sign of life."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from scheduler.accounts.models import Organisation
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.chat.domain.rooms import ChatKind, Rhythm, Times, Topic
from scheduler.chat.labels import REMOVED
from scheduler.chat.models import ChatRoom
from scheduler.outbox.models import Message, MessageState, Stream
from scheduler.outbox.services import OutboxDraft, queue
from scheduler.rows import Sent, StaleEditError, lock_matching, lock_row, once_by_form

MAX_ROOMS_EACH = 10
"""How many rooms an organisation may have."""

_TESTED_WITHIN = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class RoomDraft:
    """A room as asked for; an empty address, of one that is changed, keeps what it has."""

    name: str
    platform: str
    topics: Collection[Topic]
    rhythm: Rhythm
    hour: int
    language: str
    address: str = field(default="", repr=False)


class TooManyRoomsError(ValueError):
    """The organisation has `MAX_ROOMS_EACH` rooms."""


def add_room(
    session: Session, organisation_id: int, draft: RoomDraft, *, form_id: str, actor_id: int, now: datetime
) -> ChatRoom:
    """Add a room; the same form sent twice adds it once.

    Raises:
        TooManyRoomsError: there are enough of them.
    """
    # Locked, so that many at once cannot slip past the limit.
    organisation = lock_row(session, Organisation, organisation_id)
    sent = Sent(form_id, actor_id, (organisation_id, replace(draft, topics=sorted(draft.topics))))
    return once_by_form(session, ChatRoom, sent, lambda key: _add(session, organisation, draft, (key, actor_id), now))


def _add(
    session: Session, organisation: Organisation, draft: RoomDraft, made_by: tuple[str | None, int], now: datetime
) -> ChatRoom:
    many = session.scalar(select(func.count()).where(ChatRoom.organisation_id == organisation.id)) or 0
    if many >= MAX_ROOMS_EACH:
        raise TooManyRoomsError
    form_id, actor_id = made_by
    room = ChatRoom(organisation_id=organisation.id, form_id=form_id, created_at=now)
    _write(room, draft)
    # The hour that has struck today was before there was a room.
    day, at = Times(draft.rhythm, draft.hour, organisation.zone).due(now)
    room.posted_for = day if at <= now else None
    session.add(room)
    session.flush()
    _record(session, AuditAct.CHAT_ROOM_ADDED, room, actor_id, now)
    return room


def change_room(
    session: Session, room: ChatRoom, draft: RoomDraft, *, revision: int | None, actor_id: int, now: datetime
) -> None:
    """Change a room; another address is tried afresh. Saying again what it is already changes nothing.

    Raises:
        RowGoneError: it was removed in the meantime.
        StaleEditError: `revision` is not the room's.
    """
    lock_row(session, ChatRoom, room.id)
    if draft == _draft_of(room, draft.address and room.secret_address):
        return
    if revision != room.revision:
        raise StaleEditError
    _write(room, draft)
    room.revision += 1
    _record(session, AuditAct.CHAT_ROOM_CHANGED, room, actor_id, now)


def pause_room(session: Session, room: ChatRoom, now: datetime) -> None:
    """Post nothing until `resume_room`; what waits to be posted is not.

    Raises:
        RowGoneError: it was removed in the meantime.
    """
    lock_row(session, ChatRoom, room.id)
    room.paused_at = room.paused_at or now


def resume_room(session: Session, room: ChatRoom) -> None:
    """Post again, also to an address that was given up.

    Raises:
        RowGoneError: it was removed in the meantime.
    """
    lock_row(session, ChatRoom, room.id)
    room.paused_at = room.stopped_at = None
    room.refusals = 0


def remove_room(session: Session, room: ChatRoom, *, actor_id: int, now: datetime) -> None:
    """Delete a room with its address; what waits is not posted.

    Raises:
        RowGoneError: it was removed in the meantime.
    """
    _forget(session, [lock_row(session, ChatRoom, room.id)], now)
    _record(session, AuditAct.CHAT_ROOM_REMOVED, room, actor_id, now)


def forget_rooms_at(session: Session, organisation_id: int, now: datetime) -> None:
    """Delete the rooms of an organisation; what waits is not posted."""
    _forget(session, lock_matching(session, ChatRoom, ChatRoom.organisation_id == organisation_id), now)


def queue_test(session: Session, room: ChatRoom, now: datetime) -> bool:
    """Have a test message posted soon; False while the last one waits.

    Raises:
        RowGoneError: the room was removed in the meantime.
    """
    lock_row(session, ChatRoom, room.id)
    waiting = Message.state.in_([MessageState.READY, MessageState.CLAIMED])
    asked = select(Message.id).where(Message.room_id == room.id, Message.kind == ChatKind.TEST, waiting)
    if session.scalar(asked.limit(1)) is not None:
        return False
    key = f"{ChatKind.TEST}:{room.address}:{secrets.token_hex(8)}"
    draft = OutboxDraft(stream=Stream.CHAT, kind=ChatKind.TEST, room_id=room.id, dedup_key=key, due_at=now)
    queue(session, replace(draft, expires_at=now + _TESTED_WITHIN), now)
    return True


def _forget(session: Session, rooms: Collection[ChatRoom], now: datetime) -> None:
    # SQLite gives the number of a row that is gone to a later one, which may be another organisation's.
    theirs = update(Message).where(Message.room_id.in_([room.id for room in rooms]))
    settled = {"state": MessageState.NOTHING_TO_SAY, "last_error": REMOVED, "settled_at": now}
    # What the worker has in hand it settles itself.
    session.execute(theirs.where(Message.state == MessageState.READY).values(settled))
    session.execute(theirs.values(room_id=None))
    session.execute(delete(ChatRoom).where(ChatRoom.id.in_([room.id for room in rooms])))


def _draft_of(room: ChatRoom, address: str) -> RoomDraft:
    topics, rhythm = sorted(Topic(one) for one in room.topics), Rhythm(room.rhythm)
    return RoomDraft(room.name, room.platform, topics, rhythm, room.hour, room.language, address)


def _write(room: ChatRoom, draft: RoomDraft) -> None:
    room.name, room.platform, room.language = draft.name, draft.platform, draft.language
    room.topics, room.rhythm, room.hour = sorted(draft.topics), draft.rhythm, draft.hour
    if draft.address:
        room.secret_address, room.stopped_at, room.refusals = draft.address, None, 0


def _record(session: Session, act: AuditAct, room: ChatRoom, actor_id: int, now: datetime) -> None:
    subject = (SubjectKind.ORGANISATION, room.organisation_id)
    record(session, act, subject, actor_id=actor_id, now=now, details={"platform": room.platform})
