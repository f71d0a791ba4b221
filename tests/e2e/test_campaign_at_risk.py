"""A coordinator looks after what is shared: the campaign at risk is found, its reason read, its manager asked."""

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.services.entry_drafts import AllDay
from scheduler.campaigns.services.audience import AudienceDraft
from tests.e2e.conftest import OpenBrowserAs
from tests.e2e.plans import Plans

pytestmark = pytest.mark.engines("sqlite", "postgresql")


def test_a_coordinator_finds_the_campaign_at_risk(plans: Plans, browser_of: OpenBrowserAs, now: datetime) -> None:
    plans.register_world_day()
    coalition = AudienceDraft(audience=Audience.COALITION)
    plans.start_campaign("Count what you find", "port", audience=coalition)
    soon = now.date() + timedelta(days=3)
    item = plans.plan_item(campaign_id=plans.campaign_id(), when=AllDay(soon, soon))
    plans.ask_for_sign_offs(item, ["port"], soon)
    plans.start_campaign("Write to schools", "port", audience=coalition)
    cora = browser_of("cora").go("/")

    cora.page.get_by_text("Cora Chair", exact=True).click()
    cora.follow("Shared between organisations")
    cora.pick({"Health": "At risk"}).press("Apply filters")

    campaigns = cora.part("Campaigns")
    expect(campaigns.get_by_role("row")).to_have_count(2)
    expect(campaigns.get_by_role("row").last).to_contain_text("Sign-off missing for 1 item due within 7 days")
    cora.follow("Count what you find")
    expect(cora.page.get_by_role("heading", name="Count what you find", level=1)).to_be_visible()
    expect(cora.page.get_by_text("Old Port").first).to_be_visible()
