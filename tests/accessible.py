"""What axe finds on a page in the browser, as short as a failing test should print it."""

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Final, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.plugins.audit import Extent
from tests.plugins.browser import HEIGHT

Scheme = Literal["light", "dark"]
SCHEMES: Final[tuple[Scheme, ...]] = ("light", "dark")
LOOKS: Final[tuple[tuple[int, Scheme], ...]] = ((360, "dark"), (1280, "light"), (360, "light"), (1280, "dark"))
"""How wide a screen is, and whether it is by day or by night: two in a row are of both widths and both schemes."""
OF_COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules that ask what colours things have."""

STICKS_OUT = "document.documentElement.scrollWidth - innerWidth"

LOOK = """
async options => {
  const styles = ["color", "backgroundColor", "backgroundImage", "opacity", "filter", "mixBlendMode", "textShadow",
    "fontSize", "fontWeight", "position", "zIndex", "overflow", "visibility"];
  const kept = location.origin === "null" ? "[]" : sessionStorage.getItem("met") ?? "[]";
  const numbers = new Map(), looks = new Map(), met = new Map(JSON.parse(kept));
  const numberOf = text => {
    let one = 7, other = 11;
    for (let at = 0; at < text.length; at++) {
      one = Math.imul(one ^ text.charCodeAt(at), 2654435761);
      other = Math.imul(other ^ text.charCodeAt(at), 1597334677);
    }
    return (one >>> 0) * 2097152 + (other >>> 11);
  };
  const lookOf = one => {
    if (one && !looks.has(one)) {
      const style = getComputedStyle(one), names = ["class", "disabled", "aria-disabled"];
      const own = [...names.map(name => one.getAttribute(name)), ...styles.map(name => style[name])];
      const look = [lookOf(one.parentElement), one.tagName, ...own].join("|");
      looks.set(one, numbers.get(look) ?? numbers.set(look, numberOf(look)).get(look));
    }
    return looks.get(one);
  };
  for (const one of document.querySelectorAll("body *")) {
    const words = [...one.childNodes].filter(node => node.nodeType === 3).map(node => node.data).join("").trim();
    if (words && !one.matches("label, input, select, option, textarea")) {
      const length = Math.min(words.length, 2), isShown = one.getClientRects().length > 0;
      const like = [lookOf(one), length, /[\\p{L}\\p{N}]/u.test(words), isShown].join("|");
      met.set(like, (met.get(like) ?? 0) + 1);
      one.toggleAttribute("data-alike", met.get(like) > 3);
    }
  }
  axe.configure({rules: [{id: "color-contrast", selector: ":not([data-alike])"}]});
  const found = (await axe.run(options)).violations;
  document.querySelectorAll("[data-alike]").forEach(one => one.removeAttribute("data-alike"));
  if (location.origin !== "null") sessionStorage.setItem("met", JSON.stringify([...met]));
  return found;
}
"""
"""Runs axe. What colours stand behind words takes it longer than all else, so it is asked of three of those that are
alike: with the same styles and classes, in what has the same styles and classes, up to the whole page. What alike a tab
has shown before, on pages of the same address, counts as well."""

_AXE = Axe()


def violations(page: Page, **options: object) -> list[tuple[str, str]]:
    """Return the broken rules and the elements that break them.

    From the next navigation on, the page brings axe along: Chromium compiles it once, and not for every page anew.
    """
    if not page.evaluate("'axe' in window"):
        page.add_init_script(_AXE.axe_script)
        page.evaluate(_AXE.axe_script)
    asked = {"preload": False, "resultTypes": ["violations"], **options}
    found = page.evaluate(LOOK, asked)
    return [(problem["id"], node["html"][:200]) for problem in found for node in problem["nodes"]]


def look(page: Page, width: int, scheme: Scheme) -> None:
    """Let a page be looked at so from now on."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.emulate_media(color_scheme=scheme)


def by_width(looks: Sequence[tuple[int, Scheme]]) -> dict[int, list[Scheme]]:
    """Return the schemes of each width: what is open in one of them need not be opened anew for the other."""
    found: dict[int, list[Scheme]] = {}
    for width, scheme in looks:
        found.setdefault(width, []).append(scheme)
    return found


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


def check(page: Page, addresses: Sequence[str], extent: Extent) -> None:
    """Look at each page in one of `LOOKS`, in turns: axe finds nothing, and it fits on all, from right to left too."""
    for place, address in enumerate(addresses):
        for width, scheme in extent.some(LOOKS, place, 1):
            look(page, width, scheme)
            page.goto(address)
            assert violations(page) == [], (address, width, scheme)
            assert _too_wide(page) == [], address


def _too_wide(page: Page) -> list[tuple[int, str]]:
    """Return the widths and directions in which something of a page that is open sticks out."""
    found = []
    for width, direction in product(sorted({width for width, _scheme in LOOKS}), ("ltr", "rtl")):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.evaluate("direction => { document.documentElement.dir = direction }", direction)
        found += [(width, direction)] if page.evaluate(STICKS_OUT) > 0 else []
    return found
