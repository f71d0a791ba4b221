"""A real headless Chromium; a page that breaks the content policy or throws an error fails its test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, sync_playwright

from scripts.chromium import find_browser
from tests.plugins.web import LiveServer

HEIGHT = 900
PLAIN_SCRIPTS = "--js-flags=--no-opt --no-maglev"
"""Compiling scripts a second time, to make them fast, costs more than it saves on pages that are open for a second."""

UNDRAWN = ("--disable-threaded-compositing", "--disable-gpu-compositing")
"""Pages are laid out and never drawn, which takes half as long; what waits for a frame, as a click does, never ends."""

OpenPage = Callable[..., Page]


@dataclass
class Complaints:
    """What the browser's console said that no page of ours may cause."""

    texts: list[str] = field(default_factory=list)

    def listen(self, context: BrowserContext) -> None:
        context.on("console", self._console)
        context.on("weberror", lambda error: self.texts.append(f"uncaught: {error.error}"))

    def _console(self, message: ConsoleMessage) -> None:
        # Chromium reports an answer of 400 and above as an error too; pages of ours answer so on purpose.
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self.texts.append(message.text)


class KeptBrowser:
    """One browser for all tests of a process; started again after a crash, which so fails one test and not all."""

    def __init__(self, playwright: Playwright, *arguments: str) -> None:
        self._playwright = playwright
        self._arguments = arguments
        self._browser: Browser | None = None

    def running(self) -> Browser:
        """Return the browser, started first if there is none that answers."""
        if self._browser is None or not self._browser.is_connected():
            found = find_browser()
            self._browser = self._playwright.chromium.launch(
                executable_path=found.executable,
                args=[*found.arguments, PLAIN_SCRIPTS, *self._arguments],
                env={**found.environment},
                timeout=60_000,
            )
        return self._browser

    def close(self) -> None:
        if self._browser is not None:
            self._browser.close()


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def kept_browser(playwright: Playwright) -> Iterator[KeptBrowser]:
    kept = KeptBrowser(playwright)
    yield kept
    kept.close()


@pytest.fixture(scope="session")
def undrawn_browser(playwright: Playwright) -> Iterator[KeptBrowser]:
    kept = KeptBrowser(playwright, *UNDRAWN)
    yield kept
    kept.close()


@contextmanager
def opening(browser: KeptBrowser, url: str) -> Iterator[OpenPage]:
    """Give what opens pages, and close them at the end, when none of them may have complained."""
    complaints = Complaints()
    contexts: list[BrowserContext] = []

    def open_(width: int = 1280, **options: object) -> Page:
        context = browser.running().new_context(
            base_url=url,
            viewport={"width": width, "height": HEIGHT},
            reduced_motion="reduce",
            **options,  # type: ignore[arg-type]
        )
        contexts.append(context)
        complaints.listen(context)
        return context.new_page()

    yield open_
    for context in contexts:
        context.close()
    assert complaints.texts == []


@pytest.fixture
def open_page(kept_browser: KeptBrowser, live_server: LiveServer) -> Iterator[OpenPage]:
    """Opens a page of a given width (and any other option of a browser context) on the live server."""
    with opening(kept_browser, live_server.url) as open_:
        yield open_


@pytest.fixture
def open_undrawn_page(undrawn_browser: KeptBrowser, live_server: LiveServer) -> Iterator[OpenPage]:
    """Opens a page that is measured and asked, by scripts and by axe, and neither clicked nor looked at."""
    with opening(undrawn_browser, live_server.url) as open_:
        yield open_


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A desktop's screen, 1280 pixels wide."""
    return open_page()


@pytest.fixture
def narrow_page(open_page: OpenPage) -> Page:
    """A telephone's screen, 360 pixels wide."""
    return open_page(width=360)


@pytest.fixture
def undrawn_page(open_undrawn_page: OpenPage) -> Page:
    return open_undrawn_page()
