"""Shortcuts of one character: they lead to the search and to the page about them, never while somebody types."""

import pytest

from tests.pages.web.demo_pages import enter


@pytest.mark.parametrize("who", ["visitor", "dan", "ana", "bo", "cleo"])
def test_everybody_reads_of_the_keyboard_and_finds_it_in_the_footer(visit, who):
    client = visit(who)
    answer = client.get("/keyboard")

    assert answer.status_code == 200
    assert "<kbd>/</kbd>" in answer.text
    assert 'href="/keyboard" data-keyboard' in client.get("/calendar").text


def test_shortcuts_lead_on_unless_something_is_typed_or_they_are_off(demo, open_page, live_server):
    page = open_page(width=1280)
    enter(page, demo.client("lead"), live_server.url)
    page.goto("/calendar")

    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "top-search"
    page.keyboard.press("/")
    page.keyboard.press("?")
    assert page.locator("#top-search").input_value() == "/?"
    assert page.url.endswith("/calendar")

    page.locator("#content").focus()
    with page.expect_navigation(url="**/keyboard"):
        page.keyboard.press("?")
    page.get_by_label("Use shortcuts of one character").uncheck()
    page.locator("#content").focus()
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "content"


def test_on_a_small_screen_the_menu_opens_for_the_search(open_page):
    page = open_page(width=360)
    page.goto("/calendar")

    page.keyboard.press("/")

    assert page.evaluate("document.activeElement.id") == "menu-search"
