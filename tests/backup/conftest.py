"""Installations to copy from and to restore into, on either database."""

import dataclasses
import importlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient
from flask_security import hash_password
from sqlalchemy import URL, make_url, text

from config import Config
from scheduler.db import AppSession, db
from scheduler.feeds.reading import address_path
from scheduler.feeds.services.addresses import FeedDraft, make_feed
from tests.fakes import FakeClock
from tests.pages.scenes import full_scene
from tests.plugins.compiled import KeptTemplates, keep_statements
from tests.plugins.databases import drop_database, new_database, programs_folder

EMAIL, PASSWORD = "ana@bay.example", "a harbour at low tide"


@dataclass
class Site:
    """One installation: a folder, a database, a key. `key_is_kept` tells whether it lies in the folder."""

    config: Config
    clock: FakeClock
    templates: KeptTemplates
    key_is_kept: bool = True
    feeds: list[str] = field(default_factory=lambda: ["/feeds/public.ics"])
    apps: list[Flask] = field(default_factory=list)

    @property
    def key_path(self) -> Path:
        return self.config.instance_dir / "secret_key"

    def app(self) -> Flask:
        """Start it, with the key that it has by now."""
        key = self.key_path.read_text(encoding="ascii") if self.key_is_kept else self.config.secret_key
        config = dataclasses.replace(self.config, secret_key=key)
        app: Flask = importlib.import_module("scheduler.app").create_app(config, clock=self.clock)
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        app.jinja_env.bytecode_cache = self.templates
        with app.app_context():
            keep_statements(db.engine)
        self.apps.append(app)
        return app

    def stop(self) -> None:
        """Let go of the database, as a process that ends does."""
        for app in self.apps:
            with app.app_context():
                db.engine.dispose()
                app.extensions["alembic"].engines["default"].dispose()
        self.apps.clear()

    def run(self, *arguments: str, answer: str = "") -> Result:
        """Run a command in a process of its own, as far as the database can tell."""
        self.stop()
        app = self.app()
        with app.app_context():
            ended = app.test_cli_runner().invoke(args=arguments, input=answer)
        self.stop()
        return ended

    def read_feeds(self) -> list[tuple[bytes, str]]:
        """Fetch every feed: its bytes and its ETag."""
        client = self.app().test_client()
        answers = [client.get(path) for path in self.feeds]
        assert {answer.status_code for answer in answers} == {200}
        self.stop()
        return [(answer.data, answer.headers["ETag"]) for answer in answers]


def log_in(client: FlaskClient) -> int:
    """Log Ana in with her password; the status of the answer."""
    return client.post("/login", data={"email": EMAIL, "password": PASSWORD}).status_code


def names(site: Site) -> list[str]:
    with site.app().app_context(), db.engine.connect() as connection:
        found = list(connection.scalars(text("SELECT name FROM person ORDER BY id")))
    site.stop()
    return found


def work(app: Flask) -> None:
    """Run each of the worker's jobs once, in their order."""
    worker = importlib.import_module("scheduler.worker")
    tools = worker.build_worker(app)._tools
    with app.app_context():
        for _name, _seconds, job in worker.JOBS:
            job(tools)


def mailed(site: Site) -> int:
    return len(list((site.config.instance_dir / "mail").glob("*.eml")))


NewSite = Callable[..., Site]


def lay_out(folder: Path, address: str, clock: FakeClock, templates: KeptTemplates) -> Site:
    config = Config(
        secret_key="not used while one is kept, and long enough",
        database_url=address,
        base_url="http://localhost",
        mail_from="Test Coalition <scheduler@coalition.example>",
        instance_dir=folder,
    )
    site = Site(config, clock, templates)
    if not site.key_path.exists():
        site.key_path.write_text(secrets.token_urlsafe(48), encoding="ascii")
    return site


@contextmanager
def laid_out(
    engine_name: str, request: pytest.FixtureRequest, folder: Path, clock: FakeClock, templates: KeptTemplates
) -> Iterator[Site]:
    """An installation with its tables and nothing in them."""
    server: URL | None = request.getfixturevalue("postgresql_server") if engine_name == "postgresql" else None
    url = new_database(server) if server else URL.create("sqlite", database=str(folder / "scheduler.db"))
    site = lay_out(folder, url.render_as_string(hide_password=False), clock, templates)
    with site.app().app_context():
        site.apps[-1].extensions["alembic"].upgrade()
    yield site
    site.stop()
    if server:
        drop_database(server, url)


@pytest.fixture(scope="session")
def built(engine_name: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """What `site` is a copy of: a coalition, its entries, two secret feeds and Ana, who has a password."""
    templates, clock = request.getfixturevalue("kept_templates"), FakeClock(datetime(2027, 7, 1, 12, 0, tzinfo=UTC))
    with laid_out(engine_name, request, tmp_path_factory.mktemp("built"), clock, templates) as site:
        app = site.app()
        with app.app_context():
            scene = full_scene(cast("AppSession", db.session), clock.now())
            scene.ana.email, scene.ana.password = EMAIL, hash_password(PASSWORD)
            key = app.config["SECRET_KEY"]
            for draft in (FeedDraft("Mine", {}, person_id=scene.bo.id), FeedDraft("Staff", {}, organisation_id=1)):
                feed = make_feed(db.session, draft, key, actor_id=scene.ana.id, now=clock.now())
                site.feeds.append(address_path(key, feed))
            db.session.commit()
        site.stop()
        yield site


@pytest.fixture
def new_site(
    engine_name: str, request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock, kept_templates: KeptTemplates
) -> Iterator[NewSite]:
    """Makes installations, each with a database and a key of its own; `like` is one whose data they begin with."""
    server: URL | None = None
    if engine_name == "postgresql":
        request.getfixturevalue("postgresql_programs")
        server = request.getfixturevalue("postgresql_server")
    made: list[Site] = []
    urls: list[URL] = []

    def make(name: str, like: Site | None = None) -> Site:
        folder = tmp_path / name
        if like is None:
            folder.mkdir()
        else:
            shutil.copytree(like.config.instance_dir, folder)
        address = f"sqlite:///{folder / 'scheduler.db'}"
        if server is not None:
            template = str(make_url(like.config.database_url).database) if like else "template1"
            urls.append(new_database(server, template))
            address = urls[-1].render_as_string(hide_password=False)
        made.append(lay_out(folder, address, clock, kept_templates))
        made[-1].feeds = list(like.feeds) if like else made[-1].feeds
        return made[-1]

    yield make
    for site in made:
        site.stop()
    for url in urls:
        assert server is not None
        drop_database(server, url)


@pytest.fixture
def site(new_site: NewSite, built: Site) -> Site:
    """An installation with a coalition, its entries, two secret feeds and Ana, who has a password."""
    return new_site("site", like=built)


@pytest.fixture(scope="session")
def built_copy(
    built: Site, request: pytest.FixtureRequest, engine_name: str, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = tmp_path_factory.mktemp("copies") / "copies"
    with pytest.MonkeyPatch.context() as patch:
        if engine_name == "postgresql":
            patch.setenv("PATH", str(programs_folder()), prepend=os.pathsep)
        ended = built.run("backup", str(folder))
    assert ended.exit_code == 0, ended.stderr
    return folder


@pytest.fixture
def copy(built_copy: Path, tmp_path: Path) -> Path:
    """The folder with a backup of the installation."""
    return Path(shutil.copytree(built_copy, tmp_path / "copies"))


@pytest.fixture
def lived_on(site: Site, copy: Path) -> Site:
    """The installation after its backup: Ana has another name."""
    with site.app().app_context():
        db.session.execute(text("UPDATE person SET name = 'Ana María' WHERE name = 'Ana'"))
        db.session.commit()
    site.stop()
    return site
