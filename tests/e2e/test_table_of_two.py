"""The campaign's table, filled by two people at the same time: both rows are kept, and one cell is talked about."""

import pytest
from playwright.sync_api import Locator, expect

from tests.e2e.browser_user import BrowserUser
from tests.e2e.conftest import OpenBrowserAs
from tests.e2e.plans import Plans

pytestmark = pytest.mark.engines("sqlite", "postgresql")


def cell(user: BrowserUser, column: str, row: str) -> Locator:
    return user.page.get_by_label(f"{column}: {row}", exact=True)


def test_two_people_fill_a_campaign_in_its_table(plans: Plans, browser_of: OpenBrowserAs) -> None:
    plans.register_world_day()
    campaign = plans.start_campaign("Count what you find", "kaagapay")
    for title, days in (("Collect quotes", -3), ("Queue the posts", -1)):
        plans.add_task(title, days)
    lena, tess = browser_of("lena"), browser_of("tess")
    for user in (lena, tess):
        user.go(campaign).turn_to("Table")

    cell(lena, "Title", "Collect quotes").fill("Collect four quotes")
    cell(lena, "Assignee or owner", "Collect quotes").select_option(label="Lena Lead (Lantern Bay)")
    lena.press("Save table")
    expect(lena.page.get_by_role("status").first).to_contain_text("1 row saved.")
    cell(tess, "Title", "Collect quotes").fill("Collect five quotes")
    tess.page.keyboard.press("Enter")
    expect(cell(tess, "Title", "Queue the posts")).to_be_focused()
    cell(tess, "Due or publishes", "Queue the posts").fill("2027-07-28")
    tess.press("Save table")

    expect(tess.page.get_by_role("status").first).to_contain_text("1 row saved.")
    expect(tess.page.get_by_text("Saved in the meantime: Collect four quotes")).to_be_visible()
    tess.press("Save table")
    expect(tess.page.get_by_role("status").first).to_contain_text("1 row saved.")
    lena.go(campaign).turn_to("Table")
    expect(cell(lena, "Title", "Collect five quotes")).to_be_visible()
    expect(cell(lena, "Due or publishes", "Queue the posts")).to_have_value("2027-07-28")
