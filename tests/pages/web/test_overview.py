"""What coordinators learn of campaigns and items that organisations share: that they are there, no more."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from scheduler.agenda.domain.visibility import Audience
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.services.audience import AudienceDraft
from scheduler.campaigns.services.campaigns import CampaignDraft, NewCampaign, cancel_campaign, create_campaign
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.domain.workflow import State
from scheduler.content.models import Item
from scheduler.content.queries.overview import shared_items
from scheduler.db import AppSession
from tests.content.stage import DAY, DUE, SECRECY, Stage, build_stage
from tests.content.web.house import House
from tests.page_texts import main_of

TITLE = "Kolme kysymystä"


@pytest.fixture
def house(app: Flask, store: AppSession) -> House:
    stage = build_stage(store)
    store.commit()
    return House(app, stage)


def start(stage: Stage, audience: Audience, *others: int, who: str = "far_lead") -> Campaign:
    people = frozenset({stage.id("far_lead")}) if audience is Audience.PEOPLE else frozenset()
    draft = CampaignDraft(
        title=TITLE, organisation_id=stage.far.id, owner_id=stage.id(who), first_day=DAY, last_day=DAY
    )
    new = NewCampaign(
        draft=draft,
        form_id=str(uuid.uuid4()),
        organisations=frozenset(others),
        audience=AudienceDraft(audience, people),
    )
    campaign = create_campaign(stage.session, new, stage.viewer(who), stage.context(who))
    stage.session.commit()
    return campaign


def unrecorded(item: Item) -> Item:
    """Let an item be of the time before choices of whom it is shared with were kept."""
    item.shared_with = None
    return item


def main(house: House, path: str = "/overview", who: str = "coordinator") -> str:
    return main_of(house.get(who, path).text)


def lists(house: House, query: str = "") -> str:
    """Return the lists of campaigns and content."""
    return main(house, f"/overview{query}").split('id="shared-campaigns"')[1].split('id="no-response"')[0]


def test_coordinators_alone_have_the_overview(house: House) -> None:
    others = ("owner", "lead", "editor", "member", "port_lead", "port_editor", "manila_lead", "far_lead")

    for path in ("/overview", "/overview.csv"):
        assert house.statuses(path) == {"visitor": 302, "coordinator": 200} | dict.fromkeys(others, 404)


def test_a_shared_campaign_is_named_by_lead_days_and_status(house: House) -> None:
    campaign = start(house.stage, Audience.ORGANISATIONS, house.stage.port.id)

    page = lists(house)

    assert "Far Hills" in page
    assert "30 Jul" in page
    assert (TITLE in page, campaign.public_id in page, "Old Port" in page) == (False, False, False)
    assert house.get("coordinator", f"/campaigns/{campaign.public_id}").status_code == 404


def test_a_cancelled_one_says_so(house: House) -> None:
    stage = house.stage
    campaign = start(stage, Audience.ORGANISATIONS, stage.port.id)
    cancel_campaign(stage.session, campaign, "Warum auch immer", stage.context("far_lead"))
    stage.session.commit()

    assert "Cancelled" in main(house)
    assert "Warum auch immer" not in main(house)


@pytest.mark.parametrize(
    "make",
    [
        lambda stage: start(stage, Audience.ORGANISATIONS),
        lambda stage: start(stage, Audience.PEOPLE, stage.port.id),
        lambda stage: start(stage, Audience.COALITION),
        lambda stage: stage.item(sharing=Sharing(ShareScope.OWN)),
        lambda stage: stage.item(sharing=Sharing(ShareScope.PEOPLE)),
        lambda stage: stage.item(sharing=Sharing(ShareScope.OWN), signatories=frozenset({stage.port.id})),
        lambda stage: unrecorded(stage.item(sharing=Sharing(ShareScope.OWN), signatories=frozenset({stage.port.id}))),
        lambda stage: stage.item(
            sharing=Sharing(ShareScope.PARTICIPANTS), signatories=frozenset({stage.port.id}), secrecy=SECRECY
        ),
    ],
)
def test_what_is_kept_to_oneself_or_embargoed_or_of_one_organisation_is_not_on_it(
    house: House, make: Callable[[Stage], object]
) -> None:
    before = main(house)
    make(house.stage)
    house.stage.session.commit()

    assert main(house) == before


def test_a_shared_item_is_named_by_owner_days_and_status(house: House) -> None:
    stage = house.stage
    path = house.make(
        lambda stage: stage.item(
            text=ItemText(title=TITLE),
            sharing=Sharing(ShareScope.PARTICIPANTS),
            signatories=frozenset({stage.port.id}),
            signoff_due_on=DUE,
        )
    )
    house.item(path).state = State.IN_REVIEW
    stage.session.commit()

    page = main(house)

    assert all(word in page for word in ("Lantern Bay", "30 Jul", "20 Jul", "In review"))
    assert (TITLE in page, path in page) == (False, False)
    assert house.get("coordinator", path).status_code == 404


def test_an_older_item_is_on_it_if_its_guard_names_more_than_who_signs(house: House) -> None:
    stage = house.stage
    campaign = start(stage, Audience.PEOPLE, stage.port.id)
    assert "Far Hills" not in lists(house)

    house.make(
        lambda stage: unrecorded(
            stage.item(
                writer="far_lead",
                organisation_id=stage.far.id,
                owner_id=stage.id("far_lead"),
                campaign_id=campaign.id,
                sharing=Sharing(ShareScope.PARTICIPANTS),
                signatories=frozenset({stage.kaagapay.id}),
            )
        )
    )

    assert "Far Hills" in lists(house)


def test_the_nearest_to_come_is_first_and_what_is_over_last(house: House) -> None:
    stage = house.stage
    days = [DUE - timedelta(days=400), DAY + timedelta(days=9), None, DUE - timedelta(days=300), DAY]
    for day in days:
        item = stage.item(sharing=Sharing(ShareScope.PARTICIPANTS), signatories=frozenset({stage.port.id}))
        item.publish_on = day
    stage.session.commit()

    found = shared_items(stage.session, stage.viewer("coordinator"), DUE, limit=5)

    assert [one.publish_on for one in found] == [days[4], days[1], None, days[3], days[0]]


def test_lists_lead_coordinators_to_what_is_shared_with_others(house: House) -> None:
    empty = main(house, "/campaigns")
    assert "No campaigns" in empty
    assert "/overview" not in empty

    start(house.stage, Audience.ORGANISATIONS, house.stage.port.id)
    house.make(
        lambda stage: stage.item(sharing=Sharing(ShareScope.PARTICIPANTS), signatories=frozenset({stage.port.id}))
    )

    assert 'href="/overview"' in main(house, "/campaigns")
    assert 'href="/overview#shared-content"' in main(house, "/content")
    assert 'href="/overview' not in main(house, "/campaigns", "manila_lead") + main(house, "/content", "manila_lead")
