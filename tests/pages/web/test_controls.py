"""Controls can be seen, found and hit: rings, borders and sizes on the page that has most of them, the calendar."""

import pytest

from tests.accessible import in_both_schemes
from tests.pages.crowds import add_visible
from tests.pages.scenes import full_scene
from tests.pages.web.controls import faults_of_controls
from tests.pages.web.test_pages_look import WIDTHS, enter

MONTH = "/calendar?month=2027-07"
TARGET_PX = 24
PLACES = (MONTH, f"{MONTH}&view=agenda&kind=event", "/calendar/2027-07-30")

TOO_SMALL = """
least => [...document.querySelectorAll("main a[href], main button, main summary, main input, main select")]
  .filter(one => one.checkVisibility({visibilityProperty: true}))
  .filter(one => { const box = one.getBoundingClientRect(); return Math.min(box.width, box.height) < least })
  .map(one => one.outerHTML.slice(0, 120))
"""
UNSEEN = {
    ".btn:focus-visible { outline: none !important }": "no ring: ",
    "select:focus-visible { outline-width: 1px !important }": "no ring: ",
    ":root { --focus: #ddd }": "faint ring: ",
    ":root { --rule-strong: #ddd }": "faint border: ",
    "input[type=checkbox] { border: 0 }": "no border: ",
    "summary:focus-visible { outline-offset: -3px !important }": "no ring: ",
}
"""Style sheets that take something away, and what is to be said then."""

STYLE = "css => { const own = new CSSStyleSheet(); own.replaceSync(css); document.adoptedStyleSheets = [own] }"


@pytest.fixture
def ana(app, store, now):
    scene = full_scene(store, now)
    add_visible(store, scene.kaagapay.id, now, 300)
    store.commit()
    return scene.ana


@pytest.mark.parametrize("width", WIDTHS)
def test_controls_of_the_calendar_can_be_seen_and_hit(app, open_undrawn_page, ana, width):
    page = open_undrawn_page(width=width)
    enter(app, page, ana)

    for address in PLACES:
        page.goto(address)
        for _scheme in in_both_schemes(page):
            assert faults_of_controls(page) == []
        assert page.evaluate(TOO_SMALL, TARGET_PX) == []


def test_what_cannot_be_seen_or_hit_is_told(app, open_undrawn_page, ana):
    page = open_undrawn_page(color_scheme="light")
    enter(app, page, ana)
    page.goto(MONTH)

    for css, fault in UNSEEN.items():
        page.evaluate(STYLE, css)
        found = faults_of_controls(page)
        assert found, css
        assert all(one.startswith(fault) for one in found), css

    page.evaluate(STYLE, ".month .entry { min-block-size: 0; padding: 0 }")

    assert page.evaluate(TOO_SMALL, TARGET_PX) != []
