"""Two coalitions that differ in nothing but what is under embargo give outsiders the same bytes, and insiders not."""

import importlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from pathlib import Path

import pytest
from flask import Flask

from config import Config
from scheduler.accounts.models import Organisation, Person
from scheduler.accounts.services.log_ins import LastUses
from scheduler.api.services.last_uses import TokenUses
from scheduler.db import db
from tests.chat.rooms import chat_service, room_at
from tests.fakes import FakeClock
from tests.leaks import hidden
from tests.leaks.asking import VISITOR, Heard, Outsider, Targets, mail_to
from tests.leaks.fate import Chance, equal_chance
from tests.leaks.pair import AT, OUTSIDERS, Pair, build
from tests.plugins.audit import Extent
from tests.plugins.compiled import KeptTemplates, keep_statements
from tests.plugins.once import once

# Whoever comes first builds both worlds, for all test processes.
pytestmark = pytest.mark.timeout(600)

START = datetime(2027, 7, 10, 12, 0, tzinfo=UTC)
ALMOST = AT - timedelta(minutes=30)
# By the machine's minutes, a slow run would write them in one world and not yet in the other.
WRITTEN_BY_THE_MINUTE = {"scheduler.last_uses": LastUses, "scheduler.api_uses": TokenUses}
WORLDS: dict[str, Callable[[Pair], None]] = {"quiet": hidden.quiet, "busy": hidden.busy}


@dataclass
class Kept:
    """A world as it was built: its folder, and what is known of it."""

    folder: Path
    people: dict[str, Person]
    organisations: dict[str, Organisation]
    feeds: dict[str, list[str]]
    addresses: dict[str, dict[str, str]]
    posted: list[dict[str, str]]
    """What was posted to the chat rooms of all organisations."""


@dataclass
class Both:
    """The two worlds, and a way to open them anew as they were built."""

    kept: dict[str, Kept]
    fate: Chance
    templates: KeptTemplates
    folder: Path

    def opened(self, name: str) -> Flask:
        """Return the application on a copy of a world's database."""
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.kept[name].folder, folder)
        return application(folder, FakeClock(ALMOST), self.templates)

    def targets(self) -> Targets:
        """Return what addresses are filled in with: what outsiders know, and what is in the busy world alone."""
        known, all_ = self.kept["quiet"], self.kept["busy"]
        content, campaigns = all_.addresses["content"], all_.addresses["campaigns"]
        return Targets(
            content=tuple(content[label] for label in ("Secret item", "Related item", "Open post", "Unknown item")),
            campaigns=tuple(campaigns[label] for label in ("Secret", "Open", "Unknown")),
            rows=known.addresses["rows"],
            organisations={name: row.id for name, row in known.organisations.items()},
            person_id=known.people["fay"].id,
        )

    def heard(self, who: str, name: str, extent: Extent | None = None) -> list[Heard]:
        """Return everything that somebody hears from a world; without an extent, of what is secret, no form sent."""
        kept, app = self.kept[name], self.opened(name)
        feeds = ["/feeds/public.ics", "/feeds/public.csv", *kept.feeds.get(who, [])]
        person = None if who == VISITOR else kept.people[who]
        targets = self.targets()
        if extent is None:
            targets = replace(targets, content=targets.content[:1], campaigns=targets.campaigns[:1])
        one = Outsider(app, self.fate, who, person, targets)
        found = (
            [*one.pages(), *one.lists(feeds)]
            if extent is None
            else list(one.everything(feeds, extent, OUTSIDERS.index(who)))
        )
        close(app)
        return found


def application(folder: Path, clock: FakeClock, templates: KeptTemplates) -> Flask:
    config = Config(
        secret_key="only for tests, and long enough for them",
        database_url=f"sqlite:///{folder / 'app.db'}",
        base_url="http://localhost",
        mail_from="Test Coalition <scheduler@coalition.example>",
        instance_dir=folder,
        inner_hosts=frozenset({"127.0.0.1"}),
    )
    app: Flask = importlib.import_module("scheduler.app").create_app(config, clock=clock)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    app.jinja_env.bytecode_cache = templates
    for name, buffer in WRITTEN_BY_THE_MINUTE.items():
        app.extensions[name] = buffer(clock.monotonic)
    with app.app_context():
        keep_statements(db.engine)
    return app


def close(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


def nights(app: Flask, clock: FakeClock) -> None:
    """Let the worker run each morning until the embargo is about to end."""
    worker = importlib.import_module("scheduler.worker")
    tools = worker.build_worker(app)._tools
    clock.moment = START + timedelta(days=4)
    while clock.moment <= ALMOST:
        with app.app_context():
            for _name, _seconds, job in worker.JOBS:
                job(tools)
        clock.advance(timedelta(hours=8))
    tools.dispatcher.stop()


def build_worlds(folder: Path, template: Path, templates: KeptTemplates, fate: Chance) -> dict[str, Kept]:
    kept = {}
    for name, hide in WORLDS.items():
        place, clock = folder / f"built-{name}", FakeClock(START)
        place.mkdir()
        shutil.copy(template, place / "app.db")
        app = application(place, clock, templates)
        pair = Pair(app, clock, fate)
        build(pair, hide)
        with chat_service() as service:
            add_rooms(pair, service.url)
            nights(app, clock)
        close(app)
        known = (pair.people, pair.organisations, pair.feeds, pair.addresses)
        kept[name] = Kept(place, *known, posted=service.posted)
    return kept


def add_rooms(pair: Pair, address: str) -> None:
    """Give every organisation a chat room that is posted everything."""
    with pair.step("rooms") as step:
        for name in sorted(pair.organisations):
            room_at(step.session, step.of(name), address, name=name)


@pytest.fixture(scope="module")
def both(
    run_folder: Path, tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, kept_templates: KeptTemplates
) -> Iterator[Both]:
    with equal_chance() as fate:
        kept = once(run_folder / "worlds", lambda own: build_worlds(own, sqlite_template, kept_templates, fate))
        yield Both(kept, fate, kept_templates, tmp_path_factory.mktemp("worlds"))


def differences(quiet: list[Heard], busy: list[Heard]) -> list[tuple[str, str]]:
    """Return what was asked where the worlds differ, and how."""
    assert [one.asked for one in quiet] == [one.asked for one in busy]
    return [(a.asked, _how(a, b)) for a, b in zip(quiet, busy, strict=True) if a != b]


def _how(a: Heard, b: Heard) -> str:
    lines = zip_longest(a.body.splitlines(), b.body.splitlines(), fillvalue=b"")
    first = next(((x, y) for x, y in lines if x != y), "the body is the same")
    return f"{a.status} {b.status} {sorted(set(a.headers) ^ set(b.headers))} {first}"


@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsiders_get_the_same_bytes(both: Both, who: str, extent: Extent) -> None:
    quiet, busy = both.heard(who, "quiet", extent), both.heard(who, "busy", extent)

    assert differences(quiet, busy) == []
    assert [one.asked for one in busy if one.status == 500] == []
    if who == VISITOR:
        # A kit with something under embargo, and its ZIP.
        kit = {f"GET {path}" for path in both.kept["busy"].feeds[VISITOR]}
        assert [one.status for one in busy if one.asked in kit] == [200] * 8


@pytest.mark.parametrize("who", [who for who in OUTSIDERS if who != VISITOR])
def test_outsiders_get_the_same_mail(both: Both, who: str) -> None:
    mails = [mail_to(kept.folder / "mail", kept.people[who].email) for kept in (both.kept["quiet"], both.kept["busy"])]

    assert mails[0] == mails[1]


def test_chat_rooms_are_posted_the_same(both: Both) -> None:
    quiet, busy = (kept.posted for kept in both.kept.values())

    assert quiet == busy
    assert len(quiet) >= len(both.kept["quiet"].organisations)


def test_insiders_do_not(both: Both) -> None:
    quiet, busy = (both.heard("lena", name) for name in WORLDS)
    item, campaign = both.targets().content[0], both.targets().campaigns[0]

    differ = {asked.removeprefix("GET ") for asked, _how in differences(quiet, busy)}

    own = ("", "/activity", "/details", "/versions", "/sign-off/ask", "/embargo")
    assert {f"/content/{item}{more}" for more in own} <= differ
    assert {f"/campaigns/{campaign}", f"/campaigns/{campaign}/edit", f"/campaigns/{campaign}/audience"} <= differ
    assert {"/notifications", "/events"} <= differ
    assert {"/", "/content", "/campaigns", "/reminders/log", "/search?kind=task", "/search?kind=deadline"} <= differ
    assert set(both.kept["busy"].feeds["lena"]) & differ
    mails = [mail_to(one.folder / "mail", one.people["lena"].email) for one in both.kept.values()]
    assert len(mails[0]) < len(mails[1])
