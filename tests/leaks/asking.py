"""Asks one of the two worlds everything that an outsider can ask, and keeps each answer to the last byte."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from itertools import count
from pathlib import Path
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from flask.testing import FlaskClient
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from scheduler.accounts.models import Person
from tests.leaks.fate import Chance
from tests.leaks.hidden import COLLISION
from tests.leaks.walk import ACTS_OF_COORDINATORS, rules
from tests.logins import logged_in
from tests.plugins.audit import Extent

VISITOR = "visitor"
API = "/api/v1/entries?from=2026-01-01&to=2028-12-31"
TOKEN = re.compile(rb"cs_[\w-]{43}")
REFUSED = 400
OF_ANY_PAGE = {"csrf_token", "_fresh"}
"""What the first page writes into any session: the token against forged forms, and that the log-in was not just now."""
LISTS = (
    "/calendar?month=2027-07",
    "/content?state=any",
    "/content?show=deleted",
    "/campaigns?show=deleted",
    "/",
    "/calendar",
    "/observances.json?topic=trafficking",
    "/observances/world-day-against-trafficking",
    "/content",
    "/campaigns",
    "/delivery",
    "/reminders/log",
    "/notifications",
    "/search?q=joint",
    "/bills/1?items=2",
    "/facts/1",
    "/facts?q=joint",
    "/calendar/2027-07-30?mine=1",
    "/content/load?day=2027-07-30",
    "/content/new?campaign=1",
    "/campaigns/{campaign}/plan?tool=hootsuite&channel=x&organisation={port}&zone=UTC",
    "/campaigns/{campaign}/plan.csv?tool=hootsuite&channel=x&organisation={port}&zone=UTC",
    "/campaigns/{campaign}/plan.csv?tool=publer&channel=x&organisation={port}&zone=UTC",
    "/campaigns/{campaign}/wave?preview=1&how=local&day=2027-07-30&time=09:00&zones=channel",
    "/campaigns/{campaign}/work?kind=content&due=overdue&sort=title&waits=all",
    "/campaigns/{campaign}/content?state=open&whose=mine&sort=title",
    "/campaigns/{campaign}/table?page=2",
)
"""What gathers many things; `{campaign}` is the open one in which some of what is hidden is."""
NARROWED = (
    "/search?q=summer",
    "/search?kind=deadline",
    "/search?kind=task",
    "/search?kind=content",
    "/search?kind=milestone",
    "/facts/1?items=2",
    "/search?kind=campaign&mine=1",
    "/search?topic=trafficking",
    "/search?q=scorecard",
    "/search?organisation={port}",
    "/calendar?month=2027-07&mine=1",
    "/calendar?month=2027-07&kind=task",
    "/calendar?month=2027-07&kind=deadline",
    "/calendar?month=2027-07&view=agenda&organisation={port}",
    "/calendar?day=2027-07-30&view=week&colours=organisation",
    "/calendar?month=2027-07&view=quarter&organisation={port}",
    "/calendar?month=2027-07&view=year",
    "/calendar/year-planner-a3.pdf?month=2027-07",
    "/calendar/year-planner-a3.pdf?month=2027-07&kind=content",
    "/content?state=approved",
    "/content?kind=op_ed&state=any",
    "/content?organisation={port}&state=any",
    "/content?show=mine",
    "/content?text=joint",
    "/content/new?campaign=2",
    "/content/new?campaign=3",
    "/search?state=approved",
    "/search?q=day&organisation={port}&kind=content",
    "/search?q=something",
    "/search?q=asked+twelve",
    "/search?q=otto",
    "/search?q=s&kind=content",
    "/search?q=s&status=embargoed&year=2027",
    "/search?page=2",
    "/content?state=any&page=2",
    "/calendar?month=2027-07&kind=campaign",
    "/calendar?month=2027-07&topic=trafficking&organisation={port}",
    "/calendar/2027-07-24",
    "/campaigns?whose=mine",
    "/campaigns/{campaign}/plan.csv?tool=hootsuite&channel=x&organisation={far}&zone=UTC",
    "/campaigns/{campaign}/plan.csv?tool=buffer&channel=x&organisation={far}&zone=UTC",
    "/campaigns?organisation={port}",
    "/campaigns/{campaign}/work?who=none&sort=assignee",
    "/campaigns/{campaign}/content?sort=status&items=2",
    "/campaigns?show=cancelled",
    "/overview?health=late",
    "/overview.csv?organisation={port}",
    "/delivery?stream=notice",
    "/delivery?stream=reminder",
    "/delivery?state=nothing_to_say",
)
"""The same, narrowed by filters, facets and shelves.

`{port}` is the organisation that owns what is hidden in the busy world, `{far}` another.
"""

# Drawn when it is queued, by chance: two worlds draw different ones, and it says nothing of how many there are.
_NAME_OF_MESSAGE = re.compile(rb"[0-9a-f]{40}|(?<=/reminder/)[\w.-]+")
"""The random name of a message, also as it is in the link of a reminder."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One answer: everything that left."""

    asked: str
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Targets:
    """What addresses are filled in with, the same in both worlds; several for content and campaigns."""

    content: tuple[str, ...]
    campaigns: tuple[str, ...]
    rows: Mapping[str, str]
    organisations: Mapping[str, int]
    person_id: int

    def paths(self, app: Flask, rule: Rule) -> Iterator[str]:
        """Yield every address of a route."""
        feature = rule.rule.strip("/").split("/")[0]
        several = {"content": self.content, "campaigns": self.campaigns}.get(feature, ("none",))
        method = "GET" if "GET" in (rule.methods or ()) else "POST"
        for public_id in several if "public_id" in rule.arguments else several[:1]:
            values = {name: self._value(rule, name, public_id) for name in rule.arguments}
            yield app.url_map.bind("localhost").build(rule.endpoint, values, method=method)

    def _value(self, rule: Rule, name: str, public_id: str) -> object:
        if name == "address" and "playbooks" in rule.rule:
            return "awareness-day"
        if name == "address":
            return self.rows.get(rule.rule.split("/<address>")[0].rsplit("/", 1)[1], "none")
        return {
            "public_id": public_id,
            "organisation_id": self.organisations["port"],
            "ident": self.organisations["spare"],
            "action": "start_draft",
            "day": "2027-07-30",
            "file_format": "text",
            "paper": "a4",
            "period": "2027",
            "plot": "channels",
            "slug": "world-day-against-trafficking",
            "source": self.campaigns[-1],
            "suffix": "atom",
            "whom": str(self.organisations["far"]),
        }.get(name, 1 if name.endswith("_id") else "0" * 40)


@dataclass(slots=True)
class Outsider:
    """Somebody at the pages of one world, with one log-in until a form is taken or an answer changes its session."""

    app: Flask
    fate: Chance
    who: str
    person: Person | None
    targets: Targets
    asked: Iterator[int] = field(default_factory=count)
    _browser: FlaskClient | None = None

    def everything(self, feeds: list[str], extent: Extent, place: int) -> Iterator[Heard]:
        """Ask for all pages and files, then send all forms, then look at what has become of the lists.

        Each form is sent to what is secret, and in turns to one of the others; in an audit to all.
        """
        yield from self.pages()
        yield from self.lists(feeds)
        for turn, rule in enumerate(rules(self.app), start=place):
            if "POST" in (rule.methods or ()) and not self._acts(rule):
                secret, *others = self.targets.paths(self.app, rule)
                for path in (secret, *extent.some(others, turn, 1)):
                    yield self._ask("POST", path, self._form())
        yield from self.lists(feeds, (*LISTS, *NARROWED) if extent.is_audit else LISTS)

    def pages(self) -> Iterator[Heard]:
        """Ask for every page there is."""
        for rule in rules(self.app):
            if "GET" in (rule.methods or ()):
                for path in self.targets.paths(self.app, rule):
                    yield self._ask("GET", path)

    def lists(self, feeds: list[str], lists: Sequence[str] = (*LISTS, *NARROWED)) -> Iterator[Heard]:
        """Ask for what gathers many things: lists, filters, counts, feeds."""
        places, campaign = self.targets.organisations, self.targets.campaigns[:2][-1]
        for path in lists:
            yield self._ask("GET", path.format(port=places["port"], far=places["far"], campaign=campaign))
        yield self._ask("POST", "/feeds/new", {"name": "Mine", "scope": "all", "preview": "1"})
        yield from self._as_program()
        for path in feeds:
            plain = self._ask("GET", path)
            yield plain
            tag = dict(plain.headers).get("ETag", "")
            yield self._ask("GET", path, headers={"If-None-Match": tag, "Accept-Encoding": "gzip"})
            yield self._ask("HEAD", path, headers={"Accept-Encoding": "gzip"})

    def _as_program(self) -> Iterator[Heard]:
        """Make a token, if one may, and ask the API with it."""
        typed = {"form_id": COLLISION, "name": "Mine", "scope": "own", "days": "30"}
        made = self._ask("POST", "/api-tokens/new", typed)
        yield made
        shown = self._ask("GET", dict(made.headers).get("Location", "/api-tokens"))
        yield shown
        if token := TOKEN.search(shown.body):
            for path in (API, f"{API}&kind=deadline,task", f"{API}&text=joint", f"{API}&page_size=3&page=2"):
                yield self._ask("GET", path, headers={"Authorization": f"Bearer {token[0].decode()}"})

    def _acts(self, rule: Rule) -> bool:
        return self.who == "cora" and any(word in rule.endpoint for word in ACTS_OF_COORDINATORS)

    def _client(self) -> FlaskClient:
        return logged_in(self.app, self.person) if self.person is not None else self.app.test_client()

    def _ask(self, method: str, path: str, form: Mapping[str, Any] | None = None, **more: Any) -> Heard:
        # Each time another one: nobody logs in twice with the same secret.
        self.fate.begin(f"{self.who} {next(self.asked)} {method} {path}")
        browser = self._browser or self._client()
        before = self._kept_by(browser)
        answer: TestResponse = browser.open(path, method=method, data=form, **more)
        is_taken = method == "POST" and answer.status_code < REFUSED
        self._browser = browser if self._kept_by(browser) == before and not is_taken else None
        headers = tuple((name, value) for name, value in answer.headers)
        body = answer.get_data()
        if path.startswith(("/notifications", "/delivery")):
            body = _NAME_OF_MESSAGE.sub(b"random", body)
        return Heard(f"{method} {path}", answer.status_code, headers, body)

    def _kept_by(self, browser: FlaskClient) -> dict[str, Any]:
        """Return what a session holds, without what its first page writes, whatever page that is."""
        cookie = browser.get_cookie("session")
        reader = SecureCookieSessionInterface().get_signing_serializer(self.app)
        values: dict[str, Any] = reader.loads(cookie.value) if cookie is not None and reader is not None else {}
        return {name: value for name, value in values.items() if name not in OF_ANY_PAGE}

    def _form(self) -> dict[str, Any]:
        """Return what a form of any page could hold: also one that somebody in the embargo group has sent."""
        return {
            "form_id": COLLISION,
            "revision": "1",
            "version": "1",
            "text_hash": "0" * 64,
            "title": "Mine",
            "body": "Mine",
            "publish": "2027-07-29",
            "due_on": "2027-07-20",
            "kind": "post",
            "campaign_id": "0",
            "organisation_id": str(self.targets.organisations["far"]),
            "item": list(self.targets.content),
            "days": "1",
            "owner_id": str(self.targets.person_id),
            "task": [f"{self.targets.rows['tasks']}.1"],
            "act": "done",
        }


def mail_to(folder: Path, address: str) -> list[bytes]:
    """Return the mails to an address, sorted, without what is random by design: the name of each."""
    found = [path.read_bytes() for path in folder.glob("*.eml")]
    to_them = [one for one in found if address in str(message_from_bytes(one)["To"])]
    # Long lines are broken (RFC 2045, section 6.7), names of messages too.
    return sorted(_NAME_OF_MESSAGE.sub(b"random", one.replace(b"=\r\n", b"")) for one in to_them)
