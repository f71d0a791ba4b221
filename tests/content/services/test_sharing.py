"""Whom an item is shared with stays what its people chose, whatever else changes about it."""

import uuid
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from scheduler.accounts.models import Membership, Organisation
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.accounts.services.memberships import Ending, end_membership
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Entry, EntryPerson, Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.viewers import viewer_of
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.queries.join_requests import open_requests
from scheduler.campaigns.services.audience import AudienceDraft
from scheduler.campaigns.services.campaigns import CampaignDraft, NewCampaign, create_campaign
from scheduler.campaigns.services.joining import accept_request, ask_to_join
from scheduler.campaigns.services.organisations import remove_organisation
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.models import Item
from scheduler.content.queries.items import readable_item
from scheduler.content.services.calendar_entries import republish
from scheduler.content.services.embargo import EmbargoContext, set_embargo
from scheduler.content.services.item_plan import plan_of
from scheduler.content.services.items import edit_plan
from scheduler.content.services.listener import ContentListener
from scheduler.rows import StaleEditError
from tests.content.services.test_reviews import ask as ask_for_review
from tests.content.stage import DAY, SECRECY, Stage

OWN = Sharing(ShareScope.OWN)
PARTICIPANTS = Sharing(ShareScope.PARTICIPANTS)


@pytest.fixture
def campaign(stage: Stage) -> Campaign:
    """Far Hills leads it; Lantern Bay and Old Port take part."""
    far = stage.id("far_lead")
    draft = CampaignDraft(title="Chain", organisation_id=stage.far.id, owner_id=far, first_day=DAY, last_day=DAY)
    parts = frozenset({stage.bay.id, stage.port.id})
    new = NewCampaign(draft=draft, form_id=str(uuid.uuid4()), organisations=parts, audience=AudienceDraft())
    return create_campaign(stage.session, new, viewer_of(actor_roles(stage.session, far)), stage.context("far_lead"))


def audience(stage: Stage, item: Item) -> frozenset[int]:
    return guard_rules(stage.session.get_one(Guard, item.guard_id)).audience_organisations


def replan(stage: Stage, item: Item) -> None:
    """Save the plan of an item as its form shows it, with another day for the sign-off."""
    planned = replace(plan_of(stage.session, item), signoff_due_on=date(2027, 7, 21))
    by, context = stage.by("owner", item), stage.context("owner")
    edit_plan(stage.session, item, planned, revision=item.revision, by=by, context=context)


def reads(stage: Stage, item: Item, who: str) -> bool:
    return (
        readable_item(stage.session, viewer_of(actor_roles(stage.session, stage.id(who))), item.public_id) is not None
    )


def test_what_is_shared_with_its_own_and_signed_by_others_stays_with_them(stage: Stage, campaign: Campaign):
    item = stage.ask(stage.item(campaign_id=campaign.id, sharing=OWN), stage.kaagapay)

    replan(stage, item)
    stage.ask(item, stage.kaagapay, due=date(2027, 7, 22))

    assert audience(stage, item) == {stage.bay.id, stage.kaagapay.id}
    assert not reads(stage, item, "far_lead")


def test_an_embargo_group_of_others_opens_nothing_to_the_campaign(stage: Stage, campaign: Campaign):
    secrecy = replace(SECRECY, embargo_group_organisations=frozenset({stage.bay.id, stage.kaagapay.id}))
    item = stage.item(campaign_id=campaign.id, sharing=OWN, secrecy=secrecy)

    replan(stage, item)

    assert audience(stage, item) == {stage.bay.id, stage.kaagapay.id}


def test_what_is_shared_with_a_campaign_stays_so(stage: Stage, campaign: Campaign):
    item = stage.ask(stage.item(campaign_id=campaign.id, sharing=PARTICIPANTS), stage.kaagapay)

    replan(stage, item)

    assert audience(stage, item) == {stage.bay.id, stage.port.id, stage.far.id, stage.kaagapay.id}


@pytest.mark.parametrize("chosen", [OWN, PARTICIPANTS])
@pytest.mark.parametrize("with_embargo", [True, False])
def test_a_choice_is_kept_when_all_who_take_part_sign(
    stage: Stage, campaign: Campaign, chosen: Sharing, with_embargo: bool
):
    secrecy = SECRECY if with_embargo else None
    item = stage.item(campaign_id=campaign.id, sharing=chosen, secrecy=secrecy)
    stage.ask(item, stage.port, stage.kaagapay, stage.far)

    replan(stage, item)

    assert plan_of(stage.session, item).sharing == chosen


def test_a_choice_that_names_the_same_organisations_is_stored(stage: Stage, campaign: Campaign):
    signatories = frozenset({stage.port.id, stage.far.id})
    item = stage.item(campaign_id=campaign.id, sharing=OWN, secrecy=SECRECY, signatories=signatories)
    by, was, audience_before = stage.by("owner", item), item.revision, audience(stage, item)
    hand = EmbargoContext(stage.context("owner"), {"content": republish})

    set_embargo(stage.session, item, PARTICIPANTS, SECRECY, revision=was, by=by, hand=hand)
    assert (plan_of(stage.session, item).sharing, item.revision) == (PARTICIPANTS, was + 1)
    assert audience(stage, item) == audience_before

    set_embargo(stage.session, item, PARTICIPANTS, SECRECY, revision=was, by=by, hand=hand)
    with pytest.raises(StaleEditError):
        set_embargo(stage.session, item, OWN, SECRECY, revision=was, by=by, hand=hand)


def test_what_was_shared_before_choices_were_kept_is_told_from_who_reads_it(stage: Stage, campaign: Campaign):
    shared = stage.item(campaign_id=campaign.id, sharing=PARTICIPANTS)
    kept = stage.item(campaign_id=campaign.id, sharing=OWN, signatories=frozenset({stage.port.id}))
    known = stage.item(campaign_id=campaign.id, sharing=Sharing(ShareScope.COALITION))
    for item in (shared, kept, known):
        item.shared_with = None

    assert [plan_of(stage.session, item).sharing.with_whom for item in (shared, kept, known)] == [
        ShareScope.PARTICIPANTS,
        ShareScope.OWN,
        ShareScope.COALITION,
    ]


def leave(stage: Stage, campaign: Campaign, organisation: Organisation) -> None:
    context = ChangeContext((ContentListener(),), stage.id("far_lead"), stage.now)
    remove_organisation(stage.session, campaign, organisation.id, context)


def test_an_organisation_that_takes_part_no_more_reads_no_more(stage: Stage, campaign: Campaign):
    item = stage.item(campaign_id=campaign.id, sharing=PARTICIPANTS)
    asked = ask_for_review(stage, item, "port_editor")

    leave(stage, campaign, stage.port)

    assert (reads(stage, item, "port_lead"), reads(stage, item, "far_lead")) == (False, True)
    assert [row.withdrawn_at for row in asked] == [stage.now]


def test_who_only_asks_to_take_part_reads_nothing_of_it(stage: Stage):
    far, kai = stage.id("far_lead"), stage.id("manila_lead")
    draft = CampaignDraft(title="Chain", organisation_id=stage.far.id, owner_id=far, first_day=DAY, last_day=DAY)
    parts, shared = frozenset({stage.bay.id}), AudienceDraft(Audience.COALITION)
    new = NewCampaign(draft=draft, form_id=str(uuid.uuid4()), organisations=parts, audience=shared)
    campaign = create_campaign(stage.session, new, stage.viewer("far_lead"), stage.context("far_lead"))
    item = stage.item(campaign_id=campaign.id, sharing=PARTICIPANTS)

    ask_to_join(stage.session, campaign, stage.kaagapay.id, kai, stage.context("manila_lead"))
    replan(stage, item)
    assert not reads(stage, item, "manila_lead")

    accept_request(stage.session, campaign, open_requests(stage.session, campaign.id)[0], stage.context("far_lead"))
    edit_plan(
        stage.session,
        item,
        replace(plan_of(stage.session, item), signoff_due_on=date(2027, 7, 22)),
        revision=item.revision,
        by=stage.by("owner", item),
        context=stage.context("owner"),
    )
    assert reads(stage, item, "manila_lead")


def test_one_that_signs_goes_on_reading(stage: Stage, campaign: Campaign):
    item = stage.ask(stage.item(campaign_id=campaign.id, sharing=PARTICIPANTS), stage.port)

    leave(stage, campaign, stage.port)

    assert reads(stage, item, "port_lead")


def test_what_an_organisation_owns_stays_its_own(stage: Stage, campaign: Campaign):
    item = stage.item(campaign_id=campaign.id, sharing=PARTICIPANTS)

    leave(stage, campaign, stage.bay)

    assert reads(stage, item, "editor")


@pytest.mark.parametrize("sharing", [Sharing(ShareScope.COALITION), Sharing(ShareScope.PEOPLE)])
def test_who_leaves_the_owner_for_another_organisation_leaves_the_embargo_group(stage: Stage, sharing: Sharing):
    other = Membership(person_id=stage.id("owner"), organisation_id=stage.far.id, role="lead", started_at=stage.now)
    stage.session.add(other)
    item = stage.item(secrecy=SECRECY, sharing=sharing)
    assert reads(stage, item, "owner")

    mine = (Membership.person_id == stage.id("owner"), Membership.organisation_id == stage.bay.id)
    membership = stage.session.scalars(select(Membership).where(*mine)).one()
    end_membership(stage.session, membership, Ending(stage.id("lead"), (ContentListener(),)), stage.now)

    assert not reads(stage, item, "owner")
    people = select(EntryPerson.person_id).join(Entry).where(Entry.source_id == item.id, Entry.source_kind == "content")
    assert stage.id("owner") not in set(stage.session.scalars(people))
