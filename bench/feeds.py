"""How many polls of an unchanged feed a second, against a bare Flask view with the same bytes in memory.

Both run under the same server with the same number of workers and threads, and are asked by turns.
"""

import gzip
import os
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from flask import Flask, Response, request

from config import Config
from scheduler.accounts.models import MemberRole, Membership, Organisation, Person
from scheduler.agenda.models import EntryKind
from scheduler.agenda.services.entries import AllDay, EntryDraft, Source, publish
from scheduler.agenda.services.guards import coalition_guard, public_guard
from scheduler.app import create_app
from scheduler.db import db, touch
from scheduler.feeds.reading import address_path
from scheduler.feeds.services.addresses import FeedDraft, make_feed
from tests.plugins.databases import build_schema

ENTRIES = 1000
RUNS = 5
SECONDS = 0.6
CONNECTIONS = (1, 8)
WANTED_RATIO = 0.7
WANTED_RATIO_304 = 0.6
SHOWS_WITHIN_SECONDS = 2.0
BODY_FOLDER = "BENCH_BODIES"
KEY = "only for this benchmark, and long enough for it"


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
class Server:
    """A running gunicorn."""

    port: int
    process: subprocess.Popen[bytes]


@contextmanager
def serving(application: str, env: dict[str, str]) -> Iterator[Server]:
    """Run gunicorn with one worker of eight threads until the block ends."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["--worker-class", "gthread", "--workers", "1", "--threads", "8", "--no-control-socket"]
    command = [sys.executable, "-m", "gunicorn", *options, "--bind", f"127.0.0.1:{port}", application]
    process = subprocess.Popen(command, env=os.environ | env, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port)
        yield Server(port, process)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=20)


def _wait_for(port: int) -> None:
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")


def ask(connection: socket.socket, question: bytes) -> bytes:
    """Send one request on a kept connection and return the whole answer."""
    connection.sendall(question)
    data = bytearray()
    while b"\r\n\r\n" not in data:
        data += _some(connection)
    end = data.index(b"\r\n\r\n") + 4
    head = bytes(data[:end]).lower()
    length = int(head.split(b"content-length:")[1].split(b"\r\n")[0]) if b"content-length:" in head else 0
    missing = length - (len(data) - end)
    buffer = memoryview(bytearray(max(missing, 0)))
    while missing > 0:
        read = connection.recv_into(buffer, missing)
        if read == 0:
            raise ConnectionError("the server hung up")
        data += buffer[:read]
        missing -= read
    return bytes(data)


def _some(connection: socket.socket) -> bytes:
    piece = connection.recv(65536)
    if not piece:
        raise ConnectionError("the server hung up")
    return piece


def question(path: str, headers: dict[str, str]) -> bytes:
    """Return a GET request in bytes."""
    lines = [f"GET {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def rate(port: int, asked: bytes, connections: int) -> float:
    """Return requests a second over so many kept connections."""
    counts = [0] * connections
    end = time.perf_counter() + SECONDS

    def load(number: int) -> None:
        with socket.create_connection(("127.0.0.1", port)) as connection:
            while time.perf_counter() < end:
                ask(connection, asked)
                counts[number] += 1

    threads = [threading.Thread(target=load, args=(number,)) for number in range(connections)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / (time.perf_counter() - began)


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


def edit_shows_after(config: Config, port: int, path: str, number: int) -> float:
    """Return the seconds until an edit stands in the feed."""
    app = create_app(config)
    with app.app_context():
        now = datetime.now(UTC)
        publish(db.session, entry_draft(number, _guard(number), now, title="EDITED TITLE"), now)
        db.session.commit()
    began = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        while b"EDITED TITLE" not in ask(connection, question(path, {})):
            time.sleep(0.02)
    return time.perf_counter() - began


def compare(name: str, ports: tuple[int, int], questions: tuple[bytes, bytes], connections: int, wanted: float) -> bool:
    """Ask both servers by turns and print the ratio of the medians."""
    pairs = [
        [rate(port, asked, connections) for port, asked in zip(ports, questions, strict=True)] for _ in range(RUNS)
    ]
    ours, bare = (statistics.median(column) for column in zip(*pairs, strict=True))
    ratio = ours / bare
    verdict = "ok" if ratio >= wanted else "TOO SLOW"
    print(f"{name:<34} x{connections}: {ours:8.0f}/s, bare {bare:8.0f}/s, ratio {ratio:.2f} (>= {wanted}) {verdict}")
    return bool(ratio >= wanted)


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
    config = Config.from_env(env)
    personal, number = fill(config)
    paths = {"public": "/feeds/public.ics", "personal": personal}
    with serving("wsgi:app", env) as ours:
        tags = _keep_bodies(ours.port, paths, folder)
        with serving("bench.feeds:bare_app()", env) as bare:
            results = [
                compare(f"{name} feed, {form}", (ours.port, bare.port), _asked(name, path, form, tags), many, wanted)
                for name, path in paths.items()
                for form, wanted in (("identity", WANTED_RATIO), ("gzip", WANTED_RATIO), ("304", WANTED_RATIO_304))
                for many in CONNECTIONS
            ]
        took = edit_shows_after(config, ours.port, paths["public"], number)
    print(f"an edit shows after {took:.1f} s (<= {SHOWS_WITHIN_SECONDS:.0f} s)")
    return all(results) and took <= SHOWS_WITHIN_SECONDS


def _keep_bodies(port: int, paths: dict[str, str], folder: Path) -> dict[str, str]:
    """Write each feed's bytes for the reference and return the tags."""
    tags = {}
    for name, path in paths.items():
        with socket.create_connection(("127.0.0.1", port)) as connection:
            head, body = ask(connection, question(path, {})).split(b"\r\n\r\n", 1)
        if body.count(b"BEGIN:VEVENT") != ENTRIES:
            raise RuntimeError(f"the {name} feed holds {body.count(b'BEGIN:VEVENT')} entries")
        (folder / f"{name}.ics").write_bytes(body)
        tags[name] = head.split(b"ETag: ")[1].split(b"\r\n")[0].decode()
    return tags


def _asked(name: str, path: str, form: str, tags: dict[str, str]) -> tuple[bytes, bytes]:
    headers = {"identity": {}, "gzip": {"Accept-Encoding": "gzip"}, "304": {"If-None-Match": tags[name]}}[form]
    return question(path, headers), question(f"/{name}.ics", headers)


if __name__ == "__main__":
    sys.exit(main())
