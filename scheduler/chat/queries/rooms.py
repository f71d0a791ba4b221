"""Finds chat rooms."""

from collections.abc import Collection, Sequence

from sqlalchemy import Row, and_, or_, select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Organisation
from scheduler.chat.domain.rooms import ChatKind, Topic
from scheduler.chat.models import ChatRoom
from scheduler.outbox.domain.reasons import Reason
from scheduler.outbox.models import Message
from scheduler.outbox.reading import LogRow, logs_of_rooms

_OF_WHAT_HAPPENED = (ChatKind.DATE, ChatKind.PUBLISHED)
_ACTIVE = (ChatRoom.paused_at.is_(None), ChatRoom.stopped_at.is_(None))


def rooms_of(session: Session, organisation_id: int) -> Sequence[ChatRoom]:
    """Return an organisation's rooms by name."""
    found = session.scalars(select(ChatRoom).where(ChatRoom.organisation_id == organisation_id))
    return sorted(found, key=lambda room: (room.name.casefold(), room.id))


def room_of(session: Session, organisation_id: int, address: str) -> ChatRoom | None:
    """Return a room of an organisation by the name that pages call it."""
    return session.scalar(
        select(ChatRoom).where(ChatRoom.organisation_id == organisation_id, ChatRoom.addressed(address))
    )


def rooms_and_zones(session: Session) -> Sequence[Row[ChatRoom, str]]:
    """Return every room that is posted to, with the zone of its organisation."""
    query = select(ChatRoom, Organisation.zone).join(Organisation, Organisation.id == ChatRoom.organisation_id)
    return session.execute(query.where(*_ACTIVE).order_by(ChatRoom.id)).all()


def rooms_told_of(
    session: Session, topic: Topic, organisation_ids: Collection[int] | None = None
) -> Sequence[ChatRoom]:
    """Return the rooms, of these organisations or of all, that are posted to about a topic."""
    query = select(ChatRoom).where(*_ACTIVE)
    if organisation_ids is not None:
        query = query.where(ChatRoom.organisation_id.in_(sorted(organisation_ids)))
    return [room for room in session.scalars(query.order_by(ChatRoom.id)) if topic in room.topics]


def message_and_room(session: Session, message_id: int) -> tuple[Message, ChatRoom | None]:
    """Return a message with the room that it is for; None for one that was removed."""
    message = session.get_one(Message, message_id)
    return message, session.get(ChatRoom, message.room_id or 0)


def deliveries_of(session: Session, room_ids: Collection[int], limit: int) -> dict[int, list[LogRow]]:
    """Return the last messages for each of these rooms, the last queued first.

    What is queued because something happened is there once it was posted, or refused: until then nobody has asked
    whether the room's organisation may know of that, and if not, it is settled with nothing to say.
    """
    was_posted = and_(Message.attempts > 0, Message.last_error != Reason.NOT_WRITTEN)
    return logs_of_rooms(session, room_ids, limit, or_(Message.kind.not_in(_OF_WHAT_HAPPENED), was_posted))


def organisations_with_stopped_rooms(session: Session, organisation_ids: Collection[int]) -> frozenset[int]:
    """Return those of the organisations that have a room which is no longer posted to, as its address is gone."""
    stopped = select(ChatRoom.organisation_id).where(ChatRoom.stopped_at.is_not(None))
    return frozenset(session.scalars(stopped.where(ChatRoom.organisation_id.in_(sorted(organisation_ids)))))
