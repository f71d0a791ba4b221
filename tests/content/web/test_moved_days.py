"""Who gives scheduled content a day on which it could not be published reads why, and it stays where it is."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from scheduler.campaigns.models import Campaign
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.domain.workflow import State
from scheduler.guidance.models import CheckRule
from scheduler.legislation.domain.milestones import MilestoneKind
from scheduler.legislation.models import BillMilestone
from scheduler.legislation.services.bills import BillDraft, find_or_create
from tests.content import builders
from tests.content.builders import DAY, ITEM_TEXT
from tests.content.web.newsroom import NOW, Newsroom
from tests.content.web.test_launch_wave import send

WHY = "It points out “will vote”."


@pytest.fixture
def path(newsroom: Newsroom) -> str:
    """Scheduled content of a campaign, about a vote on the day after its own."""
    store = newsroom.store
    campaign = builders.campaign(store, newsroom.bay, newsroom.harbour)
    store.add(CheckRule(slug="bill_stage", level="required"))
    bill = find_or_create(store, BillDraft("US Congress", "H.R. 2732", "Safe Routes Act"), actor_id=None, now=NOW)
    vote = BillMilestone(bill_id=bill.id, kind=MilestoneKind.FLOOR_VOTE, day=date(2027, 7, 31), source_url="x")
    vote.created_at = NOW
    store.add(vote)
    text = replace(ITEM_TEXT, body="The Senate will vote on H.R. 2732 tomorrow.")
    sharing = Sharing(ShareScope.COALITION)
    path = newsroom.item(
        text=text, bills=frozenset({bill.id}), campaign_id=campaign.id, signatories=frozenset(), sharing=sharing
    )
    newsroom.stored(path).state = State.SCHEDULED
    store.commit()
    return path


def test_the_date_is_refused_beside_its_field(newsroom: Newsroom, path: str) -> None:
    plan = newsroom.plan(revision="1", **{"publish-day": "2027-08-02"})
    answer = newsroom.post("lead", f"{path}/edit", **plan)

    assert answer.status_code == 422
    assert WHY in answer.text
    assert 'value="2027-08-02"' in answer.text
    assert newsroom.day(path) == DAY


def test_the_campaign_asks_and_is_refused(newsroom: Newsroom, path: str) -> None:
    item = newsroom.stored(path)
    item.proposed_on = date(2027, 8, 2)
    newsroom.store.commit()

    assert newsroom.post("lead", f"{path}/move-along", proposed="2027-08-02").status_code == 303
    assert WHY in newsroom.get("lead", path).text
    assert newsroom.day(path) == DAY


def test_a_wave_leaves_it_out(newsroom: Newsroom, path: str) -> None:
    public_id = newsroom.store.scalars(select(Campaign.public_id)).one()
    newsroom.store.commit()

    answer = send(newsroom, f"/campaigns/{public_id}/wave")

    assert answer.status_code == 303
    assert "a required check finds something on the new date" in newsroom.get("lead", str(answer.location)).text
    assert newsroom.day(path) == DAY
