"""Posts that are nearly the same in several organisations, shown to whoever reads both."""

import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from scheduler.agenda.services.entry_drafts import AllDay
from scheduler.agenda.services.guards import Embargo
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.services.audience import AudienceDraft
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.services.access import EmbargoSettings
from scheduler.events.services.events import create_event
from tests.content.services.test_listener import start, vigil
from tests.content.stage import DAY
from tests.content.web.house import House

POST = ItemText(
    title="Count the children",
    body="On 30 July forty organisations ask for one thing: count the children who are sold. Write to your senator.",
)
THEIRS = replace(POST, title="Their own count", body=POST.body.replace("senator", "MP"))


@pytest.fixture
def campaign(house: House) -> Campaign:
    stage = house.stage
    event = create_event(stage.session, vigil(stage), form_id=str(uuid.uuid4()), context=stage.context("far_lead"))
    row = start(stage, event, AudienceDraft())
    stage.session.commit()
    return row


def post(house: House, planned: Campaign, text: ItemText, **changes: Any) -> str:
    plan = {"kind": Kind.POST, "campaign_id": planned.id, "channels": ("x", "bluesky"), **changes}
    plan = {"sharing": Sharing(ShareScope.COALITION), **plan}
    return house.make(lambda stage: stage.item(text=text, **plan))


def theirs(house: House, campaign: Campaign, text: ItemText = THEIRS, **changes: Any) -> str:
    """Plan a post of the other organisation, which its own lead writes."""
    stage = house.stage
    plan = {"organisation_id": stage.port.id, "owner_id": stage.id("port_lead"), "writer": "port_lead", **changes}
    return post(house, campaign, text, **plan)


def said(house: House, who: str, path: str) -> bool:
    page = house.read(who, path)
    assert ('id="echo"' in page) is ("Their own count" in page)
    return 'id="echo"' in page


def test_a_post_that_is_nearly_the_same_is_pointed_out(house: House, campaign: Campaign) -> None:
    mine, other = post(house, campaign, POST), theirs(house, campaign)
    assert said(house, "lead", mine)
    assert f'href="{other}"' in house.read("lead", mine)
    assert "Count the children" in house.read("port_lead", other).partition('id="echo"')[2]


@pytest.mark.parametrize(
    "changes",
    [
        {"text": replace(THEIRS, body="Nobody knows how many there are, so nobody looks for them.")},
        {"channels": ("linkedin",)},
        {"when": AllDay(DAY + timedelta(days=9), DAY + timedelta(days=9))},
        {"campaign_id": None},
    ],
)
def test_other_posts_are_left_alone(house: House, campaign: Campaign, changes: dict[str, Any]) -> None:
    mine = post(house, campaign, POST)
    theirs(house, campaign, **{"text": THEIRS, **changes})
    assert not said(house, "lead", mine)


def test_who_may_not_read_the_other_post_hears_nothing_of_it(house: House, campaign: Campaign) -> None:
    mine = post(house, campaign, POST)
    without = house.read("lead", mine).partition('id="checks"')[2].partition("</section>")[0]
    lift = Embargo(datetime(2027, 7, 30, 9), "UTC", datetime.fromisoformat("2027-07-30T09:00:00+00:00"))
    secret = EmbargoSettings(lift, "Post", frozenset({house.stage.port.id}))
    theirs(house, campaign, secrecy=secret)
    theirs(house, campaign, sharing=Sharing(ShareScope.OWN))
    shown = house.read("lead", mine).partition('id="checks"')[2].partition("</section>")[0]
    assert shown == without
    assert said(house, "port_lead", mine)
