"""Reads the mail that came back, and tells coordinators whose address is gone."""

import logging
from dataclasses import dataclass

from sqlalchemy.orm import Session

from scheduler.accounts.models import Person
from scheduler.accounts.reading import people_with_address
from scheduler.accounts.services.stopped_addresses import drafts_to_coordinators
from scheduler.clock import Clock
from scheduler.db import SessionFactory
from scheduler.outbox.domain.return_kinds import ReturnKind
from scheduler.outbox.domain.return_path import ReturnPath
from scheduler.outbox.mailbox import Mailbox, MailboxError
from scheduler.outbox.mailers import MailSettings, mailbox_for, return_path_for
from scheduler.outbox.returns import Fate, take_in
from scheduler.outbox.services import queue_all

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ReturnedMail:
    """The mailbox that our emails come back to, each mail of it in a transaction of its own."""

    sessions: SessionFactory
    clock: Clock
    paths: ReturnPath
    mailbox: Mailbox

    def read(self) -> None:
        """Take in what has come since the last time; a mailbox that cannot be read is tried again next time."""
        try:
            self.mailbox.read(self._take_in)
        except MailboxError as error:
            logger.warning("the mailbox of returned mail cannot be read: %s", error)

    def _take_in(self, content: bytes) -> Fate:
        now = self.clock.now()
        with self.sessions() as session:
            taken = take_in(session, content, self.paths, _address_of, now)
            if taken.message is not None and taken.stopped is ReturnKind.GONE:
                queue_all(session, drafts_to_coordinators(session, taken.message, now), now)
            session.commit()
        return taken.fate


def returned_mail_of(settings: MailSettings, sessions: SessionFactory, clock: Clock) -> ReturnedMail | None:
    """Return what reads the mailbox of the settings, if one is set."""
    paths, mailbox = return_path_for(settings), mailbox_for(settings)
    return ReturnedMail(sessions, clock, paths, mailbox) if paths is not None and mailbox is not None else None


def _address_of(session: Session, person_id: int) -> str | None:
    person: Person | None = people_with_address(session, [person_id]).get(person_id)
    return person.email if person is not None and person.active and person.anonymised_at is None else None
