"""How fast very many personal feeds are polled in turn, by programs that have the file already (`If-None-Match`).

Against a view as one would write it first, under the same server and on the same database: it finds the token, asks for
all that its reader may see, writes that with the icalendar library and compares the tag. Once nothing has changed, and
once an entry has that is in every feed. Of the entries of a feed, one in twenty is for its reader's organisation alone.
"""

import argparse
import hashlib
import os
import re
import secrets
import socket
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import icalendar
from flask import Flask, Response, request
from sqlalchemy import select

from bench.web_servers import ask, free_port, question, running
from config import Config
from scheduler.accounts.models import MemberRole
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Entry, EntryKind, Guard, Occurrence
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.guards import GuardDraft, coalition_guard, create_guard
from scheduler.agenda.services.publishing import publish_all
from scheduler.agenda.services.viewers import viewer_of
from scheduler.agenda.visibility_sql import entry_clause
from scheduler.app import create_app
from scheduler.db import db
from scheduler.feeds.models import Feed
from scheduler.feeds.reading import address_path
from scheduler.feeds.services.addresses import FeedDraft, make_feed
from scheduler.feeds.services.version_watch import LOOK_SECONDS
from scheduler.secret_tokens import hash_of
from scripts.web_command import ENVIRONMENT, command
from tests.factories import organisation, person
from tests.plugins.databases import build_schema

WANTED_UNCHANGED, WANTED_CHANGED = 200, 20
NAIVE_POLLS = 20
OFFICES, OWN, SHARED = 40, 20, 1
TAG = re.compile(rb'\r\netag: *("[^"]*")', re.IGNORECASE)


def naive_app() -> Flask:
    """The reference."""
    ours, app = create_app(Config.from_env(os.environ)), Flask("naive")

    @app.get("/feeds/<token>.ics")
    def feed(token: str) -> Response:
        with ours.app_context():
            body = _written(token)
        tag = f'"{hashlib.sha256(body).hexdigest()}"'
        if request.headers.get("If-None-Match") == tag:
            return Response(status=304, headers={"ETag": tag})
        return Response(body, headers={"ETag": tag}, content_type="text/calendar")

    return app


def _written(token: str) -> bytes:
    feed = db.session.scalars(select(Feed).where(Feed.token_hash == hash_of(token))).one()
    viewer = viewer_of(actor_roles(db.session, feed.person_id or 0))
    query = select(Entry, Occurrence).join(Occurrence, Occurrence.entry_id == Entry.id)
    query = query.join(Guard, Guard.id == Entry.guard_id).where(Entry.removed_at.is_(None), entry_clause(viewer))
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//Naive//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", f"{feed.name} {feed.id}")
    for entry, occurrence in db.session.execute(query.order_by(Entry.id)):
        event = icalendar.Event()
        event.add("uid", entry.uid)
        event.add("dtstamp", entry.changed_at)
        event.add("sequence", entry.sequence)
        event.add("dtstart", occurrence.first_day)
        event.add("dtend", occurrence.last_day + timedelta(days=1))
        event.add("summary", entry.title)
        event.add("description", entry.own_description)
        event.add("url", entry.path)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _draft(number: int, guard_id: int, title: str) -> EntryDraft:
    day = date(datetime.now(UTC).year, datetime.now(UTC).month, 1) + timedelta(days=number % 300)
    return EntryDraft(
        source=Source("edition", number),
        kind=EntryKind.EDITION,
        when=AllDay(day, day),
        guard_id=guard_id,
        title=f"{title}, part {number}",
        description="Theme: leave no one behind. Official page: https://example.org/day",
        path=f"/observances/day-{number}",
        topics=("trafficking", "child-protection"),
    )


def edit(app: Flask, title: str) -> None:
    """Change an entry that is in every feed."""
    with app.app_context():
        guard_id = coalition_guard(db.session).id
        publish_all(db.session, [_draft(SHARED, guard_id, title)], datetime.now(UTC))
        db.session.commit()


def _drafts(entries: int, guard_id: int, own_guards: Sequence[int]) -> Iterator[EntryDraft]:
    """Return so many entries for each organisation, in the order in which a coalition makes them: all mixed."""
    for number in range(entries):
        if number % OWN:
            yield _draft(number, guard_id, "World Day Against Trafficking in Persons")
            continue
        for place, own in enumerate(own_guards, start=1):
            yield _draft(place * entries + number, own, "Meeting about the World Day Against Trafficking in Persons")


def fill(app: Flask, feeds: int, entries: int, key: str) -> list[str]:
    """Make a coalition with so many people and entries; return the address of each one's feed."""
    with app.app_context():
        session, now = db.session, datetime.now(UTC)
        offices = [organisation(session, f"Organisation {number}") for number in range(OFFICES)]
        own = [create_guard(session, GuardDraft(Audience.ORGANISATIONS, [office.id])).id for office in offices]
        drafts = list(_drafts(entries, coalition_guard(session).id, own))
        for first in range(0, len(drafts), 500):
            publish_all(session, drafts[first : first + 500], now)
        people = [person(session, f"Ana {n}", (offices[n % OFFICES], MemberRole.MEMBER)) for n in range(feeds)]
        feed_drafts = [FeedDraft("Mine", {}, person_id=one.id) for one in people]
        made = [make_feed(session, draft, key, actor_id=draft.person_id or 0, now=now) for draft in feed_drafts]
        paths = [address_path(key, feed) for feed in made]
        session.commit()
        return paths


class Poller:
    """A program that has kept what a server gave it: the tags by address."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._tags: dict[str, str] = {}

    def rate(self, paths: Sequence[str], status: int) -> float:
        """Poll feeds in turn, each of which has to be answered by this status; return how many a second."""
        began = time.perf_counter()
        with socket.create_connection(("127.0.0.1", self._port)) as connection:
            for path in paths:
                headers = {"Accept-Encoding": "gzip"}
                if path in self._tags:
                    headers["If-None-Match"] = self._tags[path]
                head = ask(connection, question(path, headers)).partition(b"\r\n\r\n")[0] + b"\r\n"
                found = TAG.search(head)
                if found is None or f" {status} ".encode() not in head[:16]:
                    raise RuntimeError(f"a poll was answered by {head[:40]!r}")
                self._tags[path] = found[1].decode()
        return len(paths) / (time.perf_counter() - began)


def measure(folder: Path, size: argparse.Namespace) -> bool:
    """Measure in a folder of its own; false when a target is missed."""
    key = secrets.token_hex(24)
    env = {**ENVIRONMENT, "SCHEDULER_INSTANCE_DIR": str(folder), "SCHEDULER_SECRET_KEY": key, "SCHEDULER_DEMO": "0"}
    env["PORT"] = str(free_port())
    config = Config.from_env(env)
    build_schema(config.database_url)
    app = create_app(config)
    paths = fill(app, size.feeds, size.entries, key)
    naive_port = free_port()
    naive = [sys.executable, "-m", "granian", "bench.personal_feeds:naive_app", "--interface", "wsgi", "--factory"]
    naive += ["--port", str(naive_port), "--http", "1", "--log-level", "warning"]
    with running(command(config), config.port, env) as server, running(naive, naive_port, env):
        ours, theirs, few = Poller(server.port), Poller(naive_port), paths[:NAIVE_POLLS]
        print(f"{size.feeds} feeds of {size.entries} entries; first asked for: {ours.rate(paths, 200):.1f} a second")
        theirs.rate(few, 200)
        unchanged = {"ours": max(ours.rate(paths, 304) for _ in range(3)), "naive": theirs.rate(few, 304)}
        edit(app, "EDITED TITLE")
        time.sleep(2 * LOOK_SECONDS)
        changed = {"ours": ours.rate(paths[: size.changed], 200), "naive": theirs.rate(few, 200)}
    results = [_report("unchanged", unchanged, WANTED_UNCHANGED), _report("changed", changed, WANTED_CHANGED)]
    return all(results)


def _report(name: str, rates: Mapping[str, float], wanted: int) -> bool:
    ratio = rates["ours"] / rates["naive"]
    verdict = "ok" if ratio >= wanted else "TOO SLOW"
    print(
        f"{name:10} {rates['ours']:8.1f}/s, naive {rates['naive']:6.1f}/s: {ratio:6.1f} times (>= {wanted}) {verdict}"
    )
    return ratio >= wanted


def main() -> int:
    """Run everything; the exit status is 1 when a target is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, usual in (("feeds", 500), ("entries", 1000), ("changed", 100)):
        parser.add_argument(f"--{name}", type=int, default=usual)
    with tempfile.TemporaryDirectory(prefix="bench-personal-") as folder:
        return 0 if measure(Path(folder), parser.parse_args()) else 1


if __name__ == "__main__":
    sys.exit(main())
