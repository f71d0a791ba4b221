"""A real headless Chromium; a page that breaks the content policy or throws an error fails its test."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Playwright, sync_playwright

from scripts.chromium import find_browser
from tests.plugins.web import LiveServer

HEIGHT = 900
PLAIN_SCRIPTS = "--js-flags=--no-opt --no-maglev"
"""Compiling scripts a second time, to make them fast, costs more than it saves on pages that are open for a second."""

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

    def __init__(self, playwright: Playwright) -> None:
        self._playwright = playwright
        self._browser: Browser | None = None

    def running(self) -> Browser:
        """Return the browser, started first if there is none that answers."""
        if self._browser is None or not self._browser.is_connected():
            found = find_browser()
            self._browser = self._playwright.chromium.launch(
                executable_path=found.executable,
                args=[*found.arguments, PLAIN_SCRIPTS],
                env={**found.environment},
                timeout=60_000,
            )
        return self._browser

    def close(self) -> None:
        if self._browser is not None:
            self._browser.close()


@pytest.fixture(scope="session")
def kept_browser() -> Iterator[KeptBrowser]:
    with sync_playwright() as playwright:
        kept = KeptBrowser(playwright)
        yield kept
        kept.close()


@pytest.fixture
def open_page(kept_browser: KeptBrowser, live_server: LiveServer) -> Iterator[OpenPage]:
    """Opens a page of a given width (and any other option of a browser context) on the live server."""
    complaints = Complaints()
    contexts: list[BrowserContext] = []

    def open_(width: int = 1280, **options: object) -> Page:
        context = kept_browser.running().new_context(
            base_url=live_server.url,
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
def page(open_page: OpenPage) -> Page:
    """A desktop's screen, 1280 pixels wide."""
    return open_page()


@pytest.fixture
def narrow_page(open_page: OpenPage) -> Page:
    """A telephone's screen, 360 pixels wide."""
    return open_page(width=360)
