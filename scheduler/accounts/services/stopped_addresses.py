"""Whose address is stopped, who hears of it, and how it is tried again."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.models import Person
from scheduler.accounts.reading import people_with_address
from scheduler.accounts.services.actor_roles import coordinators
from scheduler.accounts.services.naming import names_with_organisations
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.outbox.domain.return_kinds import ReturnKind
from scheduler.outbox.models import Message, StoppedAddress, Stream
from scheduler.outbox.services import OutboxDraft
from scheduler.outbox.stopping import is_stopped, stopped_addresses, try_again

ADDRESS_STOPPED = "accounts.address_stopped"


@dataclass(frozen=True, slots=True)
class StoppedPerson:
    """Somebody who gets no reminders and notifications by email, since when and why."""

    person_id: int
    name: str
    kind: ReturnKind
    at: datetime


def stopped_people(session: Session, person_ids: Collection[int] | None = None) -> list[StoppedPerson]:
    """Return those whose present address is stopped, the last one first; among these people if any are named."""
    stopped = stopped_addresses(session, person_ids)
    people = people_with_address(session, stopped) if stopped else {}
    mine = [row for ident, row in stopped.items() if ident in people and _is_meant(people[ident], row)]
    names = names_with_organisations(session, [row.person_id for row in mine]) if mine else {}
    return [StoppedPerson(row.person_id, names[row.person_id], ReturnKind(row.kind), row.at) for row in mine]


def _is_meant(person: Person, row: StoppedAddress) -> bool:
    return person.active and is_stopped(row, person.email)


def try_address_again(session: Session, person_id: int, actor_id: int, now: datetime) -> bool:
    """Let email to somebody through again; False if there is nothing to do.

    Only they themselves take it up again after they complained.
    """
    kinds = {ReturnKind.GONE, ReturnKind.COMPLAINT} if person_id == actor_id else {ReturnKind.GONE}
    if not try_again(session, person_id, kinds):
        return False
    record(session, AuditAct.ADDRESS_TRIED_AGAIN, (SubjectKind.PERSON, person_id), actor_id=actor_id, now=now)
    return True


def drafts_to_coordinators(session: Session, message: Message, now: datetime) -> list[OutboxDraft]:
    """Return what tells coordinators that this message came back, as its reader's mailbox is gone."""
    return [
        OutboxDraft(
            stream=Stream.ACCOUNT,
            kind=ADDRESS_STOPPED,
            person_id=coordinator,
            payload={"person_id": message.person_id},
            dedup_key=f"{ADDRESS_STOPPED}:{message.id}:{coordinator}",
            due_at=now,
        )
        for coordinator in coordinators(session)
        if coordinator != message.person_id
    ]
