"""The browser of the tests: it draws letters with the fonts of set-up, and a crash costs one test only."""

import contextlib

import pytest
from playwright.sync_api import Error, Page

from tests.plugins.browser import KeptBrowser

SAMPLES = {"Latin": "Kinderrechte", "Greek": "παιδί", "Arabic": "أطفال"}


def test_browser_starts_again_after_a_crash(kept_browser: KeptBrowser):
    crashed = kept_browser.running()
    with contextlib.suppress(Error):
        crashed.new_browser_cdp_session().send("Browser.crash")

    context = kept_browser.running().new_context()
    page = context.new_page()
    page.set_content("<p>Here again</p>")

    assert kept_browser.running() is not crashed
    assert page.get_by_text("Here again").is_visible()
    context.close()


@pytest.mark.parametrize("script", SAMPLES)
def test_letters_are_drawn_with_a_font_that_has_them(page: Page, script):
    page.set_content(f"<p style='font-family: sans-serif'>{SAMPLES[script]}</p>")
    session = page.context.new_cdp_session(page)
    for domain in ("DOM", "CSS"):
        session.send(f"{domain}.enable")
    root = session.send("DOM.getDocument")["root"]["nodeId"]
    paragraph = session.send("DOM.querySelector", {"nodeId": root, "selector": "p"})["nodeId"]

    fonts = session.send("CSS.getPlatformFontsForNode", {"nodeId": paragraph})["fonts"]

    assert {font["familyName"] for font in fonts} == {"DejaVu Sans"}
