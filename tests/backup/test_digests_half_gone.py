"""A backup made while a daily email is being sent: restored, it is held whole, and leaves once or never."""

from datetime import date, timedelta
from pathlib import Path
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import select

from scheduler.accounts.models import Person
from scheduler.agenda.models import EntryKind, Involvement
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import coalition_guard
from scheduler.agenda.services.publishing import publish
from scheduler.db import AppSession, SessionFactory, db
from scheduler.outbox import leases
from scheduler.outbox.bundling import bundle
from scheduler.outbox.holding import drop_held, send_held
from scheduler.outbox.models import DIGEST, Message, MessageState
from scheduler.reminders.domain.choices import Delivery
from scheduler.reminders.jobs import plan_due
from tests.backup.conftest import NewSite, Site, work
from tests.fakes import FakeClock
from tests.reminders.typed import chosen

pytestmark = [pytest.mark.engines("sqlite", "postgresql"), pytest.mark.timeout(180)]

ADDRESS = "ana@bay.test"


def half_send(site: Site, clock: FakeClock) -> None:
    """Gather two reminders for Ana, and stop where a worker has written the email and not handed it over yet."""
    with site.app().app_context():
        session = cast("AppSession", db.session)
        ana = session.scalars(select(Person).where(Person.name == "Ana")).one()
        ana.email = ADDRESS
        chosen(session, ana.id, delivery=Delivery.DAILY, notices=Delivery.DAILY)
        guard, tomorrow = coalition_guard(session).id, AllDay(date(2027, 7, 3), date(2027, 7, 3))
        for number in (91, 92):
            people = [(ana.id, Involvement.ASSIGNEE)]
            draft = EntryDraft(Source("task", number), EntryKind.TASK, tomorrow, guard, f"Task {number}", people=people)
            publish(session, draft, clock.now())
        session.commit()
        sessions = cast("SessionFactory", db.sessionmaker)
        plan_due(sessions, clock)
        clock.advance(timedelta(days=1))
        plan_due(sessions, clock)
        with sessions() as gone:
            claimed = leases.claim(gone, "gone", clock.now(), 100)
            digests = select(Message).where(Message.id.in_(claimed), Message.kind == DIGEST)
            assert len(bundle(gone, gone.scalars(digests).all(), "gone", clock.now(), kind=DIGEST, due_only=True)) == 1
            gone.commit()
    site.stop()


def states(app: Flask) -> list[tuple[str, str]]:
    """Return kind and state of what Ana gets on the day."""
    with app.app_context():
        own = select(Message.kind, Message.state).join(Person, Person.id == Message.person_id)
        return sorted((kind, str(state)) for kind, state in db.session.execute(own.where(Person.email == ADDRESS)))


def emails(site: Site) -> list[str]:
    found = (path.read_text() for path in sorted((site.config.instance_dir / "mail").glob("*.eml")))
    return [text for text in found if ADDRESS in text]


@pytest.mark.parametrize("is_sent", [True, False])
def test_a_daily_email_that_was_half_gone_waits_for_a_decision(
    site: Site, new_site: NewSite, tmp_path: Path, clock: FakeClock, is_sent: bool
) -> None:
    half_send(site, clock)
    assert site.run("backup", str(tmp_path / "copies")).exit_code == 0
    restored = new_site("restored")
    assert restored.run("restore", str(tmp_path / "copies")).exit_code == 0
    app = restored.app()
    gathered = [("task_due", str(MessageState.BUNDLED))] * 2

    for _run in range(2):
        work(app)
        clock.advance(timedelta(minutes=1))
    assert states(app) == [(DIGEST, str(MessageState.HELD)), *gathered]
    assert emails(restored) == []

    with app.app_context():
        (send_held if is_sent else drop_held)(db.session, clock.now())
        db.session.commit()
    for _run in range(3):
        work(app)
        clock.advance(timedelta(hours=1))

    settled = MessageState.SENT if is_sent else MessageState.NOTHING_TO_SAY
    assert states(app) == [(DIGEST, str(settled)), *gathered]
    assert [(text.count("Task 91") > 0, text.count("Task 92") > 0) for text in emails(restored)] == [
        (True, True)
    ] * is_sent
