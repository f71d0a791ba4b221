"""Starts, changes, cancels and deletes campaigns."""

import secrets
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from scheduler.agenda.domain.sight import Sight, Viewer
from scheduler.agenda.services.entries import Telling
from scheduler.agenda.services.guards import create_guard, sight_of
from scheduler.agenda.services.notices import NoticeKind
from scheduler.campaigns.domain.joining import Joining
from scheduler.campaigns.models import Campaign, CampaignOrganisation
from scheduler.campaigns.reading import RESTORABLE_FOR, campaign_by_form, edition_of
from scheduler.campaigns.services.announcing import announce, everyone_in
from scheduler.campaigns.services.audience import AudienceDraft, follow_organisations, guard_draft, set_guard
from scheduler.campaigns.services.errors import LockedOutError, StaleEditError, TooLateError
from scheduler.campaigns.services.leaving import free_tasks
from scheduler.campaigns.services.moving import set_days
from scheduler.campaigns.services.noting import note
from scheduler.campaigns.services.publishing import publish_campaign, unpublish
from scheduler.db import hold_row, once
from scheduler.events.reading import event_row


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignDraft:
    """What a campaign says of itself.

    It stands around an edition, an event, or days of its own (inclusive); the days are looked at only in the last case.
    """

    title: str
    organisation_id: int
    owner_id: int
    joining: Joining = Joining.ASK
    goal: str = ""
    edition_id: int | None = None
    event_id: int | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCampaign:
    """A campaign to be started: what it says, who else takes part, and who may see it."""

    draft: CampaignDraft
    form_id: str
    organisations: frozenset[int] = frozenset()
    audience: AudienceDraft = field(default_factory=AudienceDraft)


def create_campaign(session: Session, new: NewCampaign, viewer: Viewer, telling: Telling) -> Campaign:
    """Start a campaign and publish it; the same form sent twice starts one.

    Raises:
        LockedOutError: the viewer, who starts it, would not see it.
    """
    return once(session, lambda: campaign_by_form(session, new.form_id), lambda: _start(session, new, viewer, telling))


def change_campaign(
    session: Session, campaign: Campaign, draft: CampaignDraft, *, revision: int | None, telling: Telling
) -> None:
    """Change what a campaign says; its tasks move along with its day, and whoever is concerned is told.

    Raises:
        StaleEditError: somebody else changed it in the meantime.
    """
    hold_row(session, campaign)
    if revision != campaign.revision:
        raise StaleEditError(campaign)
    former = (campaign.owner_id, campaign.organisation_id)
    around = (campaign.edition_id, campaign.event_id)
    _fill(campaign, draft)
    if around != (campaign.edition_id, campaign.event_id):
        campaign.day_lost_at = None
    _take_part(campaign, draft.organisation_id, telling)
    campaign.revision += 1
    if former != (campaign.owner_id, campaign.organisation_id):
        follow_organisations(session, campaign, telling)
    note(session, campaign, "campaign.changed", telling)
    if not _follow_day(session, campaign, draft, telling):
        publish_campaign(session, campaign, telling)
    if former[0] != campaign.owner_id:
        announce(session, campaign, NoticeKind.ASSIGNED, {campaign.owner_id}, telling)


def change_audience(
    session: Session,
    campaign: Campaign,
    draft: AudienceDraft,
    *,
    revision: int | None,
    viewer: Viewer,
    telling: Telling,
) -> None:
    """Change who may see a campaign and its tasks; tasks of people who may not see it any more need somebody.

    Raises:
        StaleEditError: somebody else changed it in the meantime.
        LiftedError: the draft sets or moves an embargo whose words are already out.
        LockedOutError: the viewer would not see it any more.
    """
    hold_row(session, campaign)
    if revision != campaign.revision:
        raise StaleEditError(campaign)
    if not set_guard(session, campaign, draft, telling):
        return
    _refuse_lock_out(session, campaign, viewer, telling)
    campaign.revision += 1
    free_tasks(session, campaign)
    publish_campaign(session, campaign, telling)


def cancel_campaign(session: Session, campaign: Campaign, reason: str, telling: Telling) -> None:
    """Call a campaign off: it and its open tasks stay in calendars as cancelled, all in it are told. Twice is once."""
    if campaign.cancelled_at is not None:
        return
    campaign.cancelled_at, campaign.cancel_reason = telling.now, reason
    campaign.revision += 1
    note(session, campaign, "campaign.cancelled", telling)
    announce(session, campaign, NoticeKind.CANCELLED, everyone_in(session, campaign), telling)
    publish_campaign(session, campaign, telling)


def restore_campaign(session: Session, campaign: Campaign, telling: Telling) -> None:
    """Take a campaign up again that was called off; twice is once."""
    if campaign.cancelled_at is None:
        return
    campaign.cancelled_at, campaign.cancel_reason = None, ""
    campaign.revision += 1
    note(session, campaign, "campaign.restored", telling)
    announce(session, campaign, NoticeKind.RESTORED, everyone_in(session, campaign), telling)
    publish_campaign(session, campaign, telling)


def delete_campaign(session: Session, campaign: Campaign, telling: Telling) -> None:
    """Take a campaign out of everybody's sight; for 30 days it can be brought back. Twice is once."""
    if campaign.deleted_at is not None:
        return
    campaign.deleted_at = telling.now
    campaign.revision += 1
    note(session, campaign, "campaign.deleted", telling)
    unpublish(session, campaign, telling)


def undelete_campaign(session: Session, campaign: Campaign, telling: Telling) -> None:
    """Bring a deleted campaign back with its tasks, under its old address; twice is once.

    Raises:
        TooLateError: it was deleted more than 30 days ago.
    """
    if campaign.deleted_at is None:
        return
    if campaign.deleted_at <= telling.now - RESTORABLE_FOR:
        raise TooLateError
    campaign.deleted_at = None
    campaign.revision += 1
    note(session, campaign, "campaign.brought_back", telling)
    publish_campaign(session, campaign, telling)


def _start(session: Session, new: NewCampaign, viewer: Viewer, telling: Telling) -> Campaign:
    draft = new.draft
    campaign = Campaign(public_id=secrets.token_urlsafe(9), form_id=new.form_id, created_at=telling.now)
    _fill(campaign, draft)
    for organisation_id in sorted({draft.organisation_id} | new.organisations):
        _take_part(campaign, organisation_id, telling)
    wanted = guard_draft(new.audience, draft.owner_id, campaign.organisation_ids)
    campaign.guard_id = create_guard(session, wanted).id
    session.add(campaign)
    session.flush()
    _refuse_lock_out(session, campaign, viewer, telling)
    campaign.first_day, campaign.last_day = _days(session, draft)
    note(session, campaign, "campaign.created", telling)
    publish_campaign(session, campaign, telling)
    announce(session, campaign, NoticeKind.ASSIGNED, {draft.owner_id}, telling)
    return campaign


def _fill(campaign: Campaign, draft: CampaignDraft) -> None:
    campaign.title, campaign.goal = draft.title, draft.goal
    campaign.organisation_id, campaign.owner_id = draft.organisation_id, draft.owner_id
    campaign.edition_id, campaign.event_id = draft.edition_id, draft.event_id
    campaign.joining = draft.joining


def _take_part(campaign: Campaign, organisation_id: int, telling: Telling) -> None:
    if organisation_id not in campaign.organisation_ids:
        campaign.parts.append(CampaignOrganisation(organisation_id=organisation_id, joined_at=telling.now))


def _follow_day(session: Session, campaign: Campaign, draft: CampaignDraft, telling: Telling) -> bool:
    first_day, last_day = _days(session, draft)
    if (first_day, last_day) == (campaign.first_day, campaign.last_day):
        return False
    # Without a day there is nothing to move to: the last one known stays, as tasks hang on it.
    if first_day is None or last_day is None:
        return False
    set_days(session, campaign, first_day, last_day, telling)
    return True


def _days(session: Session, draft: CampaignDraft) -> tuple[date | None, date | None]:
    """Return the days that hold for what the campaign stands around."""
    if draft.edition_id is not None:
        edition = edition_of(session, draft.edition_id)
        return (edition.starts_on, edition.ends_on) if edition is not None else (None, None)
    if draft.event_id is not None:
        event = event_row(session, draft.event_id)
        return (event.first_day, event.last_day) if event is not None else (None, None)
    return draft.first_day, draft.last_day or draft.first_day


def _refuse_lock_out(session: Session, campaign: Campaign, viewer: Viewer, telling: Telling) -> None:
    if sight_of(session, viewer, campaign.guard_id, telling.now) is not Sight.WORDS:
        raise LockedOutError
