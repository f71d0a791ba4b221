"""An entry of a month that is dragged to another day: that opens the page that moves it, and nothing else."""

from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.pages.web.demo_pages import enter

MONTH = "/calendar?month=2027-07"


@pytest.fixture
def month(demo, open_page, live_server):
    page = open_page(width=1280)
    enter(page, demo.client("lead"), live_server.url)
    page.goto(MONTH)
    return page


def drag(page, entry, to, *, end=True):
    start, target = entry.bounding_box(), to.bounding_box()
    page.mouse.move(start["x"] + 20, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(target["x"] + 20, target["y"] + target["height"] - 6, steps=4)
    if end:
        page.mouse.up()


def test_a_dragged_entry_opens_its_move_and_a_cancelled_drag_opens_nothing(month):
    entry = month.locator("table.month li[data-move]").first
    moving, first = entry.get_attribute("data-move"), date.fromisoformat(entry.get_attribute("data-first"))
    day = entry.locator("xpath=ancestor::td").locator("time.month-day").get_attribute("datetime")
    step = 1 if date.fromisoformat(day).day < 15 else -1
    other = date.fromisoformat(day) + timedelta(days=step)
    cell = month.locator(f"table.month td:has(time[datetime='{other}'])")
    entry.scroll_into_view_if_needed()
    address = month.url

    drag(month, entry.locator("a"), cell, end=False)
    assert "is-target" in cell.get_attribute("class")
    month.keyboard.press("Escape")
    month.mouse.up()
    assert month.url == address
    assert "is-target" not in cell.get_attribute("class")

    with month.expect_navigation():
        drag(month, entry.locator("a"), cell)

    found = urlsplit(month.url)
    assert (found.path, parse_qs(found.query)) == (moving, {"day": [(first + timedelta(days=step)).isoformat()]})
    assert month.get_by_label("New first day").input_value() == (first + timedelta(days=step)).isoformat()
