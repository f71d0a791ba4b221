"""How many polls of an unchanged feed a second, against a bare Flask view with the same bytes in memory.

Both run under the same server with one process and the same number of threads, and are asked by turns; so is nginx with
the same bytes as files, where it is installed.
"""

import gzip
import os
import re
import selectors
import shutil
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from flask import Flask, Response, request

from bench.web_servers import Server, ask, free_port, question, running
from config import Config
from scheduler.accounts.models import MemberRole, Membership, Organisation, Person
from scheduler.agenda.models import EntryKind
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import coalition_guard, public_guard
from scheduler.agenda.services.publishing import publish
from scheduler.app import create_app
from scheduler.db import db, touch
from scheduler.feeds.reading import address_path
from scheduler.feeds.services.addresses import FeedDraft, make_feed
from scheduler.feeds.services.version_watch import LOOK_SECONDS
from scripts.web_command import command
from tests.plugins.databases import build_schema

ENTRIES = 1000
TURNS = 15
SECONDS = 0.2
CONNECTIONS = (1, 8)
WANTED_RATIO = 1.0
WANTED_RATIO_304 = 1.5
EDITS = 5
FORMS: tuple[tuple[str, float], ...] = (("identity", WANTED_RATIO), ("gzip", WANTED_RATIO), ("304", WANTED_RATIO_304))
BODY_FOLDER = "BENCH_BODIES"
KEY = "only for this benchmark, and long enough for it"
NGINX = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log /dev/null;
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  types {{ text/calendar ics; }}
  gzip_static on;
  keepalive_requests 1000000;
  server {{ listen 127.0.0.1:{port}; root {folder}; }}
}}
"""


def bare_app() -> Flask:
    """The reference: the bytes of each feed, plain and compressed, from memory."""
    app = Flask("bare")
    folder = Path(os.environ[BODY_FOLDER])
    plain = {path.stem: path.read_bytes() for path in folder.glob("*.ics")}
    zipped = {name: gzip.compress(body, 6, mtime=0) for name, body in plain.items()}

    @app.get("/<name>.ics")
    def feed(name: str) -> Response:
        if "If-None-Match" in request.headers:
            return Response(status=304, headers={"ETag": '"x"'})
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            return Response(zipped[name], headers={"Content-Encoding": "gzip"}, content_type="text/calendar")
        return Response(plain[name], content_type="text/calendar")

    return app


@dataclass(frozen=True, slots=True)
class Speed:
    """Answers a second, and the milliseconds within which 99 of 100 came."""

    rate: float
    p99: float


@dataclass(slots=True)
class _Asking:
    """One kept connection: when its question was sent, and how much of the answer is missing (None: its length)."""

    connection: socket.socket
    sent_at: float = 0.0
    missing: int | None = None
    head: bytes = b""
    buffer: memoryview = field(default_factory=lambda: memoryview(bytearray(1 << 20)))

    def ask(self, asked: bytes) -> None:
        self.missing, self.head, self.sent_at = None, b"", time.perf_counter()
        self.connection.sendall(asked)

    def read(self) -> bool:
        """Read what has come; says whether the answer is whole."""
        count = self.connection.recv_into(self.buffer)
        if count == 0:
            raise ConnectionError("the server hung up")
        if self.missing is None:
            self.head += self.buffer[:count]
            end = self.head.find(b"\r\n\r\n")
            if end < 0:
                return False
            found = LENGTH.search(self.head, 0, end + 2)
            self.missing = (int(found[1]) if found else 0) - (len(self.head) - end - 4)
        else:
            self.missing -= count
        return self.missing <= 0


LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)\r\n", re.IGNORECASE)


def speed(port: int, asked: bytes, connections: int) -> Speed:
    """Ask over so many kept connections, as fast as the answers come."""
    took: list[float] = []
    with selectors.DefaultSelector() as ready:
        for _ in range(connections):
            asking = _Asking(socket.create_connection(("127.0.0.1", port)))
            ready.register(asking.connection, selectors.EVENT_READ, asking)
            asking.ask(asked)
        began = time.perf_counter()
        while time.perf_counter() - began < SECONDS:
            for key, _events in ready.select(1):
                asking = key.data
                if asking.read():
                    took.append(time.perf_counter() - asking.sent_at)
                    asking.ask(asked)
        elapsed = time.perf_counter() - began
        for key in list(ready.get_map().values()):
            key.data.connection.close()
    return Speed(len(took) / elapsed, 1000 * statistics.quantiles(took, n=100)[98])


def fill(config: Config) -> tuple[str, int]:
    """Make a coalition with a feed of 1,000 entries; returns its address and an entry's number to edit."""
    build_schema(config.database_url)
    app = create_app(config)
    with app.app_context():
        session = db.session
        now = datetime.now(UTC)
        place = Organisation(name="Lantern Bay", short_name="Bay", zone="UTC", created_at=now)
        ana = Person(name="Ana", email="ana@example.org", zone="UTC", fs_uniquifier="u", created_at=now)
        session.add_all([place, ana])
        session.flush()
        member = Membership(person_id=ana.id, organisation_id=place.id, role=MemberRole.LEAD, started_at=now)
        session.add(member)
        for row in (place, ana, member):
            touch(session, row)
        for number in range(1, 2 * ENTRIES + 1):
            publish(session, entry_draft(number, _guard(number), now), now)
        selection = {"kind": ["content"]}
        feed = make_feed(session, FeedDraft("Mine", selection, person_id=ana.id), KEY, actor_id=ana.id, now=now)
        session.commit()
        return address_path(KEY, feed), 1


def _guard(number: int) -> int:
    shared = public_guard(db.session) if number <= ENTRIES else coalition_guard(db.session)
    return shared.id


def entry_draft(number: int, guard_id: int, now: datetime, title: str = "") -> EntryDraft:
    """Return an entry of realistic length; the first thousand are editions, the others content."""
    day = date(now.year, now.month, 1) + timedelta(days=number % 500)
    kind = EntryKind.EDITION if number <= ENTRIES else EntryKind.CONTENT
    return EntryDraft(
        source=Source("bench", number),
        kind=kind,
        when=AllDay(day, day),
        guard_id=guard_id,
        title=title or f"World Day Against Trafficking in Persons, part {number}",
        description="Theme: leave no one behind. Official page: https://example.org/day",
        path=f"/observances/day-{number}",
        topics=("trafficking", "child-protection"),
    )


def edits_show_after(config: Config, port: int, path: str, number: int) -> list[tuple[float, float]]:
    """Return for several edits the seconds until it stands in the feed, and those that the last question took.

    Just before each edit the server has looked at the version, so that the next look is as far away as can be.
    """
    app = create_app(config)
    found = []
    for turn in range(EDITS):
        title = f"EDITED TITLE {turn}"
        with app.app_context(), socket.create_connection(("127.0.0.1", port)) as connection:
            now = datetime.now(UTC)
            publish(db.session, entry_draft(number, _guard(number), now, title=title), now)
            ask(connection, question(path, {}))
            db.session.commit()
            began = asked_at = time.perf_counter()
            while title.encode() not in ask(connection, question(path, {})):
                asked_at = time.perf_counter()
            ended = time.perf_counter()
        found.append((ended - began, ended - asked_at))
    return found


def compare(name: str, ports: dict[str, int], questions: dict[str, bytes], connections: int, wanted: float) -> bool:
    """Ask all servers by turns and print the best of each, which other work on the machine disturbs least."""
    turns = [{who: speed(port, questions[who], connections) for who, port in ports.items()} for _ in range(TURNS)]
    best = {who: _best([turn[who] for turn in turns]) for who in ports}
    ratio = best["ours"].rate / best["bare"].rate
    verdict = "ok" if ratio >= wanted else "TOO SLOW"
    rates = ", ".join(f"{who} {one.rate:6.0f}/s p99 {one.p99:5.2f} ms" for who, one in best.items())
    of_files = f", of nginx {best['ours'].rate / best['nginx'].rate:.2f}" if "nginx" in best else ""
    print(f"{name:<23} x{connections}: {rates}; of bare {ratio:.2f} (>= {wanted}) {verdict}{of_files}", flush=True)
    return bool(ratio >= wanted)


def _best(speeds: list[Speed]) -> Speed:
    return Speed(max(one.rate for one in speeds), min(one.p99 for one in speeds))


def main() -> int:
    """Run everything; the exit status is 1 when a target is missed."""
    folder = Path(tempfile.mkdtemp(prefix="bench-feeds-"))
    try:
        return 0 if measure(folder) else 1
    finally:
        shutil.rmtree(folder)


def measure(folder: Path) -> bool:
    """Measure in a folder of its own."""
    env = {"SCHEDULER_INSTANCE_DIR": str(folder), "SCHEDULER_SECRET_KEY": KEY, BODY_FOLDER: str(folder)}
    env["PORT"] = str(free_port())
    config = Config.from_env(env)
    personal, number = fill(config)
    paths = {"public": "/feeds/public.ics", "personal": personal}
    with running(command(config), config.port, env) as ours:
        tags = {"ours": _keep_bodies(ours.port, paths, folder)}
        with bare_view(config, env) as bare, file_server(folder) as nginx:
            servers = {"ours": ours, "bare": bare} | ({"nginx": nginx} if nginx else {})
            tags |= {who: _tags(one.port) for who, one in servers.items() if who != "ours"}
            ports = {who: one.port for who, one in servers.items()}
            results = [
                compare(f"{name} feed, {form}", ports, _asked(name, paths, form, tags), many, wanted)
                for name in paths
                for form, wanted in FORMS
                for many in CONNECTIONS
            ]
        edits = edits_show_after(config, ours.port, paths["public"], number)
    shown, building = min(edits)
    verdict = "ok" if shown - building <= LOOK_SECONDS else "TOO LATE"
    print(f"an edit shows after {shown * 1000:.0f} ms, of which building {building * 1000:.0f} ms: {verdict}")
    return all(results) and verdict == "ok"


@contextmanager
def bare_view(config: Config, env: dict[str, str]) -> Iterator[Server]:
    """Run the bare view under the same server, which speaks WSGI to it, with as many threads."""
    port = free_port()
    options = ["--interface", "wsgi", "--blocking-threads", str(config.threads), "--port", str(port), "--factory"]
    quiet = ["--http", "1", "--log-level", "warning"]
    granian = [sys.executable, "-m", "granian", "bench.feeds:bare_app", *options, *quiet]
    with running(granian, port, env) as server:
        yield server


@contextmanager
def file_server(folder: Path) -> Iterator[Server | None]:
    """Run nginx with the same bytes as files, plain and compressed; None where it is not installed."""
    program = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if program is None:
        print("nginx is not installed: no comparison with a file server")
        yield None
        return
    for path in folder.glob("*.ics"):
        path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes(), 6, mtime=0))
    # Files must be readable for whatever user its processes become.
    folder.chmod(0o755)
    port = free_port()
    settings = folder / "nginx.conf"
    settings.write_text(NGINX.format(folder=folder, port=port))
    with running([program, "-c", str(settings), "-p", str(folder)], port, {}) as server:
        yield server


def _keep_bodies(port: int, paths: dict[str, str], folder: Path) -> dict[str, str]:
    """Write each feed's bytes for the references and return the tags."""
    tags = {}
    for name, path in paths.items():
        tags[name], body = _tag_and_body(port, path)
        if (entries := body.count(b"BEGIN:VEVENT")) != ENTRIES:
            raise RuntimeError(f"the {name} feed holds {entries} entries")
        (folder / f"{name}.ics").write_bytes(body)
        print(f"{name} feed: {len(body) // 1000} kB, {len(gzip.compress(body)) // 1000} kB packed")
    return tags


def _tags(port: int) -> dict[str, str]:
    return {name: _tag_and_body(port, f"/{name}.ics")[0] for name in ("public", "personal")}


def _tag_and_body(port: int, path: str) -> tuple[str, bytes]:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        head, body = ask(connection, question(path, {})).split(b"\r\n\r\n", 1)
    found = re.search(rb"\r\netag: *(\S+)", head, re.IGNORECASE)
    return found[1].decode() if found else '"x"', body


def _asked(name: str, paths: dict[str, str], form: str, tags: dict[str, dict[str, str]]) -> dict[str, bytes]:
    questions = {}
    for who, known in tags.items():
        headers = {"identity": {}, "gzip": {"Accept-Encoding": "gzip"}, "304": {"If-None-Match": known[name]}}[form]
        questions[who] = question(paths[name] if who == "ours" else f"/{name}.ics", headers)
    return questions


if __name__ == "__main__":
    sys.exit(main())
