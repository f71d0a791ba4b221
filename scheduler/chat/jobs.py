"""The job of chat: queue what rooms are to be posted, and post what is due."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from scheduler.chat.domain.answers import MAX_REFUSALS, Verdict, verdict_on
from scheduler.chat.domain.rooms import ChatKind
from scheduler.chat.labels import GONE, NOTHING, PAUSED, REMOVED
from scheduler.chat.models import ChatRoom
from scheduler.chat.platforms.protocol import Payload
from scheduler.chat.platforms.registry import PLATFORMS
from scheduler.chat.presenters.room_messages import RoomWriter
from scheduler.chat.queries.rooms import message_and_room
from scheduler.chat.services.planner import plan_room, rooms_due
from scheduler.chat.services.stopping import stop_room
from scheduler.clock import Clock
from scheduler.db import SessionFactory
from scheduler.http_client import Failure, HttpClient, RequestFailedError
from scheduler.outbox import leases
from scheduler.outbox.domain.backoff import ASIDE, retry_delay
from scheduler.outbox.domain.reasons import Reason
from scheduler.outbox.domain.redaction import place_of
from scheduler.outbox.models import MessageState, Stream
from scheduler.outbox.workers import Registration
from scheduler.rows import RowGoneError, lock_row
from scheduler.web.request import settings

CHAT = (Stream.CHAT,)
# What no second try mends.
_FINAL = frozenset({Failure.BAD_ADDRESS, Failure.INNER_ADDRESS})

logger = logging.getLogger(__name__)


def plan_chat(sessions: SessionFactory, clock: Clock) -> int:
    """Queue the messages of rooms whose hour has struck, each in a transaction of its own; return how many."""
    now, queued = clock.now(), 0
    with sessions() as reading:
        reading.info["read_only"] = True
        due = rooms_due(reading, now)
    for room_id, zone in due:
        with sessions() as writing:
            queued += plan_room(writing, room_id, zone, now)
            writing.commit()
    return queued


def post_due(
    sessions: SessionFactory,
    clock: Clock,
    http: HttpClient,
    registration: Registration,
    is_stopping: Callable[[], bool],
) -> None:
    """Queue what rooms are to be posted by now, and post all that is due."""
    plan_chat(sessions, clock)
    ChatSender(sessions, clock, http, registration, settings().base_url, is_stopping).run()


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message as it is posted, and what is known of it."""

    ident: int
    room_id: int
    kind: ChatKind
    attempts: int
    address: str = field(repr=False)
    payload: Payload = field(repr=False)


@dataclass(frozen=True, slots=True)
class ChatSender:
    """Posts what is due to rooms, one message after the other: claimed, written, posted, recorded.

    A crash repeats one message at most. `is_stopping` says that the worker is to end after the message in hand.
    """

    sessions: SessionFactory
    clock: Clock
    http: HttpClient
    registration: Registration
    base_url: str
    is_stopping: Callable[[], bool]

    def run(self) -> None:
        """Post all that is due; what another room does not take holds nobody up."""
        if not self._begin():
            return
        silent: dict[int, datetime] = {}
        while not self.is_stopping() and (claimed := self._claim()) is not None:
            parcel = self._written(claimed)
            if parcel is not None and parcel.room_id in silent:
                self._record(parcel, leases.DeliveryOutcome(MessageState.READY, due_at=silent[parcel.room_id]))
            elif parcel is not None:
                verdict = self._post(parcel)
                if verdict.code:
                    # What the service asks for holds for the room, the delay of a message that fails for that one.
                    silent[parcel.room_id] = self.clock.now() + max(ASIDE, verdict.wait or ASIDE)
                self._record(parcel, self._outcome(parcel, verdict), verdict)

    def _begin(self) -> bool:
        """Say whether anything is due, and give back what a run that broke off has left."""
        now = self.clock.now()
        with self.sessions() as reading:
            reading.info["read_only"] = True
            due_at = leases.next_due(reading, streams=CHAT)
            is_due = due_at is not None and due_at <= now
            if not is_due and not leases.holds_any(reading, self.registration.name, CHAT):
                return False
        with self.sessions() as session:
            leases.release_all(session, self.registration.name, CHAT)
            leases.expire(session, now)
            session.commit()
        return True

    def _claim(self) -> int | None:
        with self.sessions() as session:
            self.registration.enter(session)
            found = leases.claim(session, self.registration.name, self.clock.now(), 1, CHAT)
            session.commit()
        return next(iter(found), None)

    def _written(self, ident: int) -> Parcel | None:
        """Return what is to be posted; None for what is settled, as there is nothing to say or nowhere to say it."""
        now = self.clock.now()
        try:
            with self.sessions() as session:
                found = self._parcel(session, ident)
                if isinstance(found, str):
                    settled = leases.DeliveryOutcome(MessageState.NOTHING_TO_SAY, found)
                    leases.record(session.connection(), self.registration.name, ident, settled, now)
                session.commit()
        except Exception as error:  # noqa: BLE001 - one message that cannot be written must not hold up the others
            logger.error("message %d could not be written: %s", ident, place_of(error))  # noqa: TRY400
            self._put_off_unwritten(ident, now)
            return None
        return found if isinstance(found, Parcel) else None

    def _parcel(self, session: Session, ident: int) -> Parcel | str:
        message, room = message_and_room(session, ident)
        if room is None:
            return REMOVED
        if not room.is_active:
            return GONE if room.stopped_at is not None else PAUSED
        written = RoomWriter(session, self.base_url).write(room, message)
        if written is None:
            return NOTHING
        payload = PLATFORMS[room.platform].payload(written.shortened())
        kind = ChatKind(message.kind)
        return Parcel(ident, room.id, kind, message.attempts, room.secret_address, payload)

    def _put_off_unwritten(self, ident: int, now: datetime) -> None:
        with self.sessions() as session:
            later = leases.put_off(Reason.NOT_WRITTEN, now + timedelta(hours=1))
            leases.record(session.connection(), self.registration.name, ident, later, now)
            session.commit()

    def _post(self, parcel: Parcel) -> Verdict:
        try:
            answer = self.http.post_json(parcel.address, parcel.payload)
        except RequestFailedError as error:
            return Verdict(error.reason.value, may_retry=error.reason not in _FINAL)
        return verdict_on(answer.status, answer.headers)

    def _outcome(self, parcel: Parcel, verdict: Verdict) -> leases.DeliveryOutcome:
        if not verdict.code:
            return leases.SENT
        delay = retry_delay(parcel.attempts + 1)
        # Whoever asks for a test waits for its result.
        if not verdict.may_retry or delay is None or parcel.kind is ChatKind.TEST:
            return leases.put_off(verdict.code, until=None)
        return leases.put_off(verdict.code, until=self.clock.now() + max(delay, verdict.wait or delay))

    def _record(self, parcel: Parcel, outcome: leases.DeliveryOutcome, verdict: Verdict | None = None) -> None:
        now = self.clock.now()
        with self.sessions() as session:
            if verdict is not None:
                _note(session, parcel, verdict, now)
            leases.record(session.connection(), self.registration.name, parcel.ident, outcome, now)
            session.commit()


def _note(session: Session, parcel: Parcel, verdict: Verdict, now: datetime) -> None:
    """Count the messages to which the address said that it is no more; after a few times it is given up."""
    try:
        room = lock_row(session, ChatRoom, parcel.room_id)
    except RowGoneError:
        return
    # It may have another address by now.
    if room.secret_address != parcel.address:
        return
    # A message that is tried again was counted.
    if verdict.is_gone and parcel.attempts == 0:
        room.refusals += 1
        if room.refusals >= MAX_REFUSALS:
            stop_room(session, room, now)
    elif not verdict.code:
        room.refusals = 0
