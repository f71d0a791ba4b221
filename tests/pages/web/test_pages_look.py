"""The pages in a real browser: nothing sticks out, everyone can use them, and all works without scripts."""

import pytest
from playwright.sync_api import Page, expect

from scheduler.outbox.models import MessageState, Stream
from scheduler.outbox.services import OutboxDraft, queue
from tests.accessible import check
from tests.logins import logged_in
from tests.pages.crowds import add_visible
from tests.pages.scenes import full_scene, people_scene
from tests.plugins.audit import Extent
from tests.plugins.browser import OpenPage

WIDTHS = (360, 1280)
PUBLIC = ("/", "/calendar?month=2027-07", "/search?q=day", "/subscribe")
INTERNAL = (
    "/",
    "/calendar?month=2027-07",
    "/calendar?month=2027-07&view=agenda&kind=event",
    "/calendar?month=2044-07",
    "/calendar/2027-07-30",
    "/search?q=day",
    "/delivery",
)


@pytest.fixture
def full(store, now):
    """A coalition with 300 more entries in the month, and messages."""
    scene = full_scene(store, now)
    add_visible(store, scene.kaagapay.id, now, 300)
    for state in MessageState:
        draft = OutboxDraft(
            stream=Stream.NOTICE, kind="signed", person_id=scene.ana.id, dedup_key=str(state), due_at=now, entry_id=1
        )
        message = queue(store, draft, now)
        assert message is not None
        message.state = state
    store.commit()
    return scene


@pytest.fixture
def empty(store, now):
    scene = people_scene(store)
    store.commit()
    return scene


def enter(app, page: Page, person) -> None:
    """Give the browser the session of a person who has logged in."""
    cookie = logged_in(app, person).get_cookie("session")
    assert cookie is not None
    page.goto("/subscribe")
    page.context.add_cookies([{"name": "session", "value": cookie.value, "url": page.url}])


def test_full_pages_fit_and_are_accessible(app, undrawn_page: Page, full, extent: Extent):
    check(undrawn_page, PUBLIC, extent)
    enter(app, undrawn_page, full.cleo)

    check(undrawn_page, INTERNAL, extent)


def test_empty_pages_fit_and_are_accessible(app, undrawn_page: Page, empty, extent: Extent):
    check(undrawn_page, PUBLIC, extent)
    enter(app, undrawn_page, empty.cleo)

    check(undrawn_page, INTERNAL, extent)


def test_first_page_of_an_empty_server_fits_and_is_accessible(undrawn_page: Page, extent: Extent):
    check(undrawn_page, ("/",), extent)


def test_calendar_is_filtered_and_turned_without_scripts(app, open_page: OpenPage, full):
    page = open_page(width=360, java_script_enabled=False)
    enter(app, page, full.ana)
    page.goto("/calendar?month=2027-07")

    page.get_by_role("link", name="List", exact=True).click()
    page.get_by_text("Filter, colours, or jump to a date").click()
    page.get_by_label("Type", exact=True).select_option("Observance")
    page.get_by_role("button", name="Apply filters").click()
    expect(page.get_by_role("link", name="World Day Against Trafficking")).to_be_visible()
    expect(page.get_by_text("Vigil at the harbour")).to_have_count(0)
    page.get_by_role("link", name="Next month").click()

    expect(page.get_by_role("heading", name="August 2027")).to_be_visible()


def test_bar_of_several_days_is_one_stop_of_the_keyboard_and_spans_its_days(app, page: Page, full):
    # Her weeks begin on Monday, as the bar does: in weeks from Sunday on it would be drawn in two of them.
    enter(app, page, full.cleo)
    page.goto("/calendar?month=2027-07&kind=edition&topic=migration")

    bars = page.get_by_role("link", name="Week of the Children")
    box, cell = bars.first.bounding_box(), page.locator("td").first.bounding_box()

    assert bars.count() == 1
    assert box is not None
    assert cell is not None
    assert 6.5 * cell["width"] < box["width"] < 7 * cell["width"]
