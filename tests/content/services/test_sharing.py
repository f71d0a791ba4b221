"""Whom an item is shared with stays what its people chose, whatever else changes about it."""

import uuid
from dataclasses import replace
from datetime import date

import pytest

from scheduler.accounts.services.standing import standing
from scheduler.agenda.clauses import facts
from scheduler.agenda.models import Guard
from scheduler.agenda.services.viewers import viewer_of
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.services.audience import AudienceDraft
from scheduler.campaigns.services.campaigns import CampaignDraft, NewCampaign, create_campaign
from scheduler.content.models import Item
from scheduler.content.reading import seen_item
from scheduler.content.services.facts import facts_of
from scheduler.content.services.guarding import SharedWith, Sharing
from scheduler.content.services.items import edit_facts
from tests.content.stage import DAY, SECRECY, Stage

OWN = Sharing(SharedWith.OWN)
TAKING_PART = Sharing(SharedWith.TAKING_PART)


@pytest.fixture
def campaign(stage: Stage) -> Campaign:
    """Far Hills leads it; Lantern Bay and Old Port take part."""
    far = stage.id("far_lead")
    draft = CampaignDraft(title="Chain", organisation_id=stage.far.id, owner_id=far, first_day=DAY, last_day=DAY)
    parts = frozenset({stage.bay.id, stage.port.id})
    new = NewCampaign(draft=draft, form_id=str(uuid.uuid4()), organisations=parts, audience=AudienceDraft())
    return create_campaign(stage.session, new, viewer_of(standing(stage.session, far)), stage.telling("far_lead"))


def audience(stage: Stage, item: Item) -> frozenset[int]:
    return facts(stage.session.get_one(Guard, item.guard_id)).audience_organisations


def replan(stage: Stage, item: Item) -> None:
    """Save the plan of an item as its form shows it, with another day for the sign-off."""
    planned = replace(facts_of(stage.session, item), signoff_due_on=date(2027, 7, 21))
    by, telling = stage.by("owner", item), stage.telling("owner")
    edit_facts(stage.session, item, planned, revision=item.revision, by=by, telling=telling)


def reads(stage: Stage, item: Item, who: str) -> bool:
    return seen_item(stage.session, viewer_of(standing(stage.session, stage.id(who))), item.public_id) is not None


def test_what_is_shared_with_its_own_and_signed_by_others_stays_with_them(stage: Stage, campaign: Campaign):
    item = stage.ask(stage.item(campaign_id=campaign.id, sharing=OWN), stage.kaagapay)

    replan(stage, item)
    stage.ask(item, stage.kaagapay, due=date(2027, 7, 22))

    assert audience(stage, item) == {stage.bay.id, stage.kaagapay.id}
    assert not reads(stage, item, "far_lead")


def test_a_circle_of_others_opens_nothing_to_the_campaign(stage: Stage, campaign: Campaign):
    secrecy = replace(SECRECY, circle_organisations=frozenset({stage.bay.id, stage.kaagapay.id}))
    item = stage.item(campaign_id=campaign.id, sharing=OWN, secrecy=secrecy)

    replan(stage, item)

    assert audience(stage, item) == {stage.bay.id, stage.kaagapay.id}


def test_what_is_shared_with_a_campaign_stays_so(stage: Stage, campaign: Campaign):
    item = stage.ask(stage.item(campaign_id=campaign.id, sharing=TAKING_PART), stage.kaagapay)

    replan(stage, item)

    assert audience(stage, item) == {stage.bay.id, stage.port.id, stage.far.id, stage.kaagapay.id}
