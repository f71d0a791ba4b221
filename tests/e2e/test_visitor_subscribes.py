"""A visitor without an account: from the coalition's public page to its dates in a calendar of their own."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.e2e.calendar_program import CalendarProgram
from tests.e2e.conftest import OpenBrowser
from tests.e2e.plans import Plans

pytestmark = pytest.mark.engines("sqlite", "postgresql")


def test_a_visitor_subscribes_to_the_public_dates(
    plans: Plans, open_browser: OpenBrowser, public_calendar: CalendarProgram
) -> None:
    plans.register_world_day()
    visitor = open_browser(permissions=["clipboard-read", "clipboard-write"])

    visitor.go("/")
    expect(visitor.part("Coming up").get_by_role("link", name="World Day against Trafficking")).to_be_visible()
    visitor.follow("Step by step for iPhone, Android, Outlook and Thunderbird")
    expect(visitor.page.get_by_role("img", name="QR code of the address")).to_be_visible()
    visitor.page.get_by_role("button", name="Copy address").first.focus()
    visitor.page.keyboard.press("Enter")
    expect(visitor.page.get_by_role("button", name="Copied")).to_be_visible()

    address = visitor.page.evaluate("navigator.clipboard.readText()")
    assert address == public_calendar.url
    assert public_calendar.one("World Day against Trafficking", on=date(2027, 7, 30)).status == "CONFIRMED"
