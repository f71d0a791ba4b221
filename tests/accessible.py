"""What axe finds on a page in the browser, as short as a failing test should print it."""

from collections.abc import Iterator
from typing import Final, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCHEMES: Final[tuple[Literal["light", "dark"], ...]] = ("light", "dark")
OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that ask what colours things have."""

_AXE = Axe()


def violations(page: Page, **options: object) -> list[tuple[str, str]]:
    """Return the broken rules and the elements that break them.

    From the next navigation on, the page brings axe along: Chromium compiles it once, and not for every page anew.
    """
    if not page.evaluate("'axe' in window"):
        page.add_init_script(_AXE.axe_script)
        page.evaluate(_AXE.axe_script)
    asked = {"preload": False, "resultTypes": ["violations"], **options}
    found = page.evaluate("async options => (await axe.run(options)).violations", asked)
    return [(problem["id"], node["html"][:200]) for problem in found for node in problem["nodes"]]


def in_both_schemes(page: Page) -> Iterator[str]:
    """Let a page that is open be looked at by day and by night: its colours change, by `light-dark()`, and no more."""
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        yield scheme


def violations_by_day_and_night(page: Page) -> list[tuple[str, str]]:
    """Return what `violations` finds by day, and what of colours is wrong by night."""
    return [
        found
        for scheme in in_both_schemes(page)
        for found in (violations(page) if scheme == "light" else violations(page, runOnly=OF_COLOURS))
    ]
