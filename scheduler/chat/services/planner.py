"""The planner of chat: which rooms are to be posted what is coming, into the outbox."""

from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.chat.domain.rooms import KINDS, USEFUL_FOR, Rhythm, Times
from scheduler.chat.models import ChatRoom
from scheduler.chat.queries.rooms import rooms_and_zones
from scheduler.dates.timezones import day_end
from scheduler.outbox.models import Stream
from scheduler.outbox.services import OutboxDraft, queue
from scheduler.rows import RowGoneError, lock_row


def rooms_due(session: Session, now: datetime) -> list[tuple[int, str]]:
    """Return the rooms whose hour has struck, each with its zone; the session may be one that only reads."""
    return [
        (room.id, zone)
        for room, zone in rooms_and_zones(session)
        if room.looks_ahead and _times(room, zone).day_to_post(room.posted_for, now) is not None
    ]


def plan_room(session: Session, room_id: int, zone: str, now: datetime) -> bool:
    """Queue the message of a room whose hour has struck; False if that was done, or the room has changed meanwhile."""
    try:
        room = lock_row(session, ChatRoom, room_id)
    except RowGoneError:
        return False
    times = _times(room, zone)
    day = times.day_to_post(room.posted_for, now) if room.is_active and room.looks_ahead else None
    if day is None:
        return False
    _day, at = times.due(now)
    room.posted_for = day
    draft = OutboxDraft(
        stream=Stream.CHAT,
        kind=KINDS[room.rhythm],
        room_id=room.id,
        payload={"day": day.isoformat()},
        dedup_key=f"{KINDS[room.rhythm]}:{room.address}:{day}",
        due_at=at,
        # A day later, today would be another.
        expires_at=min(at + USEFUL_FOR, day_end(day, zone)),
    )
    return queue(session, draft, now) is not None


def _times(room: ChatRoom, zone: str) -> Times:
    return Times(Rhythm(room.rhythm), room.hour, zone)
