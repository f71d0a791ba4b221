"""The story of a picture in a browser without scripts: added on a telephone, seen, refused, and taken back."""

from collections.abc import Callable

from tests.content.web.newsroom import Newsroom
from tests.content.web.test_item_text_in_browser import enter
from tests.pictures import samples
from tests.plugins.browser import OpenPage

TYPED = {
    "Alt text": "A girl reads",
    "Credit": "Nia Okafor",
    "Names of the people shown": "Amara O.",
    "What they agreed to": "This campaign",
}


def test_a_picture_is_added_seen_and_withdrawn_without_scripts(
    newsroom: Newsroom, open_page: OpenPage, tick: Callable[[], None]
) -> None:
    path = newsroom.item()
    page = open_page(width=360, java_script_enabled=False)
    enter(newsroom, page)
    page.goto(f"{path}/details")
    page.get_by_role("link", name="Add a picture").click()

    page.get_by_label("People can be recognised, and they have agreed").check()
    for label, typed in TYPED.items():
        page.get_by_label(label).fill(typed)
    page.set_input_files("[name=file]", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"<svg/>"})
    page.get_by_role("button", name="Add picture").click()
    assert "SVG and HTML files can hold programs" in page.locator("#file-error").inner_text()
    assert page.get_by_label("Alt text").input_value() == "A girl reads"

    page.set_input_files("[name=file]", {"name": "a.jpg", "mimeType": "text/html", "buffer": samples.jpeg()})
    page.get_by_role("button", name="Add picture").click()
    assert "Preview is being made" in page.locator("#pictures").inner_text()
    tick()
    page.reload()
    image = page.locator("#pictures img")
    image.scroll_into_view_if_needed()
    assert image.get_attribute("alt") == "A girl reads"
    page.wait_for_function("document.querySelector('#pictures img').naturalWidth === 64")

    page.get_by_role("link", name="Edit a.jpg").click()
    page.get_by_role("link", name="Withdraw consent").click()
    page.get_by_label("Reason").fill("She asked on 2 July")
    page.get_by_role("button", name="Withdraw consent").click()

    section = page.locator("#pictures")
    assert "Consent withdrawn: do not use" in section.inner_text()
    assert section.locator("img").count() == 0
    assert section.get_by_role("link", name="Download").count() == 0
