"""What the main pages cost in a large coalition, against a small one and against their bare templates.

The large one has 40 organisations, 2,000 people and 10,000 entries; its campaign holds 300 items, its item 300 versions
and 1,000 comments, and each item has a guard of its own, as the product gives it. The reference is a view of the same
application that renders the same template from the data of a page that was answered before.
"""

import statistics
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask, g, template_rendered
from flask.testing import FlaskClient
from jinja2 import Template
from sqlalchemy import Engine

from bench.application import application
from bench.crowd import NOW, Size, fill
from bench.crowd_rows import Marked
from scheduler.accounts.models import Person
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.db import db
from scheduler.serving import garbage
from tests.costs import statements
from tests.logins import logged_in

# The campaign is as large as the others of a small coalition are on average.
FEW = Size(50, 500, marked=Marked(items=30, tasks=28, versions=3, comments=10))
MANY = Size(2000, 10_000, people_per_organisation=50, marked=Marked(versions=300))
READER = 2
"""The lead of the organisation that leads the campaign."""

TURNS = 12
WANTED_OF_READY = 4.0
READY = "/ready"


@dataclass(frozen=True, slots=True)
class Page:
    """A page, and how many times as long it may take among many things as among few."""

    name: str
    path: str
    wanted_ratio: float = 2.0


PAGES = (
    Page("dashboard", "/"),
    Page("month", "/calendar?month=2027-07"),
    Page("search", "/search?q=statement"),
    Page("content list", "/content"),
    Page("item", "/content/i1"),
    Page("campaign", "/campaigns/c1", wanted_ratio=3.0),
)


class ReadyPage:
    """The template of a page that was answered, with all that it was given."""

    def __init__(self, client: FlaskClient, path: str) -> None:
        seen: list[tuple[Template, Mapping[str, Any]]] = []

        def note(_app: Flask, template: Template, context: Mapping[str, Any]) -> None:
            # The layout asks for it by itself, in the middle of the template.
            unread = context["unread_notifications"]()
            seen.append((template, {**context, "unread_notifications": lambda: unread}))

        with template_rendered.connected_to(note, client.application):
            assert client.get(path).status_code == 200, path
        self._template, self._context = seen[-1]

    def render(self) -> str:
        """Render it again, as a view does at its end."""
        return self._template.render(self._context)


class Coalition:
    """An application with so many things, and a member who is logged in."""

    def __init__(self, app: Flask, size: Size) -> None:
        app.add_url_rule(READY, "ready", self._answer_ready)
        self._app = app
        self._ready: ReadyPage | None = None
        with app.app_context():
            self.engine: Engine = db.engine
            fill(self.engine, size)
            with db.sessionmaker() as session:
                self._person = session.get_one(Person, READER)
                self._roles = actor_roles(session, READER)
        self._client = logged_in(app, self._person)

    def _answer_ready(self) -> str:
        assert self._ready is not None
        # Flask-Login looks for who is here under this name, and asks the database for nobody.
        setattr(g, "_login_user", self._person)  # noqa: B010
        g.actor_roles = self._roles
        return self._ready.render()

    def seconds(self, path: str) -> float:
        began = time.perf_counter()
        answer = self._client.get(path)
        took = time.perf_counter() - began
        assert answer.status_code == 200, path
        return took

    def prepare(self, path: str) -> None:
        """Keep the data of a page for the reference, which asks the database for nothing."""
        self._ready = ReadyPage(self._client, path)
        with statements(self.engine) as asked:
            self.seconds(READY)
        assert asked == [], asked

    def queries(self, path: str) -> int:
        with statements(self.engine) as asked:
            self.seconds(path)
        return len(asked)


@contextmanager
def coalition(size: Size) -> Iterator[Coalition]:
    with application(NOW) as app:
        yield Coalition(app, size)


def measure(page: Page, few: Coalition, many: Coalition) -> bool:
    """Ask for the page among few and many things and for its reference, by turns, and print a line."""
    many.prepare(page.path)
    few.seconds(page.path)
    turns = [(few.seconds(page.path), many.seconds(page.path), many.seconds(READY)) for _ in range(TURNS)]
    small, large, ready = (float(statistics.median(column)) * 1000 for column in zip(*turns, strict=True))
    growth, of_ready = large / small, large / ready
    is_ok = bool(growth <= page.wanted_ratio and of_ready <= WANTED_OF_READY)
    print(
        f"{page.name:13}{few.queries(page.path):8}{many.queries(page.path):8}{small:9.1f}{large:9.1f}{ready:9.1f}"
        f"{growth:8.2f} (<= {page.wanted_ratio:.0f}){of_ready:8.2f} (<= {WANTED_OF_READY:.0f})"
        f"   {'ok' if is_ok else 'TOO SLOW'}",
        flush=True,
    )
    return is_ok


def main() -> int:
    """Measure every page; the exit status is 1 when one takes too long."""
    with ExitStack() as stack:
        few, many = (stack.enter_context(coalition(size)) for size in (FEW, MANY))
        # As the web server does when it has started.
        garbage.settle()
        print("              queries of    milliseconds, median                                  of the")
        print("page             few    many      few     many    ready  many of few     bare template")
        results = [measure(page, few, many) for page in PAGES]
        return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
