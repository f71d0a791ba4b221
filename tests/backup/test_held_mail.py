"""After a restore nobody is mailed again of what the server of that time may have sent; a coordinator decides."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest
from flask import Flask
from sqlalchemy import ColumnElement, func, select, text, update

from scheduler.accounts.models import Person
from scheduler.agenda.models import Entry, Guard
from scheduler.db import AppSession, SessionFactory, db
from scheduler.outbox.models import Message, MessageState, Stream
from scheduler.reminders.jobs import plan_due
from tests.backup.conftest import NewSite, Site, laid_out, mailed, work
from tests.fakes import FakeClock
from tests.logins import logged_in

pytestmark = [pytest.mark.engines("sqlite", "postgresql"), pytest.mark.timeout(180)]

SETTLED_OTHERWISE = (MessageState.NOTHING_TO_SAY, MessageState.BUNDLED)
GAP = timedelta(days=29, hours=6)


def in_state(app: Flask, state: MessageState) -> dict[str, int]:
    with app.app_context():
        query = select(Message.stream, func.count()).where(Message.state == state).group_by(Message.stream)
        return {str(stream): count for stream, count in db.session.execute(query)}


def ids_in_state(app: Flask, state: MessageState) -> set[int]:
    with app.app_context():
        return set(db.session.scalars(select(Message.id).where(Message.state == state)))


def revealed(app: Flask) -> list[int]:
    return guards(app, Guard.revealed_at.is_not(None))


def on_hold(app: Flask) -> list[int]:
    return guards(app, Guard.held.is_(True))


def guards(app: Flask, where: ColumnElement[bool]) -> list[int]:
    with app.app_context():
        return list(db.session.scalars(select(Guard.id).where(where).order_by(Guard.id)))


@pytest.fixture(scope="session")
def built_busy(engine_name: str, request: pytest.FixtureRequest, tmp_path_factory) -> Iterator[Site]:
    """The demo coalition at work: a planner that has run, and mail that waits. Its people can be mailed."""
    templates, clock = request.getfixturevalue("kept_templates"), FakeClock(datetime(2027, 7, 1, 12, 0, tzinfo=UTC))
    with laid_out(engine_name, request, tmp_path_factory.mktemp("busy"), clock, templates) as site:
        app = site.app()
        if engine_name == "sqlite":
            request.getfixturevalue("seed")(app)
        with app.app_context():
            if engine_name == "postgresql":
                seeded = app.test_cli_runner().invoke(args=["seed-demo"])
                assert seeded.exit_code == 0, seeded.output
            db.session.execute(text("UPDATE person SET email = replace(email, '.example', '.test')"))
            db.session.execute(text("UPDATE message SET state = 'claimed', claimed_by = 'gone' WHERE id = 1"))
            db.session.commit()
            # From then on the planner looks back to its last run.
            plan_due(cast("SessionFactory", db.sessionmaker), clock)
        site.stop()
        yield site


@pytest.fixture
def busy(new_site: NewSite, built_busy: Site) -> Site:
    return new_site("busy", like=built_busy)


def test_nothing_that_came_due_meanwhile_is_sent_by_itself(busy: Site, new_site: NewSite, tmp_path: Path, clock):
    assert busy.run("backup", str(tmp_path / "copies")).exit_code == 0
    clock.advance(GAP)
    # What the server of that time did after the backup was made: what must not be done again.
    work(busy.app())
    assert mailed(busy) > 10
    restored = new_site("restored")

    ended = restored.run("restore", str(tmp_path / "copies"))
    app = restored.app()
    for _ in range(3):
        clock.advance(timedelta(minutes=1))
        work(app)

    held = in_state(app, MessageState.HELD)
    assert f"Messages held: {sum(held.values())}." in ended.stdout
    assert {"notice", "reminder"} <= set(held)
    # What is new is told all the same: that embargoes are held, and what this database does not know to be published.
    with app.app_context():
        sent = select(Message.kind).where(Message.state == MessageState.SENT)
        assert set(db.session.scalars(sent)) == {"held", "publish_due"}


def test_an_embargo_that_ended_meanwhile_is_held_and_told(busy: Site, new_site: NewSite, tmp_path: Path, clock):
    assert busy.run("backup", str(tmp_path / "copies")).exit_code == 0
    clock.advance(GAP)
    work(busy.app())
    passed = revealed(busy.apps[-1])
    restored = new_site("restored")

    ended = restored.run("restore", str(tmp_path / "copies"))
    app = restored.app()
    work(app)

    assert len(passed) > 0
    assert revealed(app) == []
    assert on_hold(app) == passed
    assert f"Embargoes on hold: {len(passed)}." in ended.stdout
    with app.app_context():
        sent = Message.kind == "held", Message.state == MessageState.SENT
        assert db.session.scalars(select(Message.id).where(*sent)).all() != []


def test_an_embargo_that_had_ended_before_is_lifted(busy: Site, new_site: NewSite, tmp_path: Path, clock):
    with busy.app().app_context():
        late = Guard.embargo_at.is_not(None)
        at = clock.now() - timedelta(minutes=1)
        moment = {"embargo_at": at, "embargo_local": at.replace(tzinfo=None), "embargo_zone": "UTC"}
        db.session.execute(update(Guard).where(late).values(moment))
        ended = list(db.session.scalars(select(Guard.id).where(late).order_by(Guard.id)))
        db.session.commit()
    assert busy.run("backup", str(tmp_path / "copies")).exit_code == 0
    restored = new_site("restored")

    assert restored.run("restore", str(tmp_path / "copies")).exit_code == 0

    assert revealed(restored.app()) == ended != []


def test_a_thing_that_is_not_whole_keeps_no_other_from_coming_back(site: Site, new_site, tmp_path, clock, caplog):
    with site.app().app_context():
        broken = select(Guard.id).where(Guard.embargo_at.is_not(None)).scalar_subquery()
        db.session.execute(update(Entry).where(Entry.guard_id == broken).values(source_kind="nobody's"))
        db.session.commit()
    assert site.run("backup", str(tmp_path / "copies")).exit_code == 0
    clock.advance(timedelta(days=40))
    restored = new_site("restored")

    ended = restored.run("restore", str(tmp_path / "copies"))

    assert ended.exit_code == 0, ended.stderr
    assert "Embargoes on hold: 1." in ended.stdout
    assert len(on_hold(restored.app())) == 1
    assert any("was not published again: KeyError" in message for message in caplog.messages)


def test_what_a_coordinator_sends_leaves_once(busy: Site, new_site: NewSite, tmp_path: Path, clock):
    assert busy.run("backup", str(tmp_path / "copies")).exit_code == 0
    # Notices wait for each other for a minute.
    clock.advance(timedelta(minutes=2))
    restored = new_site("restored")
    assert restored.run("restore", str(tmp_path / "copies")).exit_code == 0
    app = restored.app()
    held = ids_in_state(app, MessageState.HELD)
    with app.app_context():
        session = cast("AppSession", db.sessionmaker(expire_on_commit=False))
        cora = session.scalars(select(Person).where(Person.email.like("cora@%"))).one()
        session.commit()
    client = logged_in(app, cora)

    assert client.post("/delivery/held", data={"act": "send"}).status_code == 303
    for _ in range(2):
        clock.advance(timedelta(minutes=1))
        work(app)

    assert in_state(app, MessageState.HELD) == {}
    # What waits for one person goes into one mail.
    sent, *settled = [ids_in_state(app, state) for state in (MessageState.SENT, *SETTLED_OTHERWISE)]
    assert held <= sent.union(*settled)
    with app.app_context():
        carried = set(db.session.scalars(select(Message.id).where(Message.bundle_id.in_(sent))))
    assert held & carried
    assert mailed(restored) == len(sent)


def test_what_comes_due_after_the_restore_is_sent(site: Site, copy: Path, new_site: NewSite, clock, now):
    restored = new_site("restored")
    assert restored.run("restore", str(copy)).exit_code == 0
    app = restored.app()
    with app.app_context():
        draft = {"stream": Stream.NOTICE, "kind": "mentioned", "dedup_key": "later", "message_id": "later"}
        entry = db.session.scalar(text("SELECT id FROM entry WHERE source_kind = 'edition' AND source_id = 1"))
        more = {"person_id": 1, "entry_id": entry, "payload": {"entry_id": entry, "actor_id": 2}, "created_at": now}
        db.session.add(Message(**draft, **more, due_at=now + timedelta(minutes=1)))
        db.session.commit()

    clock.advance(timedelta(minutes=1))
    work(app)

    assert mailed(restored) == 1
