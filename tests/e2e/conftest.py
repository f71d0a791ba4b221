"""The whole product for a story: pages in a browser, feeds that are polled, a worker that ticks, a mail server."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from flask import Flask
from sqlalchemy import URL

from config import Config
from scheduler.db import AppSession
from tests.e2e.browser_user import BrowserUser
from tests.e2e.calendar_program import CalendarProgram
from tests.e2e.cast import Cast, gather
from tests.e2e.night_shift import NightShift
from tests.e2e.plans import Plans
from tests.fakes import FakeClock
from tests.logins import cookie_for
from tests.plugins.browser import OpenPage
from tests.plugins.databases import drop_database, new_database
from tests.plugins.mail import PostOffice
from tests.plugins.web import LiveServer

PATIENCE_MS = 15_000
OpenBrowser = Callable[..., BrowserUser]
OpenBrowserAs = Callable[..., BrowserUser]
HandOver = Callable[..., BrowserUser]
Subscribe = Callable[..., CalendarProgram]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give stories more time than other tests have: they wait for a browser."""
    for item in items:
        if item.nodeid.startswith("tests/e2e/"):
            item.add_marker(pytest.mark.timeout(180))


@pytest.fixture
def postgresql_url(engine_name: str, request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of the story's own database where it is lived through on PostgreSQL, else nothing."""
    if engine_name == "sqlite":
        yield ""
        return
    server: URL = request.getfixturevalue("postgresql_server")
    url = new_database(server, str(request.getfixturevalue("postgresql_template").database))
    yield url.render_as_string(hide_password=False)
    drop_database(server, url)


@pytest.fixture
def config(config: Config, postgresql_url: str, post_office: PostOffice) -> Config:
    return replace(config, database_url=postgresql_url or config.database_url, smtp_url=post_office.inbox.url)


@pytest.fixture
def people(store: AppSession, now: datetime) -> Cast:
    return gather(store, now)


@pytest.fixture
def plans(app: Flask, people: Cast, clock: FakeClock) -> Plans:
    return Plans(app, people, clock)


@pytest.fixture
def worker(app: Flask) -> Iterator[NightShift]:
    """The worker, which sleeps until it is woken."""
    night_shift = NightShift(app)
    yield night_shift
    night_shift.sleep()


@pytest.fixture
def open_browser(open_page: OpenPage) -> OpenBrowser:
    """Seats a visitor before a browser of their own; takes the options of a browser context."""

    def open_one(width: int = 1280, **options: object) -> BrowserUser:
        page = open_page(width=width, **options)
        page.set_default_timeout(PATIENCE_MS)
        return BrowserUser(page)

    return open_one


@pytest.fixture
def browser_of(open_browser: OpenBrowser, hand_over: HandOver) -> OpenBrowserAs:
    """Seats somebody before a browser of their own, logged in; nobody's name leaves them a visitor."""

    def open_one(who: str = "", **options: object) -> BrowserUser:
        user = open_browser(**options)
        if who:
            hand_over(user, who)
        return user

    return open_one


@pytest.fixture
def hand_over(app: Flask, live_server: LiveServer, people: Cast) -> HandOver:
    """Hands a browser to somebody else, who is logged in; nobody's name leaves a visitor before it."""

    def hand(user: BrowserUser, who: str = "") -> BrowserUser:
        user.page.context.clear_cookies()
        if who:
            cookie = cookie_for(app, people[who])
            user.page.context.add_cookies([{"name": "session", "value": cookie, "url": live_server.url}])
        return user

    return hand


@pytest.fixture
def subscribe(app: Flask, live_server: LiveServer) -> Subscribe:
    """Makes a feed in the browser and hands its address to a calendar program; `everything` or what concerns one."""

    def make(user: BrowserUser, name: str = "My calendar", *, everything: bool = False) -> CalendarProgram:
        user.go("/feeds/new").fill(name=name)
        user.page.get_by_label("Everything you have access to" if everything else "Items that involve you").check()
        user.press("Create feed")
        return calendar_program(app, user.page.locator("#feed-address").inner_text())

    return make


@pytest.fixture
def public_calendar(app: Flask, live_server: LiveServer) -> CalendarProgram:
    return calendar_program(app, f"{live_server.url}/feeds/public.ics")


def calendar_program(app: Flask, url: str) -> CalendarProgram:
    return CalendarProgram(url, app.extensions["scheduler.version_watch"].invalidate)
