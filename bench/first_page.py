"""When a person can use a first page on a 3G network, against the same page on a fast one.

The network is Chromium's preset "Fast 3G": 1.6 Mbit/s down and 750 kbit/s up less a tenth, and 562 ms there and back,
with nothing in the browser's cache. A page can be used when it is laid out and its script has run: Chromium's
DOMContentLoaded, which waits for both, as style sheets stand before the script.
"""

import statistics
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from flask import Flask
from playwright.sync_api import Browser, sync_playwright
from sqlalchemy import select
from typing_extensions import override
from werkzeug.serving import WSGIRequestHandler, make_server

from bench.application import application
from scheduler.accounts.models import Person
from scheduler.db import db
from scripts.chromium import find_browser
from tests.logins import logged_in
from tests.pages.web.demo_pages import enter

NOW = datetime(2027, 7, 14, 12, 0, tzinfo=UTC)
READER = "Lena Ortiz"
PAGES = (("front page", "/", ""), ("log-in", "/login", ""), ("dashboard", "/", READER), ("month", "/calendar", READER))
RUNS = 3
WANTED_SECONDS = 3.0
BYTES_PER_KBIT = 1000 / 8
NETWORKS: dict[str, dict[str, float]] = {
    "fast": {"latency": 0, "downloadThroughput": -1, "uploadThroughput": -1},
    "3G": {
        "latency": 150 * 3.75,
        "downloadThroughput": 1600 * BYTES_PER_KBIT * 0.9,
        "uploadThroughput": 750 * BYTES_PER_KBIT * 0.9,
    },
}
USABLE = "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd / 1000"


class KeptAlive(WSGIRequestHandler):
    """Keeps connections, as the product's server does."""

    protocol_version = "HTTP/1.1"

    @override
    def log_request(self, *_arguments: object) -> None:
        """Say nothing."""


@contextmanager
def served(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=KeptAlive)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()


@dataclass(frozen=True)
class Site:
    """An application, where it answers, and the browser that looks at it."""

    app: Flask
    url: str
    browser: Browser


def seconds(site: Site, path: str, reader: Person | None, network: str) -> float:
    """Return after how many seconds a page can be used, in a browser that has never been here."""
    context = site.browser.new_context(base_url=site.url)
    page = context.new_page()
    if reader is not None:
        enter(page, logged_in(site.app, reader), site.url)
    tools = context.new_cdp_session(page)
    tools.send("Network.enable")
    tools.send("Network.emulateNetworkConditions", {"offline": False, **NETWORKS[network]})
    page.goto(path)
    found: float = page.evaluate(USABLE)
    context.close()
    return found


def main() -> int:
    found = find_browser()
    missed = False
    with application(NOW) as app, served(app) as url, sync_playwright() as playwright:
        app.test_cli_runner().invoke(args=["seed-demo"])
        with app.app_context():
            reader = db.session.scalars(select(Person).where(Person.name == READER)).one()
            db.session.expunge(reader)
        browser = playwright.chromium.launch(
            executable_path=found.executable, args=list(found.arguments), env={**found.environment}
        )
        for name, path, who in PAGES:
            times = {
                network: statistics.median(
                    seconds(Site(app, url, browser), path, reader if who else None, network) for _ in range(RUNS)
                )
                for network in NETWORKS
            }
            missed = missed or times["3G"] > WANTED_SECONDS
            ratio = times["3G"] / times["fast"]
            print(
                f"{name:12} usable after {times['3G']:.2f} s on 3G (wanted: {WANTED_SECONDS} s), {ratio:.1f} times fast"
            )
        browser.close()
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
