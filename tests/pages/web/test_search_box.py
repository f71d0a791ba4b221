"""The search box of the header: what is typed, in whichever direction, does not lie under its button."""

from playwright.sync_api import Page

from tests.plugins.browser import OpenPage
from tests.plugins.languages import MIRRORED, Language

FREE = """box => {
  const button = box.form.querySelector("button").getBoundingClientRect(), field = box.getBoundingClientRect();
  const style = getComputedStyle(box);
  const isLeft = button.left < field.left + field.width / 2;
  return parseFloat(isLeft ? style.paddingLeft : style.paddingRight) >= button.width;
}"""


def is_free(page: Page, typed: str) -> bool:
    box = page.get_by_role("search").first.get_by_role("searchbox")
    box.fill(typed)
    return bool(box.evaluate(FREE))


def test_what_is_typed_does_not_lie_under_the_button(open_page: OpenPage, language: Language) -> None:
    page = open_page()
    for spoken in ("en", MIRRORED):
        language.set(spoken)
        page.goto("/subscribe")

        assert [is_free(page, typed) for typed in ("", "peace", "سلام")] == [True] * 3
