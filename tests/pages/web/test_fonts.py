"""The product's own typeface in a browser: a file for each script, fetched where a page has its letters."""

import re

from tests.plugins.browser import OpenPage
from tests.plugins.languages import MIRRORED, Language

FONT = re.compile(r"/vendor/(sans-[a-z-]+)\.\w+\.woff2$")
USED = "count => [...document.fonts].filter(font => font.status === 'loaded').length === count"


def fonts_of_the_first_page(open_page: OpenPage, *, used: int) -> list[str]:
    """Return which files a browser that has never been here fetches, once it is seen to draw with so many of them."""
    page, fetched = open_page(), list[str]()
    page.on("request", lambda request: fetched.append(request.url))
    page.goto("/")
    page.wait_for_function(USED, arg=used)
    return sorted(found[1] for url in fetched if (found := FONT.search(url)))


def test_a_page_fetches_the_fonts_of_its_scripts_and_no_others(open_page: OpenPage, language: Language) -> None:
    english = fonts_of_the_first_page(open_page, used=1)
    language.set(MIRRORED)
    arabic = fonts_of_the_first_page(open_page, used=2)

    assert (english, arabic) == (["sans-latin"], ["sans-arabic", "sans-latin"])
