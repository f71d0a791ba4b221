"""A real headless Chromium; a page that breaks the content policy or throws an error fails its test."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from scripts.chromium import find_browser
from tests.plugins.web import LiveServer

HEIGHT = 900
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


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = find_browser()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=found.executable, args=list(found.arguments), env={**found.environment}, timeout=60_000
        )
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, live_server: LiveServer) -> Iterator[OpenPage]:
    """Opens a page of a given width (and any other option of a browser context) on the live server."""
    complaints = Complaints()
    contexts: list[BrowserContext] = []

    def open_(width: int = 1280, **options: object) -> Page:
        context = browser.new_context(
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
    """A desk's screen, 1280 pixels wide."""
    return open_page()


@pytest.fixture
def narrow_page(open_page: OpenPage) -> Page:
    """A telephone's screen, 360 pixels wide."""
    return open_page(width=360)
