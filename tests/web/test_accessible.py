"""Looking at a page that is open by day and by night finds what is wrong by either."""

import pytest
from playwright.sync_api import Page

from tests.accessible import OF_COLOURS, violations, violations_by_day_and_night

PAGE = """
<!doctype html><html lang="en"><title>Page</title><style>
  :root {{ color-scheme: light dark }}
  p {{ background: light-dark(white, black); color: light-dark({day}, {night}) }}
</style><main><h1>Page</h1><p>Words</p></main>
"""


@pytest.mark.parametrize(("day", "night", "found"), [("#eee", "white", 1), ("black", "#222", 1), ("black", "white", 0)])
def test_what_is_faint_by_day_or_by_night_is_found(undrawn_page: Page, day: str, night: str, found: int):
    undrawn_page.set_content(PAGE.format(day=day, night=night))

    assert violations_by_day_and_night(undrawn_page) == [("color-contrast", "<p>Words</p>")] * found


ALIKE = "<li><a href='#'>The same words</a></li>"


@pytest.mark.parametrize(
    "other",
    [
        "<li><a href='#' style='color: #bbb'>The same words</a></li>",
        "<li style='background: #555'><a href='#'>The same words</a></li>",
        "<li class='faint'><a href='#'>The same words</a></li>",
        "<li style='opacity: 0.4'><a href='#'>The same words</a></li>",
    ],
)
def test_one_faint_thing_is_found_among_many_alike(undrawn_page: Page, other: str):
    styles = "<style>a { color: black } .faint a { color: #bbb }</style>"
    items = ALIKE * 30 + other + ALIKE * 30
    undrawn_page.set_content(
        f"<!doctype html><html lang='en'><title>Page</title>{styles}<main><h1>Page</h1><ul>{items}</ul></main>"
    )

    assert [rule for rule, _where in violations(undrawn_page, runOnly=OF_COLOURS)] == ["color-contrast"]
    assert undrawn_page.locator("[data-alike]").count() == 0


def test_what_all_of_many_have_wrong_is_found(undrawn_page: Page):
    items = "<li style='color: #bbb'>The same words</li>" * 30
    undrawn_page.set_content(
        f"<!doctype html><html lang='en'><title>Page</title><main><h1>Page</h1><ul>{items}</ul></main>"
    )

    assert {rule for rule, _where in violations(undrawn_page)} == {"color-contrast"}
