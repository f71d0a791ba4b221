"""Boilerplate is put into a release in a browser without scripts, and Enter in a field saves what is typed, no more."""

from playwright.sync_api import expect

from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.press_texts import PressPart
from scheduler.content.services.press_texts import PressChange, save_press_details
from tests.content.web.newsroom import NOW, Newsroom
from tests.content.web.test_item_text_in_browser import asks_before_leaving, enter
from tests.plugins.browser import OpenPage

BOILERPLATE = "**About Lantern Bay.** It counts."


def release(newsroom: Newsroom) -> str:
    texts = {PressPart.BOILERPLATE: BOILERPLATE, PressPart.MEDIA_CONTACT: ""}
    save_press_details(newsroom.store, newsroom.bay.id, PressChange(texts, "", 0), None, NOW)
    return newsroom.item(kind=Kind.PRESS_RELEASE, channels=("press_list",))


def test_without_scripts_a_button_fills_the_field_and_saving_keeps_it(newsroom: Newsroom, open_page: OpenPage) -> None:
    path = release(newsroom)
    page = open_page(width=360, java_script_enabled=False)
    enter(newsroom, page)
    page.goto(f"{path}/words")

    page.locator("[name=boilerplate]").fill("Typed.")
    page.get_by_role("button", name="Insert boilerplate").click()

    expect(page.locator("[name=boilerplate]")).to_have_value(f"Typed.\n\n{BOILERPLATE}")
    assert page.get_by_role("button", name="Insert media contact").count() == 0
    page.get_by_role("button", name="Save", exact=True).click()
    assert BOILERPLATE.split("**")[1] in page.locator("article.reading").inner_text()


def test_what_was_put_in_is_not_left_without_a_question_and_enter_saves(
    newsroom: Newsroom, open_page: OpenPage
) -> None:
    path = release(newsroom)
    page = open_page()
    enter(newsroom, page)
    page.goto(f"{path}/words")
    page.get_by_role("button", name="Insert boilerplate").click()
    page.wait_for_url("**#boilerplate-insert")
    asked = asks_before_leaving(page)

    page.locator("[name=boilerplate]").fill("")
    page.locator("[name=title]").fill("By the Enter key")
    page.locator("[name=title]").press("Enter")
    page.locator("article.reading").wait_for()

    assert asked
    assert page.locator("h1").inner_text() == "By the Enter key"
    assert BOILERPLATE.split("**")[1] not in page.content()
