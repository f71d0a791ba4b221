"""Looking at a page that is open by day and by night finds what is wrong by either."""

import pytest
from playwright.sync_api import Page

from tests.accessible import violations_by_day_and_night

PAGE = """
<!doctype html><html lang="en"><title>Page</title><style>
  :root {{ color-scheme: light dark }}
  p {{ background: light-dark(white, black); color: light-dark({day}, {night}) }}
</style><main><h1>Page</h1><p>Words</p></main>
"""


@pytest.mark.parametrize(("day", "night", "found"), [("#eee", "white", 1), ("black", "#222", 1), ("black", "white", 0)])
def test_what_is_faint_by_day_or_by_night_is_found(page: Page, day: str, night: str, found: int):
    page.set_content(PAGE.format(day=day, night=night))

    assert violations_by_day_and_night(page) == [("color-contrast", "<p>Words</p>")] * found
