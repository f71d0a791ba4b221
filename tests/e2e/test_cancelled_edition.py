"""Story 7: an edition is cancelled."""

from datetime import UTC, date, datetime

import pytest

from tests.e2e.calendar_program import CalendarProgram
from tests.e2e.conftest import OpenBrowserAs, Subscribe
from tests.e2e.mailbox import subjects_to
from tests.e2e.night_shift import NightShift
from tests.e2e.plans import Plans
from tests.fakes import FakeClock
from tests.plugins.mail import PostOffice

pytestmark = pytest.mark.engines("sqlite", "postgresql")

DAY = date(2027, 7, 30)
NAME = "World Day against Trafficking"


def plan(plans: Plans) -> tuple[str, str]:
    """Plan a campaign on 30 July, which Otto and Mo follow, with a task for Kai."""
    observance = plans.register_world_day()
    plans.follow_world_day("otto")
    plans.follow_world_day("mo")
    campaign = plans.start_campaign("Count what you find", "kaagapay")
    plans.add_task("Collect quotes", -3, "kai")
    return observance, campaign


def test_feeds_say_so_reminders_are_dropped_and_the_campaign_is_told(
    plans: Plans,
    browser_of: OpenBrowserAs,
    subscribe: Subscribe,
    public_calendar: CalendarProgram,
    worker: NightShift,
    post_office: PostOffice,
    clock: FakeClock,
):
    observance, campaign = plan(plans)
    cora, kai = browser_of("cora"), browser_of("kai")
    calendars = [public_calendar, subscribe(kai, everything=True)]
    before = [calendar.one(NAME, on=DAY) for calendar in calendars]
    worker.tick()
    clock.moment = datetime(2027, 7, 23, 9, 0, tzinfo=UTC)  # 8:00 has struck for Otto in Lisbon,
    worker.tick()
    post_office.close()
    clock.moment = datetime(2027, 7, 23, 12, 30, tzinfo=UTC)  # and for Mo in Washington, while no mail leaves.
    worker.tick()

    cora.go(observance).follow("Edit 2027").follow("Cancel date")
    cora.fill(reason="The organiser postpones it").press("Cancel date")
    assert "Cancelled. Calendars show it as cancelled for 60 days." in cora.status
    post_office.open()
    for day in (24, 29, 30):
        clock.moment = datetime(2027, 7, day, 12, 30, tzinfo=UTC)
        worker.tick()

    after = [calendar.one(NAME, on=DAY) for calendar in calendars]
    assert [item.status for item in after] == ["CANCELLED"] * 2
    assert [(item.uid, item.sequence) for item in after] == [(item.uid, item.sequence + 1) for item in before]
    assert subjects_to(post_office, plans.cast["otto"]) == [f"In 7 days: {NAME}", f"Cancelled: {NAME}"]
    # No reminder of what is off; the news, because Mo follows it.
    assert subjects_to(post_office, plans.cast["mo"]) == [f"Cancelled: {NAME}"]
    assert subjects_to(post_office, plans.cast["lena"]) == ["Observance cancelled: Count what you find"]
    assert subjects_to(post_office, plans.cast["kai"]).count("Observance cancelled: Count what you find") == 1
    to_mo = cora.go("/delivery").page.locator("tr", has_text="Mo Member").all_inner_texts()
    assert any("It had been cancelled in the meantime." in line for line in to_mo)
    for user in (browser_of("lena"), kai):
        assert "The observance is cancelled" in user.go(campaign).text
