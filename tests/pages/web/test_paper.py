"""What is printed has all of it: no title cut, nothing folded up."""

import pytest

from tests.pages.web.demo_pages import enter

CUT = """
[...document.querySelectorAll("main .month-entries > li:not(.month-bar) .entry-text, main details.section > ul")]
  .filter(one => getComputedStyle(one).display !== "none" && !one.closest(".no-print"))
  .map(one => [one, one.getBoundingClientRect().height, one.checkVisibility({contentVisibilityAuto: true})])
  .filter(([one, height, isShown]) => !isShown || one.scrollHeight > height + 1)
  .map(([one]) => one.textContent.trim())
"""


@pytest.fixture
def paper(demo, open_page, live_server):
    """A page that Lena prints."""
    page = open_page(width=1050)
    enter(page, demo.client("lead"), live_server.url)
    page.emulate_media(media="print")
    return page


def test_paper_has_every_line_of_a_month_and_of_a_plan(demo, paper):
    campaign = demo.fill["campaigns public_id"][0]
    for address, shown in (
        ("/calendar?month=2027-07", "Bullying No Way: National Week of Action 2027"),
        (f"/campaigns/{campaign}/work", "Agree on the six questions"),
    ):
        paper.goto(address)

        assert paper.locator("main").get_by_text(shown).last.is_visible()
        assert paper.evaluate(CUT) == []
