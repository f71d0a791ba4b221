"""Ten thousand people who follow one day, and the reminders that they are due, on either database."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import cast

from flask import Flask
from sqlalchemy import func, select

from config import Config
from scheduler.accounts.models import MemberRole, Organisation
from scheduler.agenda.models import EntryKind
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import public_guard
from scheduler.agenda.services.publishing import publish
from scheduler.app import create_app
from scheduler.db import AppSession, SessionFactory, db
from scheduler.outbox.leases import claim
from scheduler.outbox.mailer import RenderedMessage
from scheduler.outbox.mime import Sender
from scheduler.outbox.models import Message, MessageState, Stream
from scheduler.outbox.rendering_batch import Writer
from scheduler.outbox.services import OutboxDraft, queue_all
from scheduler.renderers import RENDERERS
from tests.factories import organisation, person

ORGANISATIONS = 40
DAY = date(2027, 7, 30)
MOMENT = datetime(2027, 7, 23, 7, 0, tzinfo=UTC)
MAIL_FROM = "Coalition Scheduler <scheduler@coalition.test>"
SENDER = Sender.parse(MAIL_FROM)


class FixedClock:
    """The morning on which the reminders are due."""

    def now(self) -> datetime:
        return MOMENT

    def monotonic(self) -> float:
        return time.monotonic()


@dataclass(frozen=True, slots=True)
class Place:
    """Where a coalition is, and to which mail server it hands over."""

    database_url: str
    folder: str
    port: int

    def application(self) -> Flask:
        config = Config(
            secret_key=secrets.token_hex(24),
            database_url=self.database_url,
            base_url="https://scheduler.coalition.test",
            smtp_url=f"smtp://127.0.0.1:{self.port}",
            mail_from=MAIL_FROM,
            instance_dir=Path(self.folder),
        )
        return create_app(config, clock=FixedClock())


@dataclass(frozen=True, slots=True)
class Reminders:
    """What everybody who follows the day is due a week ahead."""

    sessions: SessionFactory
    entry_id: int
    person_ids: Sequence[int]

    @classmethod
    def of(cls, people: int) -> "Reminders":
        """Make so many people and their day in the empty database of the current application."""
        sessions = cast("SessionFactory", db.sessionmaker)
        with sessions() as session:
            offices = [organisation(session, f"Organisation {number}") for number in range(ORGANISATIONS)]
            person_ids = [_member(session, number, offices[number % ORGANISATIONS]) for number in range(people)]
            draft = EntryDraft(
                source=Source("edition", 1),
                kind=EntryKind.EDITION,
                when=AllDay(DAY, DAY),
                guard_id=public_guard(session).id,
                title="World Day Against Trafficking in Persons",
                path="/observances/trafficking-in-persons",
            )
            change = publish(session, draft, MOMENT)
            session.commit()
            assert change is not None
            return cls(sessions, change.entry.id, person_ids)

    def queue(self) -> None:
        """Queue what the planner would."""
        with self.sessions() as session:
            queue_all(session, [self._draft(person_id) for person_id in self.person_ids], MOMENT)
            session.commit()

    def _draft(self, person_id: int) -> OutboxDraft:
        return OutboxDraft(
            stream=Stream.REMINDER,
            kind="followed",
            person_id=person_id,
            entry_id=self.entry_id,
            payload={"entry_id": self.entry_id, "first_day": DAY.isoformat(), "lead_days": 7},
            dedup_key=f"reminder:followed:{self.entry_id}:{person_id}:{secrets.token_hex(8)}",
            due_at=MOMENT,
        )

    def letters(self) -> list[RenderedMessage]:
        """The same letters, finished; their messages are left claimed and never sent."""
        self.queue()
        with self.sessions() as session:
            idents = claim(session, "bench", MOMENT, len(self.person_ids))
            session.commit()
        writer = Writer(self.sessions, RENDERERS, SENDER, "bench")
        batches = (idents[start : start + 100] for start in range(0, len(idents), 100))
        return [ready.parcel for batch in batches for ready in writer.write(batch, MOMENT)]

    def sent(self) -> int:
        with self.sessions() as session:
            query = select(func.count()).select_from(Message).where(Message.state == MessageState.SENT)
            return session.scalar(query) or 0


def _member(session: AppSession, number: int, office: Organisation) -> int:
    return person(session, f"Person {number}", (office, MemberRole.MEMBER), zone="Europe/Berlin").id
