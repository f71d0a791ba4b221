"""Items wait on days, organisations and people; when those go, owners hear of it and nothing happens by itself."""

import uuid
from datetime import date

import pytest
from sqlalchemy import select

from scheduler.accounts.models import Membership, Organisation
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.accounts.services.memberships import Ending, end_membership
from scheduler.accounts.services.organisations import close_organisation
from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Entry, EntryPerson, Guard
from scheduler.agenda.services.changes import ChangeListener, notify_listeners
from scheduler.agenda.services.entry_drafts import AllDay
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.agenda.services.viewers import viewer_of
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.services.audience import AudienceDraft
from scheduler.campaigns.services.campaigns import CampaignDraft, NewCampaign, cancel_campaign, create_campaign
from scheduler.campaigns.services.listener import CampaignListener
from scheduler.content.domain.sharing import ShareScope, Sharing
from scheduler.content.domain.signoff import BlockerCode
from scheduler.content.domain.workflow import State
from scheduler.content.queries.feedback import open_reviews
from scheduler.content.services.listener import ContentListener
from scheduler.content.services.signoff_status import LoadedItem
from scheduler.events.models import Event
from scheduler.events.services.events import EventDraft, cancel_event, change_event, create_event, restore_event
from scheduler.outbox.models import Message
from scheduler.reminders.reading import may_know
from tests.content.services.test_reviews import ask as ask_for_review
from tests.content.stage import DAY, LIFT, SECRECY, Stage

FOLLOWING: tuple[ChangeListener, ...] = (CampaignListener(), ContentListener())
MOVED_TO = date(2027, 8, 3)


def vigil(stage: Stage, day: date = DAY) -> EventDraft:
    return EventDraft(title="Vigil", when=AllDay(day, day), organisation_id=stage.far.id, audience=Audience.COALITION)


@pytest.fixture
def event(stage: Stage) -> Event:
    stage.listeners = FOLLOWING
    return create_event(stage.session, vigil(stage), form_id=str(uuid.uuid4()), context=stage.context("far_lead"))


@pytest.fixture
def campaign(stage: Stage, event: Event) -> Campaign:
    return start(stage, event, AudienceDraft())


def start(stage: Stage, event: Event, audience: AudienceDraft, owner: str = "far_lead") -> Campaign:
    draft = CampaignDraft(
        title="Break the chain", organisation_id=stage.far.id, owner_id=stage.id(owner), event_id=event.id
    )
    new = NewCampaign(
        draft=draft,
        form_id=str(uuid.uuid4()),
        organisations=frozenset({stage.bay.id}),
        audience=audience,
    )
    viewer = viewer_of(actor_roles(stage.session, stage.id("far_lead")))
    campaign = create_campaign(stage.session, new, viewer, stage.context("far_lead"))
    notify_listeners(stage.session)
    return campaign


def end(stage: Stage, who: str, organisation: Organisation) -> None:
    mine = (Membership.person_id == stage.id(who), Membership.organisation_id == organisation.id)
    membership = stage.session.scalars(select(Membership).where(*mine)).one()
    ending = Ending(stage.id("coordinator"), (ContentListener(),), even_last_lead=True)
    end_membership(stage.session, membership, ending, stage.now)


def close(stage: Stage, organisation: Organisation) -> None:
    close_organisation(stage.session, organisation, (ContentListener(),), stage.id("coordinator"), stage.now)


def test_owners_hear_that_the_day_of_their_campaign_moved(stage: Stage, event: Event, campaign: Campaign):
    items = [stage.item(campaign_id=campaign.id) for _ in range(2)]
    out = stage.item(campaign_id=campaign.id, owner_id=stage.id("member"))
    out.state = State.PUBLISHED

    change_event(
        stage.session, event, vigil(stage, MOVED_TO), revision=event.revision, context=stage.context("far_lead")
    )

    assert stage.notified(NotificationKind.MOVED) == ["owner"]
    message = stage.session.scalars(select(Message).where(Message.kind == NotificationKind.MOVED)).one()
    assert (message.payload["from_day"], message.payload["to_day"]) == (DAY.toordinal(), MOVED_TO.toordinal())
    assert {item.publish_on for item in items} == {DAY}


def test_that_a_hidden_items_owner_is_notified_of_an_open_campaign_is_in_nobody_elses_log(stage: Stage, event: Event):
    campaign = start(stage, event, AudienceDraft(Audience.COALITION))
    stage.item(campaign_id=campaign.id, sharing=Sharing(ShareScope.COALITION))
    stage.item(campaign_id=campaign.id, owner_id=stage.id("editor"), secrecy=SECRECY)

    cancel_campaign(stage.session, campaign, "Storm", stage.context("far_lead"))

    assert stage.notified(NotificationKind.CANCELLED) == ["editor", "lead", "owner"]
    notified = select(Message.person_id).where(Message.kind == NotificationKind.CANCELLED)
    known = {
        who: stage.session.scalars(notified.where(may_know(stage.viewer(who)))).all()
        for who in ("coordinator", "editor")
    }
    assert set(known["coordinator"]) == {stage.id("lead"), stage.id("owner")}
    assert stage.id("editor") in known["editor"]


def in_the_dark(stage: Stage, how: str) -> AudienceDraft:
    """What coordinators may not know of, and its owner is concerned with."""
    group = frozenset({stage.id("owner"), stage.id("far_lead")})
    if how == "embargo":
        return AudienceDraft(embargo=LIFT, embargo_group_people=group, placeholder_title="A vigil")
    return AudienceDraft(Audience.PEOPLE, people=group)


@pytest.mark.parametrize("how", ["", "embargo", "named people"])
def test_what_is_in_the_dark_keeps_no_open_email_away(stage: Stage, event: Event, how: str):
    campaign = start(stage, event, AudienceDraft(Audience.COALITION))
    stage.item(campaign_id=campaign.id, sharing=Sharing(ShareScope.COALITION))
    if how:
        start(stage, event, in_the_dark(stage, how), owner="owner")

    cancel_event(stage.session, event, "Storm", stage.context("far_lead"))
    notify_listeners(stage.session)

    notified = select(Message.person_id, Entry.source_kind).join(Entry, Entry.id == Message.entry_id)
    notified = notified.where(Message.kind == NotificationKind.CANCELLED, may_know(stage.viewer("coordinator")))
    known = set(stage.session.execute(notified))
    assert known == {(stage.id("lead"), SourceKind.CAMPAIGN), (stage.id("owner"), SourceKind.EVENT)}


def test_owners_hear_that_the_day_is_lost_and_found(stage: Stage, event: Event, campaign: Campaign):
    stage.item(campaign_id=campaign.id)

    cancel_event(stage.session, event, "Storm", stage.context("far_lead"))
    assert stage.notified(NotificationKind.CANCELLED) == ["lead", "owner"]
    restore_event(stage.session, event, stage.context("far_lead"))
    assert stage.notified(NotificationKind.RESTORED) == ["lead", "owner"]


def test_an_organisation_that_closes_while_it_is_awaited_leaves_the_item_in_review(stage: Stage):
    item = stage.ask(stage.item(), stage.port, stage.kaagapay)
    stage.say(item, "lead", stage.bay)
    stage.say(item, "port_lead", stage.port)

    close(stage, stage.kaagapay)

    assert stage.notified(NotificationKind.ORGANISATION_CLOSED) == ["owner"]
    assert (item.state, stage.deadlines(item)) == (State.IN_REVIEW, {})
    assert [blocker.code for blocker in LoadedItem(stage.session, item, stage.now).status.blockers] == [
        BlockerCode.ORGANISATION_CLOSED
    ]


def test_an_organisation_that_closes_after_its_yes_is_no_matter(stage: Stage):
    item = stage.ask(stage.item(), stage.port)
    stage.say(item, "port_lead", stage.port)

    close(stage, stage.port)

    assert stage.notified(NotificationKind.ORGANISATION_CLOSED) == []


def test_an_item_whose_own_organisation_closes_is_the_coordinators_matter(stage: Stage):
    item = stage.ask(stage.item(), stage.port)
    stage.listeners = ()

    close(stage, stage.bay)

    assert BlockerCode.OWNER_CLOSED in {
        blocker.code for blocker in LoadedItem(stage.session, item, stage.now).status.blockers
    }
    # Who closed it knows already.
    assert stage.notified(NotificationKind.ORGANISATION_CLOSED) == ["owner"]


def test_an_item_whose_owner_leaves_needs_somebody(stage: Stage):
    item = stage.item()

    end(stage, "owner", stage.bay)

    assert item.owner_id is None
    assert stage.notified(NotificationKind.NEEDS_SOMEBODY) == ["lead"]


def test_a_reviewer_who_leaves_is_let_off_and_the_asker_told(stage: Stage):
    item = stage.item()
    ask_for_review(stage, item, "far_lead", "port_editor")

    end(stage, "far_lead", stage.far)

    assert [row.reviewer_id for row in open_reviews(stage.session, item)] == [stage.id("port_editor")]
    assert stage.notified(NotificationKind.REVIEW_ANSWERED) == ["owner"]
    assert len(stage.deadlines(item)) == 1


def test_who_leaves_the_coalition_leaves_every_embargo_group(stage: Stage):
    item = stage.item(secrecy=SECRECY)
    guard = stage.session.get_one(Guard, item.guard_id)
    assert stage.id("owner") in guard_rules(guard).embargo_group_people

    end(stage, "owner", stage.bay)

    assert guard_rules(guard).embargo_group_people == {stage.id("editor")}


def test_a_lead_who_leaves_is_asked_no_more(stage: Stage):
    item = stage.ask(stage.item(), stage.port)
    part = f"signoff:{stage.port.id}"
    assert asked(stage, stage.deadlines(item)[part]) == [stage.id("port_lead")]

    end(stage, "port_lead", stage.port)

    assert asked(stage, stage.deadlines(item)[part]) == []


def asked(stage: Stage, entry: Entry) -> list[int]:
    return list(stage.session.scalars(select(EntryPerson.person_id).where(EntryPerson.entry_id == entry.id)))
