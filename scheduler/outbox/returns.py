"""Takes in what came back: what is known of a message since, and whether its address is stopped."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from sqlalchemy.orm import Session

from scheduler.db import insert_into
from scheduler.outbox.domain.reasons import Reason
from scheduler.outbox.domain.redaction import place_of
from scheduler.outbox.domain.return_kinds import ReturnKind
from scheduler.outbox.domain.return_path import Returned, ReturnPath
from scheduler.outbox.domain.returned_mail import Report, report_in
from scheduler.outbox.models import Message, MessageReturn, MessageState
from scheduler.outbox.stopping import stop
from scheduler.rows import lock_matching

AddressOf = Callable[[Session, int], str | None]
"""Returns the address of a person now, None if they have none any more."""

_REASONS = {ReturnKind.GONE: Reason.NO_MAILBOX, ReturnKind.FAILED: Reason.CAME_BACK}
_STOPPING = frozenset({ReturnKind.GONE, ReturnKind.COMPLAINT})

logger = logging.getLogger(__name__)


class Fate(Enum):
    """What to do with a mail that was read."""

    DONE = auto()
    NOT_OURS = auto()
    LATER = auto()


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a mail; with `stopped`, mail to the person of a message is stopped since, and was not."""

    fate: Fate
    message: Message | None = None
    stopped: ReturnKind | None = None


NOT_OURS = Taken(Fate.NOT_OURS)


def take_in(session: Session, content: bytes, paths: ReturnPath, address_of: AddressOf, now: datetime) -> Taken:
    """Record what a mail says about the message that its signed return path names; a second time is nothing.

    What addresses and status codes stand in it counts for nothing without that: anybody can write such a mail.
    """
    returned = {one.name: one for one in paths.found_in(content.decode("latin-1"))}
    if len(returned) != 1:
        logger.warning("a mail in the mailbox of returned mail has no return path of ours: nothing is stopped")
        return NOT_OURS
    report = _report(content)
    if report is None:
        return NOT_OURS
    (path,) = returned.values()
    (message,) = lock_matching(session, Message, Message.message_id == path.name) or (None,)
    if message is None:
        # As after a restore from a backup that is older than the message.
        return NOT_OURS
    if message.state == MessageState.CLAIMED:
        # It came back before it was recorded as sent.
        return Taken(Fate.LATER)
    return Taken(Fate.DONE, message, _record(session, message, path, report, address_of=address_of, now=now))


def _report(content: bytes) -> Report | None:
    """A mail that no parser can read, as one with parts nested without end, must not keep others from being read."""
    try:
        return report_in(content)
    except Exception as error:  # noqa: BLE001 - anybody can write anything into a mail
        logger.warning("a mail in the mailbox of returned mail cannot be read: %s", place_of(error))
        return None


def _record(
    session: Session, message: Message, path: Returned, report: Report, *, address_of: AddressOf, now: datetime
) -> ReturnKind | None:
    row = {"message_id": message.id, "kind": report.kind, "status": report.status, "at": now}
    statement = insert_into(session, MessageReturn).on_conflict_do_nothing(index_elements=["message_id", "kind"])
    if not session.scalars(statement.returning(MessageReturn.id), [row]).all():
        return None
    if message.state == MessageState.SENT and report.kind in _REASONS:
        message.state, message.last_error = MessageState.BOUNCED, _REASONS[report.kind]
        session.flush()
    if message.person_id is None or report.kind not in _STOPPING:
        return None
    address = address_of(session, message.person_id)
    if address is None or not path.was_to(address):
        return None
    return report.kind if stop(session, message.person_id, address, report.kind, now) else None
