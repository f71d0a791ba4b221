"""Addresses that get no reminders and notifications any more, because mail came back or its reader complained.

Account mail still goes to them: who asks for a new password may have had the mailbox repaired.
"""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from scheduler.db import insert_into
from scheduler.outbox.domain.reasons import Reason
from scheduler.outbox.domain.return_kinds import ReturnKind
from scheduler.outbox.leases import DeliveryOutcome
from scheduler.outbox.models import Message, MessageState, StoppedAddress, Stream
from scheduler.secret_tokens import hash_of

_OUTCOMES = {
    ReturnKind.GONE: DeliveryOutcome(MessageState.FAILED, Reason.STOPPED_ADDRESS),
    ReturnKind.COMPLAINT: DeliveryOutcome(MessageState.SUPPRESSED, Reason.COMPLAINT),
}


def stop(session: Session, person_id: int, address: str, kind: ReturnKind, now: datetime) -> bool:
    """Stop mail to the address of a person; False if it was stopped for this reason, or by a complaint, already.

    A complaint outlasts what comes back later: only whoever complained takes it back.
    """
    row = {"person_id": person_id, "address_hash": _hash(address), "kind": kind, "at": now}
    statement = insert_into(session, StoppedAddress)
    changed = {name: statement.excluded[name] for name in ("address_hash", "kind", "at")}
    news = or_(
        StoppedAddress.address_hash != statement.excluded.address_hash,
        StoppedAddress.kind.not_in([ReturnKind.COMPLAINT, kind]),
    )
    statement = statement.on_conflict_do_update(index_elements=["person_id"], set_=changed, where=news)
    return session.scalars(statement.returning(StoppedAddress.person_id), [row]).first() is not None


def try_again(session: Session, person_id: int, kinds: Collection[ReturnKind]) -> bool:
    """Let mail to a person through again if it is stopped for one of these reasons; False if it was not."""
    again = delete(StoppedAddress).where(StoppedAddress.person_id == person_id, StoppedAddress.kind.in_(kinds))
    return session.execute(again.returning(StoppedAddress.person_id)).first() is not None


def forget_stopped(session: Session, person_id: int) -> None:
    """Forget that an address of a person was stopped."""
    session.execute(delete(StoppedAddress).where(StoppedAddress.person_id == person_id))


def stopped_addresses(session: Session, person_ids: Collection[int] | None = None) -> dict[int, StoppedAddress]:
    """Return what is stopped, by person; of everybody if none are named. See `is_stopped`."""
    query = select(StoppedAddress)
    if person_ids is not None:
        query = query.where(StoppedAddress.person_id.in_(person_ids))
    return {row.person_id: row for row in session.scalars(query.order_by(StoppedAddress.at.desc()))}


def is_stopped(stopped: StoppedAddress | None, address: str) -> bool:
    """Whether it is this address that is stopped, and not an earlier one of the same person."""
    return stopped is not None and stopped.address_hash == _hash(address)


def reason_to_stop(stopped: Mapping[int, StoppedAddress], message: Message, address: str) -> DeliveryOutcome | None:
    """Return what becomes of a message to an address that is stopped; None if it may go."""
    found = stopped.get(message.person_id or 0)
    if found is None or Stream(message.stream) == Stream.ACCOUNT or not is_stopped(found, address):
        return None
    return _OUTCOMES[ReturnKind(found.kind)]


def _hash(address: str) -> str:
    return hash_of(address.lower())
