from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Person
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.models import Entry, EntryStatus, Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.embargo import LockedOutError
from scheduler.agenda.services.entry_drafts import Source
from scheduler.agenda.services.guards import Embargo
from scheduler.agenda.services.publishing import entry_of
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.presenters.pages import neutral_of
from scheduler.campaigns.queries.campaigns import campaign_of
from scheduler.campaigns.services.audience import AudienceDraft
from scheduler.campaigns.services.campaigns import (
    CampaignDraft,
    cancel_campaign,
    change_audience,
    change_campaign,
    delete_campaign,
    restore_campaign,
    undelete_campaign,
)
from scheduler.observances.models import Edition
from scheduler.outbox.models import Message
from scheduler.rows import StaleEditError, TooLateError
from tests.campaigns.conftest import DAY, AddTask, Coalition, StartCampaign, viewer

ContextAs = Callable[[Person | None], ChangeContext]
LIFT = Embargo(datetime(2027, 7, 30, 9, 0), "Asia/Manila", datetime(2027, 7, 30, 1, 0, tzinfo=UTC))


def entry(session: Session, kind: str, ident: int) -> Entry:
    found = entry_of(session, Source(kind, ident))
    assert found is not None
    return found


def notified(session: Session, kind: str) -> list[int | None]:
    return list(session.scalars(select(Message.person_id).where(Message.kind == kind).order_by(Message.person_id)))


def draft_of(campaign: Campaign, **changes: object) -> CampaignDraft:
    names = ("title", "organisation_id", "owner_id", "goal", "edition_id", "event_id", "first_day", "last_day")
    return CampaignDraft(**({name: getattr(campaign, name) for name in names} | changes))


def test_a_free_standing_campaign_is_listed_and_its_organisations_take_part(
    session: Session, coalition: Coalition, start: StartCampaign
) -> None:
    campaign = start()

    entry_row = entry(session, "campaign", campaign.id)
    assert (entry_row.title, entry_row.starts_on, entry_row.listed) == ("Break the chain", DAY, True)
    assert entry_row.path == f"/campaigns/{campaign.public_id}"
    assert campaign.organisation_ids == {coalition.lantern.id, coalition.harbour.id}


def test_a_campaign_around_an_edition_takes_its_days_and_is_not_listed(
    session: Session, start: StartCampaign, edition: Edition
) -> None:
    campaign = start(edition_id=edition.id, first_day=date(2000, 1, 1))

    assert (campaign.first_day, campaign.last_day) == (DAY, DAY)
    assert entry(session, "campaign", campaign.id).listed is False


def test_by_default_the_organisations_taking_part_see_it_and_nobody_else(
    session: Session, coalition: Coalition, start: StartCampaign
) -> None:
    campaign = start()

    seen = {
        who.name: campaign_of(session, viewer(session, who), campaign.public_id) is not None
        for who in (coalition.ana, coalition.cleo, coalition.dora, coalition.coordinator)
    }
    assert seen == {"Ana": True, "Cleo": True, "Dora": False, "Kim": False}


def test_the_same_form_sent_twice_starts_one_campaign(session: Session, start: StartCampaign) -> None:
    form_id = "0" * 36

    assert start(form_id=form_id) is start(form_id=form_id)
    assert start(form_id=form_id, title="Another") is not start(form_id=form_id)
    assert session.scalar(select(func.count()).select_from(Campaign)) == 2


def test_whoever_would_not_see_it_cannot_start_it(session: Session, coalition: Coalition, start: StartCampaign) -> None:
    with pytest.raises(LockedOutError):
        start(actor=coalition.coordinator)

    assert session.scalar(select(func.count()).select_from(Campaign)) == 0
    assert session.scalar(select(func.count()).select_from(Guard)) == 0


def test_outside_the_embargo_group_an_embargoed_campaign_has_its_placeholder(
    session: Session, coalition: Coalition, start: StartCampaign, add: AddTask, now: datetime
) -> None:
    embargo_group = frozenset({coalition.harbour.id})
    audience = AudienceDraft(
        Audience.COALITION, embargo=LIFT, embargo_group_organisations=embargo_group, placeholder_title="Joint action"
    )
    campaign = start(audience)
    add(campaign, "Brief the papers")

    readable = {
        who.name: campaign_of(session, viewer(session, who), campaign.public_id) is not None
        for who in (coalition.ana, coalition.ben, coalition.cleo, coalition.dora)
    }
    # Ana owns it; Cleo of Harbour is no editor, so not in the embargo group.
    assert readable == {"Ana": True, "Ben": True, "Cleo": False, "Dora": False}
    neutral = neutral_of(session, viewer(session, coalition.dora), campaign.public_id, now)
    assert neutral is not None
    assert (neutral.title, neutral.embargo_at) == ("Joint action", LIFT.at)
    titles = session.scalars(select(Entry.own_title).order_by(Entry.id)).all()
    assert titles == ["Joint action", "Joint action"]


def test_a_stale_edit_is_refused(
    session: Session, coalition: Coalition, start: StartCampaign, context_as: ContextAs
) -> None:
    campaign = start()
    change_campaign(
        session, campaign, draft_of(campaign, title="Second"), revision=1, context=context_as(coalition.ana)
    )

    with pytest.raises(StaleEditError):
        change_campaign(
            session, campaign, draft_of(campaign, title="Third"), revision=1, context=context_as(coalition.ben)
        )

    assert campaign.title == "Second"


def test_a_new_owner_is_notified_and_sees_it(
    session: Session, coalition: Coalition, start: StartCampaign, context_as: ContextAs
) -> None:
    campaign = start(AudienceDraft(Audience.PEOPLE, people=frozenset({coalition.ana.id})))

    draft = draft_of(campaign, owner_id=coalition.cleo.id)
    change_campaign(session, campaign, draft, revision=1, context=context_as(coalition.ana))

    assert notified(session, "assigned") == [coalition.cleo.id]
    assert campaign_of(session, viewer(session, coalition.cleo), campaign.public_id) is campaign


def test_nobody_can_shut_themselves_out(
    session: Session, coalition: Coalition, start: StartCampaign, context_as: ContextAs
) -> None:
    campaign = start(owner_id=coalition.ben.id)
    draft = AudienceDraft(Audience.PEOPLE, people=frozenset({coalition.cleo.id}))

    with pytest.raises(LockedOutError):
        change_audience(
            session,
            campaign,
            draft,
            revision=1,
            viewer=viewer(session, coalition.ana),
            context=context_as(coalition.ana),
        )


def test_tasks_of_people_who_may_not_see_it_any_more_need_somebody(
    session: Session, coalition: Coalition, start: StartCampaign, add: AddTask, context_as: ContextAs
) -> None:
    campaign = start()
    task = add(campaign, assignee_id=coalition.cleo.id)
    draft = AudienceDraft(Audience.PEOPLE, people=frozenset({coalition.ben.id}))

    change_audience(
        session, campaign, draft, revision=1, viewer=viewer(session, coalition.ana), context=context_as(coalition.ana)
    )

    assert (task.assignee_id, task.former_assignee_id) == (None, coalition.cleo.id)
    assert campaign_of(session, viewer(session, coalition.cleo), campaign.public_id) is None


def test_cancelling_notifies_everybody_in_it_and_restoring_brings_it_back(
    session: Session, coalition: Coalition, start: StartCampaign, add: AddTask, context_as: ContextAs
) -> None:
    campaign = start()
    task = add(campaign, assignee_id=coalition.cleo.id)

    cancel_campaign(session, campaign, "No money", context_as(coalition.ana))

    states = [entry(session, "campaign", campaign.id).status, entry(session, "task", task.id).status]
    assert states == [EntryStatus.CANCELLED, EntryStatus.CANCELLED]
    assert notified(session, "cancelled") == [coalition.ben.id, coalition.cleo.id]

    restore_campaign(session, campaign, context_as(coalition.ana))
    assert entry(session, "task", task.id).status == EntryStatus.CONFIRMED
    assert notified(session, "restored") == [coalition.ben.id, coalition.cleo.id]


def test_a_deleted_campaign_is_nowhere_and_comes_back_with_its_tasks(
    session: Session, coalition: Coalition, start: StartCampaign, add: AddTask, context_as: ContextAs
) -> None:
    campaign = start()
    task = add(campaign)
    ana = viewer(session, coalition.ana)

    delete_campaign(session, campaign, context_as(coalition.ana))
    assert campaign_of(session, ana, campaign.public_id) is None
    assert entry(session, "task", task.id).removed_at is not None

    undelete_campaign(session, campaign, context_as(coalition.ana))
    assert campaign_of(session, ana, campaign.public_id) is campaign
    assert entry(session, "task", task.id).removed_at is None


def test_a_campaign_does_not_come_back_after_30_days(
    session: Session, coalition: Coalition, start: StartCampaign, context_as: ContextAs
) -> None:
    campaign, context = start(), context_as(coalition.ana)
    delete_campaign(session, campaign, context)

    with pytest.raises(TooLateError):
        undelete_campaign(session, campaign, replace(context, now=context.now + timedelta(days=30)))
