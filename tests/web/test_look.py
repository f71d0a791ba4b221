"""The shell in a real browser: nothing sticks out, nothing breaks the policy, everyone can use it."""

import pytest
from playwright.sync_api import expect

from tests.accessible import in_both_schemes, violations, violations_by_day_and_night
from tests.pages.web.controls import faults_of_controls
from tests.plugins.browser import OpenPage


@pytest.mark.parametrize("width", [360, 1280])
def test_pages_fit_and_are_accessible(open_undrawn_page: OpenPage, width):
    page = open_undrawn_page(width=width)

    for path in ("/", "/form", "/abort/404"):
        page.goto(path)

        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
        assert violations_by_day_and_night(page) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_refused_form_is_accessible_and_takes_the_focus(open_page: OpenPage, width):
    page = open_page(width=width)
    page.goto("/form")
    page.get_by_label("Title").fill("x" * 30)
    page.get_by_label("Day", exact=True).fill("2026-10-25")
    page.get_by_label("Time", exact=True).fill("02:30")
    page.get_by_label("Time zone", exact=True).fill("Europe/Brussels")

    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_label("Title")).to_have_value("x" * 30)
    expect(page.get_by_label("Time", exact=True)).to_have_value("02:30")
    for _scheme in in_both_schemes(page):
        assert violations(page) == []
        assert faults_of_controls(page) == []
    page.get_by_text("02:30 (Brussels, UTC+1)").click()
    page.get_by_label("Title").fill("Vigil")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def test_page_works_from_right_to_left(open_page: OpenPage):
    page = open_page(width=360)
    page.goto("/")

    page.evaluate("document.documentElement.dir = 'rtl'")

    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_menu_opens_by_keyboard_and_closes_with_escape(open_page: OpenPage):
    page = open_page(width=360)
    page.goto("/")
    menu = page.get_by_text("Menu", exact=True)

    menu.press("Enter")
    expect(page.get_by_role("link", name="Form", exact=True)).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("link", name="Form", exact=True)).to_be_hidden()


def test_everything_works_without_scripts(open_page: OpenPage):
    page = open_page(width=360, java_script_enabled=False)
    page.goto("/")

    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("link", name="Form", exact=True).click()
    page.get_by_label("Title").fill("Vigil")
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_text("Saved.")).to_be_visible()


def test_dark_can_be_chosen_on_a_light_device(open_page: OpenPage):
    page = open_page(color_scheme="light")
    page.goto("/")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")

    page.get_by_role("button", name="Dark").click()

    assert light == "rgb(248, 246, 241)"
    expect(page.locator("body")).to_have_css("background-color", "rgb(19, 24, 28)")


def test_first_tab_leads_to_the_content(open_page: OpenPage):
    page = open_page()
    page.goto("/")

    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")

    expect(page.get_by_role("main")).to_be_focused()
