"""In a month and a week no bar lies over an entry of another lane, whatever stands in the heads of its days."""

import pytest

from tests.pages.web.demo_pages import enter

COVERED = """
() => {
  const all = [...document.querySelectorAll("table.month .entry")];
  const seen = all.filter((one) => one.checkVisibility({visibilityProperty: true}));
  const bars = seen.filter((one) => one.closest(".month-bar"));
  const overlap = (one, other) => {
    const a = one.getBoundingClientRect(), b = other.getBoundingClientRect();
    const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    return across > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
  };
  const covered = bars.flatMap((bar) => seen.filter((one) => one !== bar && overlap(bar, one)).map((one) => one.title));
  return [bars.length, covered];
}
"""


@pytest.mark.parametrize("width", [800, 1280])
def test_bars_cover_nothing(demo, open_page, live_server, width):
    page = open_page(width=width)
    enter(page, demo.client("lead"), live_server.url)
    for address in ("/calendar?month=2027-11", "/calendar?view=week&day=2027-11-18"):
        page.goto(address)

        bars, covered = page.evaluate(COVERED)
        assert bars
        assert covered == []
