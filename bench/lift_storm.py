"""How a coalition fares when very many embargoes lift in one second, under polled feeds and people who read pages.

A real web server and a real worker; the readers may see everything but what is under embargo. Fails if a title is in
any answer before its lift, if a poll that began once the lift had to show lacks it, or if anything is answered with an
error.
The waits for pages are compared with those of the quiet before.
"""

import argparse
import http.client
import os
import re
import secrets
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psutil
from flask import Flask
from sqlalchemy import Engine, create_engine, select
from sqlalchemy.orm import Session

from bench.web_servers import free_port, running
from config import Config
from scheduler.accounts.models import MemberRole
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Guard
from scheduler.agenda.services.entry_drafts import AllDay
from scheduler.agenda.services.guards import Embargo
from scheduler.app import create_app
from scheduler.db import db, prepare_engine
from scheduler.feeds.reading import address_path
from scheduler.feeds.services.addresses import FeedDraft, make_feed
from scheduler.feeds.services.version_watch import LOOK_SECONDS
from scripts.web_command import ENVIRONMENT, command
from tests.coalition import Team
from tests.content.builders import ITEM_TEXT, item
from tests.factories import organisation, person
from tests.logins import cookie_for
from tests.plugins.databases import build_schema

ROOT = Path(__file__).resolve().parents[1]
TITLE = re.compile(rb"Lifted statement no (\d+)")
PAGES = ("/", "/calendar", "/content", "/search?q=statement")
START_SECONDS, MOST_SECONDS = 12, 90
LEAST = 20


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything; a reader opens a page every so many seconds."""

    items: int
    organisations: int
    readers: int
    feeds: int
    quiet: int
    pause: float


@dataclass(frozen=True, slots=True)
class Reader:
    """A cookie, and the path of a feed."""

    cookie: str
    feed: str


@dataclass
class Found:
    """What was seen from outside; each wait with the moment at which it began."""

    pages: list[tuple[datetime, float]] = field(default_factory=list)
    polls: list[tuple[datetime, float]] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    whole_at: dict[str, datetime] = field(default_factory=dict)
    worked: dict[str, float] = field(default_factory=dict)
    """By process, the seconds of a processor from the moment until all showed."""


class Storm:
    """The running servers as clients see them, and the database as it is."""

    def __init__(self, engine: Engine, port: int, at: datetime, size: Size) -> None:
        self._engine, self._port, self._at, self._size = engine, port, at, size
        self.found = Found()
        self.ended = threading.Event()

    def read_pages(self, number: int, reader: Reader) -> None:
        """Open one page after the other, as one person."""
        self.ended.wait(self._size.pause * number / self._size.readers)
        turn = number
        while not self.ended.is_set():
            began = datetime.now(UTC)
            _body, took = self._ask(PAGES[turn % len(PAGES)], {"Cookie": reader.cookie}, frozenset())
            self.found.pages.append((began, took))
            turn += 1
            self.ended.wait(self._size.pause)

    def poll(self, path: str) -> None:
        """Ask for a feed again and again, and compare it with what was committed before and after."""
        while not self.ended.is_set():
            due = self._lifted()
            time.sleep(LOOK_SECONDS)
            began = datetime.now(UTC)
            body, took = self._ask(path, {}, due)
            self.found.polls.append((began, took))
            if len(_titles(body)) == self._size.items:
                self.found.whole_at.setdefault(path, datetime.now(UTC))

    def _ask(self, path: str, headers: dict[str, str], due: frozenset[int]) -> tuple[bytes, float]:
        """Return the answer and its seconds; `due` are those that have to be in it."""
        began = time.perf_counter()
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
            connection.close()
        except OSError as error:
            self.found.wrong.append(f"{path}: {type(error).__name__}")
            return b"", time.perf_counter() - began
        took = time.perf_counter() - began
        if answer.status != http.HTTPStatus.OK:
            self.found.wrong.append(f"{path}: {answer.status}")
        shown = _titles(body)
        early = shown - self._lifted() if shown else shown
        if early:
            self.found.wrong.append(f"{path}: LEAK of {len(early)} titles")
        if due - shown:
            self.found.wrong.append(f"{path}: {len(due - shown)} of {len(due)} that were lifted are missing")
        return body, took

    def _lifted(self) -> frozenset[int]:
        with self._engine.connect() as connection:
            query = select(Guard.placeholder_title).where(Guard.revealed_at.is_not(None))
            return frozenset(int(name.split()[-1]) for name in connection.scalars(query))

    def wait_until_all_show(self, pids: Mapping[str, int]) -> None:
        """Wait for the last view, then a while more."""
        end = self._at + timedelta(seconds=MOST_SECONDS)
        self.ended.wait((self._at - datetime.now(UTC)).total_seconds())
        before = {name: _worked(pid) for name, pid in pids.items()}
        while len(self.found.whole_at) < self._size.feeds and datetime.now(UTC) < end:
            time.sleep(0.2)
        self.found.worked = {name: _worked(pid) - before[name] for name, pid in pids.items()}
        time.sleep(2)
        self.ended.set()


def _worked(pid: int) -> float:
    """Return the seconds of a processor that a process and its children have had."""
    process = psutil.Process(pid)
    times = [one.cpu_times() for one in (process, *process.children(recursive=True))]
    return float(sum(one.user + one.system for one in times))


def _titles(body: bytes) -> frozenset[int]:
    return frozenset(int(one) for one in TITLE.findall(body.replace(b"\r\n ", b"")))


def fill(app: Flask, size: Size, at: datetime, key: str) -> list[Reader]:
    """Make items under embargo until one moment, and readers of another organisation, who may not read them before."""
    now = datetime.now(UTC)
    with app.app_context(), db.sessionmaker() as session:
        embargo = Embargo(at.replace(tzinfo=None), "UTC", at)
        teams = [_team(session, number) for number in range(size.organisations)]
        for number in range(size.items):
            text = replace(ITEM_TEXT, title=f"Lifted statement no {number}")
            row = item(
                session,
                teams[number % size.organisations],
                now,
                text=text,
                embargo=embargo,
                when=AllDay(at.date(), at.date()),
            )
            guard = session.get_one(Guard, row.guard_id)
            guard.placeholder_title, guard.audience = f"Announcement {number}", Audience.COALITION
        place = organisation(session, "Those who read")
        people = [person(session, f"Reader {number}", (place, MemberRole.MEMBER)) for number in range(size.readers)]
        feeds = [
            address_path(key, make_feed(session, FeedDraft("All", {}, person_id=one.id), key, actor_id=one.id, now=now))
            for one in people
        ]
        for one in people:
            session.expunge(one)
        session.commit()
    with app.app_context():
        name = app.config["SESSION_COOKIE_NAME"]
        return [Reader(f"{name}={cookie_for(app, one)}", feed) for one, feed in zip(people, feeds, strict=True)]


def _team(session: Session, number: int) -> Team:
    place = organisation(session, f"Organisation {number}")
    lead, editor, member = (
        person(session, f"{role} {number}", (place, role))
        for role in (MemberRole.LEAD, MemberRole.EDITOR, MemberRole.MEMBER)
    )
    session.flush()
    return Team(place, lead, editor, member)


@contextmanager
def servers(config: Config, env: dict[str, str]) -> Iterator[dict[str, int]]:
    """Run web server and worker; give their process ids by name."""
    with running(command(config), config.port, env) as web:
        worker = subprocess.Popen([sys.executable, "-m", "flask", "worker"], cwd=ROOT, env=os.environ | env)
        try:
            yield {"web": web.process.pid, "worker": worker.pid}
        finally:
            worker.terminate()
            worker.wait(60)


def measure(size: Size, folder: str) -> tuple[Found, list[datetime], datetime]:
    """Let it happen once."""
    key = secrets.token_hex(24)
    env = {
        **ENVIRONMENT,
        "SCHEDULER_INSTANCE_DIR": folder,
        "SCHEDULER_SECRET_KEY": key,
        "SCHEDULER_DEMO": "0",
        "PORT": str(free_port()),
    }
    config = Config.from_env(env)
    build_schema(config.database_url)
    app = create_app(config)
    prepared_at = datetime.now(UTC)
    readers = fill(app, size, prepared_at.replace(microsecond=0) + timedelta(days=1), key)
    engine = create_engine(config.database_url)
    prepare_engine(engine)
    with servers(config, env) as pids:
        at = _set_moment(app, size.quiet)
        storm = Storm(engine, config.port, at, size)
        paths = [one.feed for one in readers[: size.feeds]]
        threads = [threading.Thread(target=storm.read_pages, args=one) for one in enumerate(readers)]
        threads += [threading.Thread(target=storm.poll, args=(path,)) for path in paths]
        for thread in threads:
            thread.start()
        storm.wait_until_all_show(pids)
        for thread in threads:
            thread.join()
    with engine.connect() as connection:
        lifted = [one for one in connection.scalars(select(Guard.revealed_at)) if one is not None]
    engine.dispose()
    return storm.found, lifted, at


def _set_moment(app: Flask, quiet: int) -> datetime:
    """Let all embargoes end at a round second that leaves time for the quiet: how long a start takes, nobody knows."""
    at = datetime.now(UTC).replace(microsecond=0) + timedelta(seconds=START_SECONDS + quiet)
    with app.app_context(), db.sessionmaker() as session:
        session.query(Guard).where(Guard.embargo_at.is_not(None)).update(
            {"embargo_at": at, "embargo_local": at.replace(tzinfo=None)}
        )
        session.commit()
    return at


def report(found: Found, lifted: Sequence[datetime], at: datetime, size: Size) -> bool:
    """Print what was measured; false when something was wrong."""
    quiet_from = at - timedelta(seconds=size.quiet)
    last_lift = max(lifted, default=at)
    last_view = max(found.whole_at.values(), default=at)
    print(f"{len(lifted)} of {size.items} lifted; the last {(last_lift - at).total_seconds():.1f} s after the moment")
    print(f"the last new view {(last_view - at).total_seconds():.1f} s after the moment")
    print(
        "until then: "
        + ", ".join(f"{name} {seconds:.1f} s" for name, seconds in found.worked.items())
        + " of a processor"
    )
    for name, waits in (("pages", found.pages), ("polls", found.polls)):
        quiet = [took for began, took in waits if quiet_from <= began < at]
        storm = [took for began, took in waits if at <= began <= last_view]
        if min(len(quiet), len(storm)) < LEAST:
            print(f"{name}: too few to say ({len(quiet)} quiet, {len(storm)} in the storm)")
            continue
        was, now = (statistics.quantiles(some, n=100)[98] * 1000 for some in (quiet, storm))
        print(f"{name}: p99 {now:.0f} ms of {len(storm)}, {was:.0f} ms of {len(quiet)} before: {now / was:.1f} times")
    for one in sorted(set(found.wrong)):
        print(f"WRONG {found.wrong.count(one)} times: {one}")
    missing = size.feeds - len(found.whole_at)
    if missing:
        print(f"WRONG: {missing} feeds never showed everything")
    return not found.wrong and not missing and len(lifted) == size.items


def main() -> int:
    """Measure; the exit status is 1 when anything was wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("items", 200), ("organisations", 40), ("readers", 50), ("feeds", 5), ("quiet", 15)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    parser.add_argument("--pause", type=float, default=2.0)
    size = Size(**vars(parser.parse_args()))
    with tempfile.TemporaryDirectory(prefix="bench-storm-") as folder:
        return 0 if report(*measure(size, folder), size) else 1


if __name__ == "__main__":
    sys.exit(main())
