"""The demo coalition and what a walk through it has seen, built once for all test processes."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Any, cast

from flask import Flask
from sqlalchemy import Connection, event, select

from config import Config
from scheduler.accounts.models import Person
from scheduler.app import create_app
from scheduler.campaigns.models import Campaign, Task
from scheduler.chat.models import ChatRoom
from scheduler.content.models import Item
from scheduler.db import db
from scheduler.events.models import Event
from scheduler.external_calendars.models import ExternalCalendar
from scheduler.kits.models import Kit, KitLink
from scheduler.playbooks.models import Playbook, PlaybookSlot
from scheduler.saved_views.models import SavedView
from tests.bad_input.house import House, log_ins, settle
from tests.bad_input.walk import Tour, tour
from tests.fakes import FakeClock
from tests.plugins.compiled import KeptTemplates, keep_statements
from tests.plugins.once import once
from tests.plugins.web import light_hashing
from tests.together import Sessions

NOW = datetime(2027, 7, 1, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Built:
    """The demo coalition: its database, the cookies of who is logged in, and what a walk through it has seen."""

    database: Path
    people: dict[str, Person]
    cookies: dict[str, str]
    more_pages: list[tuple[str, str]]
    public_ids: list[str]
    seen: Tour


def application(database: Path, templates: KeptTemplates) -> Flask:
    config = Config(
        secret_key="only for tests, and long enough for them",
        database_url=f"sqlite:///{database}",
        base_url="http://localhost",
        mail_from="Test Coalition <scheduler@coalition.example>",
        instance_dir=database.parent,
    )
    app = create_app(config, clock=FakeClock(NOW))
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    app.jinja_env.bytecode_cache = templates
    app.extensions["security"].pwd_context = light_hashing()
    with app.app_context():
        keep_statements(db.engine)
        event.listen(db.engine, "before_cursor_execute", _refuse_as_postgresql)
    return app


def _refuse_as_postgresql(
    _connection: Connection, _cursor: object, statement: str, parameters: Any, *_more: Any
) -> None:
    """Refuse what PostgreSQL does and SQLite takes: NUL in a text, whatever it is compared with."""
    if any("\x00" in text for text in _texts(parameters)):
        raise ValueError(f"NUL is given to {statement}"[:300])


def _texts(given: object) -> Iterator[str]:
    """Yield the texts that a statement is given, or several rows of them."""
    if isinstance(given, str):
        yield given
    elif isinstance(given, list | tuple | dict):
        yield from chain.from_iterable(map(_texts, given.values() if isinstance(given, dict) else given))


def close(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


Calendars = SavedView | ExternalCalendar


def public_ids(sessions: Sessions) -> list[str]:
    """Return the random parts of addresses, in an order that is the same wherever the demo plays."""
    models: tuple[
        type[Item | Campaign | Event | Task | Playbook | PlaybookSlot | Kit | KitLink | ChatRoom | Calendars], ...
    ]
    models = (Item, Campaign, Event, Task, Playbook, PlaybookSlot, Kit, KitLink, SavedView, ChatRoom, ExternalCalendar)
    with sessions() as session:
        return [str(name) for model in models for name in session.scalars(select(model.public_id).order_by(model.id))]


def build(folder: Path, template: Path, templates: KeptTemplates) -> Built:
    """Play the demo, add what it lacks for every form to have a page, keep the database, and look at every page."""
    database = Path(shutil.copy(template, folder / "app.db"))
    app = application(database, templates)
    people, more_pages = settle(app, NOW)
    cookies = log_ins(app, people)
    with app.app_context():
        names = public_ids(cast("Sessions", db.sessionmaker))
    close(app)
    snapshot = Path(shutil.copy(database, folder / "snapshot.db"))
    seen = tour(House(app, database, snapshot, cookies, more_pages))
    close(app)
    return Built(snapshot, people, cookies, more_pages, names, seen)


def built_once(folder: Path, template: Path, templates: KeptTemplates) -> Built:
    """Return what the first process of a run has built; `folder` is one that all of them share."""
    return once(folder / "demo-house", lambda own: build(own, template, templates))
