"""Sends what is due: claim, write, hand over, record, one message after the other."""

import logging
import threading
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from scheduler.clock import Clock
from scheduler.db import SessionFactory
from scheduler.outbox import leases
from scheduler.outbox.domain.backoff import ASIDE, SECOND_LOOK, retry_delay
from scheduler.outbox.domain.reasons import Reason
from scheduler.outbox.domain.redaction import place_of
from scheduler.outbox.domain.return_path import ReturnPath
from scheduler.outbox.mailer import (
    DemoAddressError,
    InterruptedDeliveryError,
    Mailer,
    MailError,
    RenderedMessage,
    TryLaterError,
    UnclearError,
    UnreachableError,
)
from scheduler.outbox.mime import Sender
from scheduler.outbox.models import MAIL, MessageState
from scheduler.outbox.rendering import LanguagesOf, Postpone, Renderers
from scheduler.outbox.rendering_batch import Ready, Writer
from scheduler.outbox.server_state import ServerState
from scheduler.outbox.workers import Registration, worker_name

BATCH_MESSAGES = 100
# Letters older than this are given back: what they say is checked again, and account mail gets its turn.
BATCH_AGE_SECONDS = 5
# The same from when they were claimed, in case the machine slept before they were written.
CLAIM_AGE_SECONDS = 300
# Where a message takes longer, others do not wait behind those to the same domain.
SLOW_SECONDS = 5
RECORD_TRIES = 5
RECORD_PAUSE_SECONDS = 1

_STREAM_ORDER = {stream: place for place, stream in enumerate(MAIL)}

_Record = tuple[int, leases.DeliveryOutcome, datetime]

logger = logging.getLogger(__name__)


class Dispatcher:
    """One sender of mail, with its own claims and its own memory of what the mail server is like.

    With a `registration`, others notice if it dies; without one, what it holds then waits until its lease runs out.
    """

    def __init__(
        self,
        sessions: SessionFactory,
        renderers: Renderers,
        mailer: Mailer,
        sender: Sender,
        clock: Clock,
        *,
        registration: Registration | None = None,
        postpone: Postpone | None = None,
        languages: LanguagesOf | None = None,
        return_path: ReturnPath | None = None,
    ) -> None:
        self._registration = registration
        self._owner = registration.name if registration else worker_name()
        self._writer = Writer(sessions, renderers, sender, self._owner, postpone, languages, return_path)
        self._sessions = sessions
        self._mailer = mailer
        self._clock = clock
        self._stopping = threading.Event()
        self._server = ServerState(clock)
        self._slow_domains: set[str] = set()
        self._unrecorded: list[_Record] = []

    @property
    def can_mail(self) -> bool:
        """Whether the mail server could be used when last tried; True before the first try."""
        return self._server.is_usable

    @property
    def is_stopping(self) -> bool:
        """Whether the worker is to end after the message in hand."""
        return self._stopping.is_set()

    def stop(self) -> None:
        """Let `run` end after the message in hand; what else it has claimed is given back."""
        self._stopping.set()

    def run(self) -> None:
        """Send all that is due, until nothing is left, the server cannot be used, or `stop` is called."""
        if self._server.is_left_alone:
            return
        try:
            self._send_all(self._clock.now())
        except UnreachableError as error:
            pause = self._server.is_out()
            logger.warning("the mail server cannot be used, next try in %s: %s", pause, error.reason)
        finally:
            self._mailer.close()

    def _send_all(self, now: datetime) -> None:
        with self._sessions() as session:
            self._settle(session)
            leases.call_back(session, now)
            leases.expire(session, now)
            session.commit()
            engine: Engine = session.get_bind()
        # One connection to record on for the whole run; an outcome is one statement, and whole without more.
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as ledger:
            while not self._stopping.is_set() and self._send_batch(ledger):
                pass

    def settle(self) -> None:
        """Catch up with what the last run could not do, when there is to be no other."""
        with self._sessions() as session:
            self._settle(session)

    def _settle(self, session: Session) -> None:
        """Record what the database did not take, and give back what the run left when it broke off."""
        for ident, outcome, at in self._unrecorded:
            leases.record(session.connection(), self._owner, ident, outcome, at)
        leases.release_all(session, self._owner, MAIL)
        session.commit()
        self._unrecorded.clear()

    def _send_batch(self, ledger: Connection) -> bool:
        """Claim, write and send a batch; False if nothing was due.

        Raises UnreachableError after giving back what was not tried.
        """
        claimed_at, began = self._clock.now(), self._clock.monotonic()
        with self._sessions() as session:
            if self._registration is not None:
                self._registration.enter(session)
            idents = leases.claim(session, self._owner, claimed_at, BATCH_MESSAGES)
            session.commit()
        waiting = self._in_order(self._writer.write(idents, claimed_at))[::-1]
        end = min(self._clock.monotonic() + BATCH_AGE_SECONDS, began + CLAIM_AGE_SECONDS)
        try:
            self._send_until(end, waiting, ledger)
        finally:
            self._give_back(waiting)
        return bool(idents)

    def _in_order(self, ready: list[Ready]) -> list[Ready]:
        """As claimed, but within a stream those to slow domains last."""
        return sorted(ready, key=lambda one: (_STREAM_ORDER[one.stream], one.parcel.domain in self._slow_domains))

    def _send_until(self, end: float, waiting: list[Ready], ledger: Connection) -> None:
        """Send the last of `waiting` and take it off, again and again; what is left there was not tried."""
        while waiting and self._goes_on(end):
            ready = waiting.pop()
            try:
                failure = self._hand_over(ready.parcel)
            except UnreachableError:
                waiting.append(ready)
                raise
            now = self._clock.now()
            if waiting and self._goes_on(end):
                # The server looks at the next one while this one is recorded.
                self._mailer.announce(waiting[-1].parcel)
            if not self._record(ledger, ready.parcel.number, _outcome(ready, failure, now), now):
                # Taken for dead, as after a long sleep: somebody else sends the rest.
                waiting.clear()
            if not isinstance(failure, UnclearError | InterruptedDeliveryError):
                self._server.has_answered()
            elif self._server.has_failed_at_message(ready.parcel.domain):
                self._put_aside(waiting, now)
                raise UnreachableError(failure.reason) from failure

    def _goes_on(self, end: float) -> bool:
        return not self._stopping.is_set() and self._clock.monotonic() < end

    def _put_aside(self, waiting: list[Ready], now: datetime) -> None:
        """Take off, untried, what goes to the domains at which the server fails: others come first next time."""
        alike = [ready for ready in waiting if self._server.fails_at(ready.parcel.domain)]
        with self._sessions() as session:
            for ready in alike:
                later = leases.DeliveryOutcome(MessageState.READY, ready.last_error, due_at=now + ASIDE)
                leases.record(session.connection(), self._owner, ready.parcel.number, later, now)
            session.commit()
        waiting[:] = [ready for ready in waiting if ready not in alike]

    def _hand_over(self, parcel: RenderedMessage) -> MailError | None:
        """Return why the message was not taken; raise UnreachableError if it was not even tried."""
        began = self._clock.monotonic()
        try:
            self._mailer.send(parcel)
        except UnreachableError:
            raise
        except MailError as error:
            return error
        except Exception as error:  # noqa: BLE001 - one odd message must not hold up the others
            return self._oddity(parcel, error)
        finally:
            is_slow = self._clock.monotonic() - began >= SLOW_SECONDS
            (self._slow_domains.add if is_slow else self._slow_domains.discard)(parcel.domain)
        return None

    def _oddity(self, parcel: RenderedMessage, error: Exception) -> TryLaterError:
        logger.error("message %d could not be handed over: %s", parcel.number, place_of(error))
        self._mailer.close()
        return TryLaterError(Reason.NOT_HANDED_OVER)

    def _record(self, ledger: Connection, ident: int, outcome: leases.DeliveryOutcome, now: datetime) -> bool:
        """Have the outcome committed before the next message is sent: a crash repeats this one at most.

        A database that is busy or restarts is asked again, and the next run begins with what it has still not taken,
        because what is not on record will be sent again. False if the message is not ours any more.
        """
        for tries_left in reversed(range(RECORD_TRIES)):
            try:
                with ledger.begin():
                    return leases.record(ledger, self._owner, ident, outcome, now)
            except OperationalError:
                if not tries_left:
                    self._unrecorded.append((ident, outcome, now))
                    raise
                self._stopping.wait(RECORD_PAUSE_SECONDS)
        raise AssertionError("unreachable: the last try has returned or raised")

    def _give_back(self, waiting: Sequence[Ready]) -> None:
        if not waiting:
            return
        with self._sessions() as session:
            leases.release(session, self._owner, [ready.parcel.number for ready in waiting])
            session.commit()


def _outcome(ready: Ready, failure: MailError | None, now: datetime) -> leases.DeliveryOutcome:
    match failure:
        case None:
            return leases.SENT
        case UnclearError() if not ready.last_error:
            # Not an attempt yet: it may be the server. Others go first meanwhile.
            return leases.DeliveryOutcome(MessageState.READY, failure.reason, due_at=now + SECOND_LOOK)
        case DemoAddressError():
            return leases.DeliveryOutcome(MessageState.NOTHING_TO_SAY, failure.reason)
        case TryLaterError() | UnclearError():
            delay = retry_delay(ready.attempts + 1)
            return leases.put_off(failure.reason, until=now + delay if delay is not None else None)
        case _:
            return leases.put_off(failure.reason, until=None)
