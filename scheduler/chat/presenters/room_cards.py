"""What the page of an organisation's chat rooms shows."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.chat.domain.rooms import ChatKind, host_of
from scheduler.chat.labels import HOUR_LABELS, KIND_LABELS, RHYTHM_LABELS, TOPIC_LABELS, reason_text
from scheduler.chat.models import ChatRoom
from scheduler.chat.platforms.registry import PLATFORMS
from scheduler.chat.queries.rooms import deliveries_of
from scheduler.outbox.models import MessageState
from scheduler.outbox.reading import LogRow

DELIVERIES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Delivery:
    """One message for a room: what it was, and how it went."""

    label: str
    at: datetime
    state: MessageState
    reason: str


@dataclass(frozen=True, slots=True)
class RoomCard:
    """A room as its leads see it: of its address the host alone."""

    address: str
    name: str
    platform: str
    host: str
    topics: Sequence[str]
    rhythm: str
    hour: str
    is_paused: bool
    is_stopped: bool
    deliveries: Sequence[Delivery]


def room_cards(session: Session, rooms: Iterable[ChatRoom]) -> list[RoomCard]:
    """Return rooms with their last deliveries, in order; one query whatever their number."""
    shown = list(rooms)
    logs = deliveries_of(session, {room.id for room in shown}, DELIVERIES_SHOWN)
    return [_card(room, logs[room.id]) for room in shown]


def _card(room: ChatRoom, log: Iterable[LogRow]) -> RoomCard:
    return RoomCard(
        address=room.address,
        name=room.name,
        platform=PLATFORMS[room.platform].label,
        host=host_of(room.secret_address),
        topics=[str(label) for topic, label in TOPIC_LABELS.items() if topic in room.topics],
        rhythm=str(RHYTHM_LABELS[room.rhythm]) if room.looks_ahead else "",
        hour=HOUR_LABELS[room.hour],
        is_paused=room.paused_at is not None,
        is_stopped=room.stopped_at is not None,
        deliveries=[_delivery(row) for row in log],
    )


def _delivery(row: LogRow) -> Delivery:
    at = row.settled_at or row.due_at
    return Delivery(str(KIND_LABELS[ChatKind(row.kind)]), at, row.state, reason_text(row.reason) if row.reason else "")
