"""Brings a restored database up to the present before anything may use it, and leaves to people what nobody can know.

The server of that time may have sent what came due since the backup. So the jobs that make messages run once, and what
is due by then is held until a coordinator decides. Embargoes that ended since are held as well, see `embargoes`.
"""

from dataclasses import dataclass
from typing import cast

from flask import current_app
from sqlalchemy import Engine
from sqlalchemy.orm import sessionmaker

from scheduler.agenda.access import listeners, writers
from scheduler.agenda.jobs import lift_due
from scheduler.agenda.services.changes import ChangeContext
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import Detail, record
from scheduler.backup.domain.manifest import Manifest
from scheduler.backup.embargoes import hold_passed, notify_held
from scheduler.clock import Clock
from scheduler.db import AppSession
from scheduler.observances.jobs import extend_horizon
from scheduler.outbox.holding import DATABASE, hold_due
from scheduler.reminders.jobs import plan_due
from scheduler.schema.fitness import UNFINISHED, scripts
from scheduler.schema.upgrading import set_revision, upgrade_unfinished


@dataclass(frozen=True, slots=True)
class Settled:
    """How many messages and how many embargoes are held."""

    messages: int
    embargoes: int


def settle(engine: Engine, manifest: Manifest) -> Settled:
    """Upgrade, catch up and hold, in a database that is marked `UNFINISHED` and stays so."""
    clock = cast("Clock", current_app.extensions["scheduler.clock"])
    if manifest.schema not in scripts().get_heads():
        upgrade_unfinished(engine, manifest.schema, scripts())
    sessions = sessionmaker(engine, class_=AppSession)
    with sessions() as session:
        embargoes = hold_passed(session, manifest.made_at, ChangeContext(listeners(), None, clock.now()))
        session.commit()
    lift_due(sessions, clock, writers(), listeners())
    extend_horizon(sessions, clock, listeners())
    plan_due(sessions, clock)
    with sessions() as session:
        messages = hold_due(session, clock.now())
        # This is new, so it was not sent before.
        notify_held(session, embargoes, clock.now())
        details: dict[str, Detail] = {"made_at": manifest.made_at.isoformat(), "version": manifest.version}
        details |= {"messages_held": messages, "embargoes_held": len(embargoes)}
        record(session, AuditAct.DATABASE_RESTORED, DATABASE, actor_id=None, now=clock.now(), details=details)
        session.commit()
    return Settled(messages, len(embargoes))


def mark_unfinished(engine: Engine) -> None:
    """Keep every program away from a database until `mark_finished`."""
    _mark(engine, UNFINISHED)


def mark_finished(engine: Engine) -> None:
    """Let programs use the database."""
    (head,) = scripts().get_heads()
    _mark(engine, head)


def _mark(engine: Engine, revision: str) -> None:
    with engine.connect().execution_options(sqlite_write=True) as connection, connection.begin():
        set_revision(connection, revision)
