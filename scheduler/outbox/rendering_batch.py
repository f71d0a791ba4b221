"""Turns claimed messages into parcels, a batch in one transaction."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import event, select
from sqlalchemy.orm import ORMExecuteState, Session

from scheduler.db import ReadOnlyError, SessionFactory
from scheduler.outbox.bundling import bundle
from scheduler.outbox.domain.backoff import MAX_ATTEMPTS
from scheduler.outbox.domain.reasons import Reason
from scheduler.outbox.domain.redaction import place_of
from scheduler.outbox.domain.return_path import ReturnPath
from scheduler.outbox.leases import DeliveryOutcome, put_off, record
from scheduler.outbox.mailer import RenderedMessage
from scheduler.outbox.mime import Sender, UnmailableAddressError, compose, mailable
from scheduler.outbox.models import Message, MessageState, Stream
from scheduler.outbox.reading import sent_before
from scheduler.outbox.rendering import (
    LanguagesOf,
    Letter,
    NotSent,
    Postpone,
    Renderer,
    Renderers,
    bundles_due_only,
    is_bundling,
    keeps_what_it_writes,
    place_in,
    renderer_for,
)
from scheduler.outbox.services import is_suppressed, suppressed_by
from scheduler.outbox.stopping import reason_to_stop, stopped_addresses
from scheduler.web.translations import LOCALE, in_language, languages

PUT_OFF_UNWRITTEN = timedelta(hours=1)

_Over = tuple[int, DeliveryOutcome]
"""A message that is not sent, and what becomes of it."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ready:
    """A parcel, and what is known of its message: how often it was tried, and what went wrong last, "" for nothing."""

    parcel: RenderedMessage
    stream: Stream
    attempts: int
    last_error: str


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes what `owner` has claimed, but for what `postpone` puts off, each in its reader's language."""

    sessions: SessionFactory
    renderers: Renderers
    sender: Sender
    owner: str
    postpone: Postpone | None = None
    languages: LanguagesOf | None = None
    return_path: ReturnPath | None = None

    def write(self, idents: Sequence[int], now: datetime, *, alone: bool = False) -> list[Ready]:
        """Return the parcels in the order of `idents`; what is not to be sent is settled.

        If one message cannot be written, all are written one by one and that one is put off for an hour: nobody waits
        for it. Those that are written `alone` take nothing along.
        """
        try:
            return self._write(idents, now, alone=alone)
        except Exception as error:  # noqa: BLE001 - a renderer may fail in any way, and others wait behind it
            if len(idents) > 1 or not alone:
                return [one for ident in idents for one in self.write([ident], now, alone=True)]
            self._put_off(idents[0], error, now)
            return []

    def _write(self, idents: Sequence[int], now: datetime, *, alone: bool) -> list[Ready]:
        """Write while others save, which SQLite lets nobody do beside a session that may write."""
        try:
            return self._written_reading(idents, now)
        except ReadOnlyError:
            ready, left = self._written_down(idents, now, alone=alone)
            return [*ready, *self._written_reading(left, now)] if left else ready

    def _written_down(self, idents: Sequence[int], now: datetime, *, alone: bool) -> tuple[list[Ready], list[int]]:
        """Keep what is put off, and the letters with what belongs to them; if nothing does, return what is left."""
        with self.sessions() as session:
            sendable, over = self._sendable(session, self._held(session, idents), now)
            messages = self._bundled(session, sendable, now, alone=alone)
            left = [] if self._is_writing(messages) else [message.id for message in messages]
            ready, unsaid = self._write_all(session, [] if left else messages, now)
            self._settle_all(session, over + unsaid, now)
            session.commit()
        return ready, left

    def _written_reading(self, idents: Sequence[int], now: datetime) -> list[Ready]:
        """Raises ReadOnlyError if more than what becomes of these messages is to be written down."""
        with self.sessions() as session:
            session.info["read_only"] = True
            event.listen(session, "before_flush", _refuse)
            event.listen(session, "do_orm_execute", _refuse_unless_reading)
            messages = self._held(session, idents)
            if self._is_writing(messages):
                raise ReadOnlyError("what is in these letters is written down")
            sendable, over = self._sendable(session, messages, now)
            ready, unsaid = self._write_all(session, sendable, now)
            session.commit()
        if over or unsaid:
            with self.sessions() as session:
                self._settle_all(session, over + unsaid, now)
                session.commit()
        return ready

    def _is_writing(self, messages: Iterable[Message]) -> bool:
        """Say whether something is written down only if all letters could be written, as what goes along in one."""
        return any(keeps_what_it_writes(renderer_for(self.renderers, message)) for message in messages)

    def _settle_all(self, session: Session, over: Iterable[_Over], now: datetime) -> None:
        for ident, outcome in over:
            record(session.connection(), self.owner, ident, outcome, now)

    def _write_all(
        self, session: Session, messages: Sequence[Message], now: datetime
    ) -> tuple[list[Ready], list[_Over]]:
        prepared = self._prepared(session, messages, now)
        earlier = sent_before(session, messages)
        stopped = stopped_addresses(session, {one.person_id for one in messages if one.person_id is not None})
        ready: list[Ready] = []
        over: list[_Over] = []
        for message in messages:
            answer = prepared[message.id](session, message, now)
            if isinstance(answer, NotSent):
                over.append((message.id, DeliveryOutcome(MessageState.NOTHING_TO_SAY, answer.reason)))
            elif (reason := reason_to_stop(stopped, message, answer.to)) is not None:
                over.append((message.id, reason))
            elif (
                packed := self._packed(message, replace(answer, references=earlier.get(message.id, ())), now)
            ) is None:
                over.append((message.id, DeliveryOutcome(MessageState.FAILED, Reason.UNUSABLE_ADDRESS)))
            else:
                ready.append(packed)
        return ready, over

    def _held(self, session: Session, idents: Sequence[int]) -> list[Message]:
        """Load what is still ours, in the order of `idents`."""
        query = select(Message).where(Message.id.in_(idents), Message.claimed_by == self.owner)
        messages = {message.id: message for message in session.scalars(query)}
        return [messages[ident] for ident in idents if ident in messages]

    def _sendable(
        self, session: Session, messages: Sequence[Message], now: datetime
    ) -> tuple[list[Message], list[_Over]]:
        """Return what is to be sent, but for what is put off, and what has expired or is not wanted."""
        people = {message.person_id for message in messages if message.person_id is not None}
        unwanted = suppressed_by(session, people)
        sendable: list[Message] = []
        over: list[_Over] = []
        for message in messages:
            if message.expires_at is not None and message.expires_at <= now:
                over.append((message.id, DeliveryOutcome(MessageState.EXPIRED)))
            elif message.bundle_id is None and is_suppressed(message, unwanted.get(message.person_id or 0, set())):
                # What carries others is looked at by its renderer, part by part.
                over.append((message.id, DeliveryOutcome(MessageState.SUPPRESSED)))
            else:
                sendable.append(message)
        postponed = self.postpone(session, sendable, now) if self.postpone is not None else ()
        return [message for message in sendable if message.id not in postponed], over

    def _bundled(self, session: Session, messages: Sequence[Message], now: datetime, *, alone: bool) -> list[Message]:
        """Let one message of each person carry the others, where their renderer says several things in a letter."""
        alike: dict[tuple[Stream, str], list[Message]] = {}
        for message in messages:
            if is_bundling(renderer_for(self.renderers, message)):
                alike.setdefault(place_in(self.renderers, message), []).append(message)
        carried: set[int] = set()
        for (_stream, kind), together in alike.items():
            due_only = bundles_due_only(renderer_for(self.renderers, together[0]))
            carriers = bundle(session, together, self.owner, now, kind=kind, alone=alone, due_only=due_only)
            carried |= {message.id for message in together} - {message.id for message in carriers}
        return [message for message in messages if message.id not in carried]

    def _prepared(self, session: Session, messages: Sequence[Message], now: datetime) -> dict[int, Renderer]:
        """The renderer of each message, by its id; those that load for a batch have done so."""
        read = self._languages(session, messages)
        batches: dict[tuple[int, str], list[Message]] = {}
        for message in messages:
            language = read.get(message.person_id or 0, LOCALE)
            batches.setdefault((id(renderer_for(self.renderers, message)), language), []).append(message)
        prepared: dict[int, Renderer] = {}
        for (_renderer, language), batch in batches.items():
            found = renderer_for(self.renderers, batch[0])
            with in_language(language):
                renderer = found if callable(found) else found.prepare(session, batch, now)
            speaking = _speaking(renderer, language) if read else renderer
            prepared |= {message.id: speaking for message in batch}
        return prepared

    def _languages(self, session: Session, messages: Sequence[Message]) -> Mapping[int, str]:
        """The languages of the readers, by person; not asked for where there is one only."""
        if self.languages is None or len(languages()) == 1:
            return {}
        return self.languages(session, {one.person_id for one in messages if one.person_id is not None})

    def _packed(self, message: Message, letter: Letter, now: datetime) -> Ready | None:
        """Return what can be handed over; None if mail cannot be sent to the address."""
        try:
            to = mailable(letter.to)
        except UnmailableAddressError:
            return None
        content = compose(letter, self.sender, message.message_id, now)
        private = (letter.to, letter.to_name, letter.subject)
        path = self.return_path.of(message.message_id, letter.to) if self.return_path is not None else ""
        parcel = RenderedMessage(message.id, to, content, private, path)
        return Ready(parcel, Stream(message.stream), message.attempts, message.last_error)

    def _put_off(self, ident: int, error: Exception, now: datetime) -> None:
        logger.error("message %d could not be written: %s", ident, place_of(error))
        with self.sessions() as session:
            attempts = session.get_one(Message, ident).attempts + 1
            until = now + PUT_OFF_UNWRITTEN if attempts < MAX_ATTEMPTS else None
            record(session.connection(), self.owner, ident, put_off(Reason.NOT_WRITTEN, until), now)
            session.commit()


def _refuse(_session: Session, *_details: Any) -> None:
    raise ReadOnlyError("a renderer must not write")


def _refuse_unless_reading(execution: ORMExecuteState) -> None:
    if not execution.is_select:
        raise ReadOnlyError("a renderer must not write")


def _speaking(renderer: Renderer, language: str) -> Renderer:
    def render(session: Session, message: Message, now: datetime) -> Letter | NotSent:
        with in_language(language):
            return renderer(session, message, now)

    return render
