"""Entries whose text a release up to 0.2 stored become codes after an upgrade, and no reader notices."""

import hashlib
import json

import pytest
from flask import Flask
from sqlalchemy import MetaData, Table, select

from scheduler.agenda.domain.ical import PARTS_FORM
from scheduler.agenda.jobs import rewrite_parts
from scheduler.agenda.models import Entry, EntryTopic
from scheduler.agenda.services.vevents import render_parts
from scheduler.db import db
from tests.fakes import FakeClock
from tests.plugins.demo import Seed
from tests.repo.test_migrations import alembic, bare_app, both_engines, empty_database
from tests.repo.test_vevent_migration import insert_entry

__all__ = ["bare_app", "empty_database"]

STORED = ("own_title", "own_description", "own_label", "phrases", "search_text", "vevent_hash", "parts_form")
SEEN = ("uid", "sequence", "changed_at", "cancelled_at", "title", "description", "label")


def values_of(names: tuple[str, ...]) -> list[tuple[object, ...]]:
    rows = db.session.scalars(select(Entry).order_by(Entry.id), execution_options={"populate_existing": True})
    return [tuple(getattr(entry, name) for name in names) for entry in rows]


def age(entry: Entry) -> None:
    """Leave an entry as release 0.2 left it: its text in English, and what it knew it again by."""
    topics = tuple(sorted(db.session.scalars(select(EntryTopic.topic).where(EntryTopic.entry_id == entry.id))))
    texts = (entry.title, entry.description, entry.label)
    entry.own_title, entry.own_description, entry.own_label = texts
    seen = (texts[0], texts[1], entry.location, entry.path, texts[2], entry.tags, topics)
    placed = (entry.starts_on, entry.ends_on, entry.local_start, entry.zone, entry.starts_at, entry.ends_at)
    digest = json.dumps([seen, placed, entry.status, entry.kind], default=str)
    entry.vevent_hash = hashlib.sha256(digest.encode()).hexdigest()
    entry.phrases = ""
    render_parts(entry, topics)
    entry.parts_form = 2


@pytest.fixture
def seeded(app: Flask, seed: Seed) -> Flask:
    seed(app)
    return app


def test_the_worker_turns_words_into_codes_and_moves_no_sequence(seeded: Flask, clock: FakeClock) -> None:
    with seeded.app_context():
        stored, seen = values_of(STORED), values_of(SEEN)
        for entry in db.session.scalars(select(Entry).where(Entry.removed_at.is_(None))):
            age(entry)
        db.session.commit()
        assert values_of(SEEN) == seen
        assert values_of(STORED) != stored

        # The worker has sessions of its own.
        db.session.rollback()
        writers, listeners = seeded.extensions["scheduler.writers"], seeded.extensions["scheduler.listeners"]
        rewrite_parts(db.sessionmaker, clock, writers, listeners)

        assert values_of(STORED) == stored
        assert values_of(SEEN) == seen


def test_what_an_older_process_wrote_since_is_read_as_it_wrote_it(seeded: Flask) -> None:
    with seeded.app_context():
        entry = db.session.scalars(select(Entry).where(Entry.phrases.contains("content_sign_off_due"))).first()
        assert entry is not None
        entry.own_title, entry.parts_form = "Sign-off due: Joint statement", 2

        assert entry.title == "Sign-off due: Joint statement"


@both_engines
@pytest.mark.usefixtures("empty_database")
def test_the_way_back_words_titles_again(bare_app: Flask) -> None:
    with bare_app.app_context():
        alembic(bare_app).upgrade("0013")
    due, lifts = '{"title":["content_sign_off_due",{},{}]}', '{"title":["content_embargo_lifts",{},{}]}'
    insert_entry(bare_app, 1, title="Op-ed", phrases=due, parts_form=PARTS_FORM)
    insert_entry(bare_app, 2, title="", phrases=lifts, parts_form=PARTS_FORM)
    insert_entry(bare_app, 3, title="World Day", phrases="", parts_form=PARTS_FORM)
    insert_entry(bare_app, 4, title="Sign-off due: Old", phrases="", parts_form=2)

    with bare_app.app_context():
        alembic(bare_app).downgrade()

        entry = Table("entry", MetaData(), autoload_with=db.engine)
        with db.engine.connect() as connection:
            titles = connection.scalars(select(entry.c.title).order_by(entry.c.id)).all()
    assert titles == ["Sign-off due: Op-ed", "Embargo lifts: Untitled", "World Day", "Sign-off due: Old"]
    assert "phrases" not in entry.c
