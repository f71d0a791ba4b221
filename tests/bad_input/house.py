"""The demo coalition on a small catalogue, with clients for its people and a way back to how it was."""

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import cast

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from config import DEFAULT_FEED_MB
from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Person
from scheduler.accounts.services.invitations import InvitationDraft, invite, issue_token
from scheduler.agenda.access import listeners
from scheduler.agenda.services.changes import ChangeContext
from scheduler.chat.domain.rooms import Rhythm, Topic
from scheduler.chat.services.rooms import RoomDraft, add_room
from scheduler.db import AppSession, db
from scheduler.demo.people import Cast, seat
from scheduler.demo.plan import SLUG, TOPICS, Stage, play
from scheduler.feeds.services.addresses import FeedDraft, make_feed
from scheduler.feeds.views.files import init_feeds
from scheduler.observances.services.catalogue import import_catalogue
from scheduler.reminders.domain.unsubscribing import Scope, token_of
from tests.logins import logged_in
from tests.observances.catalogues import ANNOUNCED, DAY, csv_of
from tests.reminders.links import link_token

VISITOR = "visitor"
LEAD, COORDINATOR, MEMBER = "lena", "cora", "jun"
COOKIE = "session"
WHO = (LEAD, COORDINATOR, "odile", "priya", MEMBER, VISITOR)


@dataclass
class House:
    """The application, who may use it, and its database as it was built."""

    app: Flask
    database: Path
    snapshot: Path
    cookies: dict[str, str] = field(default_factory=dict)
    more_pages: list[tuple[str, str]] = field(default_factory=list)
    clients: dict[str, FlaskClient] = field(default_factory=dict)

    def client(self, who: str) -> FlaskClient:
        """Return somebody's browser, always the same one."""
        if who not in self.clients:
            self.clients[who] = self.app.test_client()
            if who in self.cookies:
                self.clients[who].set_cookie(COOKIE, self.cookies[who])
        return self.clients[who]

    def restore(self) -> None:
        """Put the database back to how it was built, where everybody is logged in, and open new browsers."""
        with sqlite3.connect(self.snapshot) as kept, sqlite3.connect(self.database) as used:
            # It need not outlive the machine, and waiting for the disk takes longer than copying.
            used.execute("PRAGMA synchronous=OFF")
            kept.backup(used)
        kept.close()
        used.close()
        # Its version has gone back: what is kept in memory is of another past.
        init_feeds(self.app, DEFAULT_FEED_MB)
        self.clients.clear()


def log_ins(app: Flask, people: Mapping[str, Person]) -> dict[str, str]:
    """Log in everybody of `WHO` who can, and return their cookies."""
    cookies = {who: logged_in(app, people[who]).get_cookie(COOKIE) for who in WHO if who in people}
    return {who: cookie.value for who, cookie in cookies.items() if cookie is not None}


def settle(app: Flask, now: datetime) -> tuple[dict[str, Person], list[tuple[str, str]]]:
    """Play the demo, add what it lacks for every form to have a page, and return people and pages without a link."""
    with app.app_context():
        session = cast("AppSession", db.session)
        rows = (DAY | {"slug": SLUG, "topics": ";".join(TOPICS)}, ANNOUNCED)
        import_catalogue(session, csv_of(*rows), ChangeContext(listeners(), None, now))
        cast_ = seat(session, now)
        play(Stage(session, cast_, now, listeners(), app.config["SECRET_KEY"]))
        pages = Extras(session, cast_, now).add(app.config["SECRET_KEY"])
        session.commit()
        return _loose(session, cast_.people), pages


def _loose(session: Session, people: Mapping[str, Person]) -> dict[str, Person]:
    for person in people.values():
        session.refresh(person)
        session.expunge(person)
    return dict(people)


@dataclass
class Extras:
    """What the demo has none of: an open invitation, a feed, questions that wait for Lena."""

    session: Session
    cast: Cast
    now: datetime

    def add(self, secret_key: str) -> list[tuple[str, str]]:
        """Add them, and return the pages that no link leads to, each with who opens it."""
        lena = self.cast.people[LEAD]
        make_feed(self.session, FeedDraft("Mine", {}, person_id=lena.id), secret_key, actor_id=lena.id, now=self.now)
        bridge = self.cast.organisations["bridge"].id
        draft = InvitationDraft(email="new@people.example", organisation_id=bridge, role=MemberRole.MEMBER)
        token = issue_token(self.session, invite(self.session, draft, lena.id, self.now), secret_key)
        scope = Scope(lena.id, "reminder", "day")
        reminder = link_token(self.session, secret_key, self.now)
        paths = (f"/invite/{token}", f"/unsubscribe/{token_of(secret_key, scope)}", f"/reminder/{reminder}")
        return [*((VISITOR, path) for path in paths), ("odile", self._chat_room())]

    def _chat_room(self) -> str:
        """Add a room of Odile's organisation, as no walk comes to the page of Lena's, and return where it is."""
        phare, odile = self.cast.organisations["phare"].id, self.cast.people["odile"].id
        draft = RoomDraft("Team", "slack", [Topic.DAYS], Rhythm.DAILY, 9, "en", "https://hooks.slack.example/T/B/c")
        add_room(self.session, phare, draft, form_id="", actor_id=odile, now=self.now)
        return f"/organisations/{phare}/chat"
