"""Starts, changes, cancels and deletes campaigns."""

import secrets
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from scheduler.agenda.domain.placeholder_titles import RealTitle
from scheduler.agenda.domain.visibility import Viewer, Visibility
from scheduler.agenda.models import Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.embargo import (
    LockedOutError,
    Placeholder,
    change_embargo,
    check_embargo,
    check_hand_over,
    check_placeholder,
)
from scheduler.agenda.services.guards import create_guard, says, visibility_of
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.agenda.visibility_sql import concealed
from scheduler.audit.acts import AuditAct
from scheduler.campaigns.domain.joining import Joining
from scheduler.campaigns.models import Campaign, CampaignOrganisation
from scheduler.campaigns.services.audience import AudienceDraft, follow_organisations, guard_draft
from scheduler.campaigns.services.audit import note
from scheduler.campaigns.services.calendar_entries import publish_campaign, unpublish
from scheduler.campaigns.services.embargo import embargo_group_of_campaign
from scheduler.campaigns.services.locking import lock_any_campaign, lock_campaign
from scheduler.campaigns.services.notifications import announce, everyone_in
from scheduler.campaigns.services.reschedule import set_days
from scheduler.campaigns.services.task_handover import unassign_tasks
from scheduler.events.models import Event
from scheduler.observances.models import Edition
from scheduler.rows import RESTORABLE_FOR, Sent, StaleEditError, TooLateError, lock_row, once_by_form


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


def create_campaign(session: Session, new: NewCampaign, viewer: Viewer, context: ChangeContext) -> Campaign:
    """Start a campaign and publish it; the same form sent twice starts one.

    Raises:
        LockedOutError: the viewer, who starts it, would not see it.
        PastLiftError: its embargo is over already.
        RevealingTitleError: the placeholder title gives the title away.
    """
    return once_by_form(
        session,
        Campaign,
        Sent(new.form_id, context.actor_id, new),
        lambda key: _start(session, new, key, viewer, context),
        stands=lambda campaign: campaign.deleted_at is None,
    )


def change_campaign(
    session: Session,
    campaign: Campaign,
    draft: CampaignDraft,
    *,
    revision: int | None,
    context: ChangeContext,
    reveals_nothing: bool = False,
) -> None:
    """Change what a campaign says; its tasks move along with its day, and whoever is concerned is notified.

    Saying again what is said already changes nothing.

    Raises:
        StaleEditError: somebody else changed it in the meantime.
        RevealingTitleError: the placeholder title would give the new title away, and nobody has said that it may.
        MayNotLiftError: it is under embargo, gets another lead organisation, and the person may not lift it.
    """
    lock_campaign(session, campaign)
    if _plain(draft) == _plain(_draft_of(campaign)):
        return
    if revision != campaign.revision:
        raise StaleEditError
    _check_embargoed(session, campaign, draft, context, reveals_nothing=reveals_nothing)
    former = (campaign.owner_id, campaign.organisation_id)
    around = (campaign.edition_id, campaign.event_id)
    _fill(campaign, draft)
    if around != (campaign.edition_id, campaign.event_id):
        campaign.day_lost_at = None
    _add_participant(campaign, draft.organisation_id, context)
    campaign.revision += 1
    if former != (campaign.owner_id, campaign.organisation_id):
        follow_organisations(session, campaign, context)
    note(session, campaign, AuditAct.CAMPAIGN_CHANGED, context)
    if not _follow_day(session, campaign, draft, context):
        publish_campaign(session, campaign, context)
    if former[0] != campaign.owner_id:
        announce(session, campaign, NotificationKind.ASSIGNED, {campaign.owner_id}, context)


def change_audience(
    session: Session,
    campaign: Campaign,
    draft: AudienceDraft,
    *,
    revision: int | None,
    viewer: Viewer,
    context: ChangeContext,
) -> None:
    """Change who may see a campaign and its tasks; tasks of people who may not see it any more need somebody.

    If its embargo moves or is removed, its group is notified. Saying again what is said already changes nothing.

    Raises:
        StaleEditError: somebody else changed it in the meantime.
        LiftedError, HeldError, PastLiftError, MayNotLiftError, RevealingTitleError: as `change_embargo` of the agenda.
        LockedOutError: the viewer would not see it any more.
    """
    lock_campaign(session, campaign)
    guard = session.get_one(Guard, campaign.guard_id)
    wanted = guard_draft(draft, campaign.owner_id, campaign.organisation_ids)
    if says(guard, wanted):
        return
    if revision != campaign.revision:
        raise StaleEditError
    was_at, embargo_group = guard.embargo_at, embargo_group_of_campaign(session, campaign)
    owner, accepted = campaign.organisation_id, draft.reveals_nothing
    real = RealTitle(campaign.title)
    change_embargo(session, guard, wanted, real, organisation_id=owner, context=context, is_accepted=accepted)
    _refuse_lock_out(session, campaign, viewer, context)
    campaign.revision += 1
    unassign_tasks(session, campaign)
    if was_at is not None and was_at != guard.embargo_at:
        kind, times = _moved_lift(was_at, guard.embargo_at)
        announce(session, campaign, kind, embargo_group, context, details=times)
    publish_campaign(session, campaign, context)


def cancel_campaign(session: Session, campaign: Campaign, reason: str, context: ChangeContext) -> None:
    """Call a campaign off: it and its open tasks stay in calendars as cancelled, all are notified. Twice is once."""
    lock_campaign(session, campaign)
    if campaign.cancelled_at is not None:
        return
    campaign.cancelled_at, campaign.cancel_reason = context.now, reason
    campaign.revision += 1
    note(session, campaign, AuditAct.CAMPAIGN_CANCELLED, context)
    announce(session, campaign, NotificationKind.CANCELLED, everyone_in(session, campaign), context)
    publish_campaign(session, campaign, context)


def restore_campaign(session: Session, campaign: Campaign, context: ChangeContext) -> None:
    """Take a campaign up again that was called off; twice is once."""
    lock_campaign(session, campaign)
    if campaign.cancelled_at is None:
        return
    campaign.cancelled_at, campaign.cancel_reason = None, ""
    campaign.revision += 1
    note(session, campaign, AuditAct.CAMPAIGN_RESTORED, context)
    announce(session, campaign, NotificationKind.RESTORED, everyone_in(session, campaign), context)
    publish_campaign(session, campaign, context)


def delete_campaign(session: Session, campaign: Campaign, context: ChangeContext) -> None:
    """Take a campaign out of everybody's lists; for 30 days it can be brought back. Twice is once."""
    lock_any_campaign(session, campaign)
    if campaign.deleted_at is not None:
        return
    campaign.deleted_at = context.now
    campaign.revision += 1
    note(session, campaign, AuditAct.CAMPAIGN_DELETED, context)
    unpublish(session, campaign, context)


def undelete_campaign(session: Session, campaign: Campaign, context: ChangeContext) -> None:
    """Bring a deleted campaign back with its tasks, under its old address; twice is once.

    Raises:
        TooLateError: it was deleted more than 30 days ago.
    """
    lock_any_campaign(session, campaign)
    if campaign.deleted_at is None:
        return
    if campaign.deleted_at <= context.now - RESTORABLE_FOR:
        raise TooLateError
    campaign.deleted_at = None
    campaign.revision += 1
    note(session, campaign, AuditAct.CAMPAIGN_BROUGHT_BACK, context)
    publish_campaign(session, campaign, context)


def _start(session: Session, new: NewCampaign, form_id: str | None, viewer: Viewer, context: ChangeContext) -> Campaign:
    draft, audience = new.draft, new.audience
    if audience.embargo is not None:
        placeholder = Placeholder(audience.placeholder_title, audience.reveals_nothing)
        check_embargo(audience.embargo, placeholder, RealTitle(draft.title), context.now)
    campaign = Campaign(public_id=secrets.token_urlsafe(9), form_id=form_id, created_at=context.now)
    _fill(campaign, draft)
    for organisation_id in sorted({draft.organisation_id} | new.organisations):
        _add_participant(campaign, organisation_id, context)
    wanted = guard_draft(audience, draft.owner_id, campaign.organisation_ids)
    campaign.guard_id = create_guard(session, wanted).id
    session.add(campaign)
    session.flush()
    _refuse_lock_out(session, campaign, viewer, context)
    campaign.first_day, campaign.last_day = _days(session, draft)
    note(session, campaign, AuditAct.CAMPAIGN_CREATED, context)
    publish_campaign(session, campaign, context)
    announce(session, campaign, NotificationKind.ASSIGNED, {draft.owner_id}, context)
    return campaign


def _fill(campaign: Campaign, draft: CampaignDraft) -> None:
    campaign.title, campaign.goal = draft.title, draft.goal
    campaign.organisation_id, campaign.owner_id = draft.organisation_id, draft.owner_id
    campaign.edition_id, campaign.event_id = draft.edition_id, draft.event_id
    campaign.joining = draft.joining


def _check_embargoed(
    session: Session, campaign: Campaign, draft: CampaignDraft, context: ChangeContext, *, reveals_nothing: bool
) -> None:
    """Refuse what an embargo forbids: a title that outsiders could guess, another lead who could lift it."""
    guard = session.get_one(Guard, campaign.guard_id)
    if not concealed(guard):
        return
    real, before = RealTitle(draft.title), RealTitle(campaign.title)
    check_placeholder(Placeholder(guard.placeholder_title, reveals_nothing), real, before)
    if draft.organisation_id != campaign.organisation_id:
        check_hand_over(session, guard, campaign.organisation_id, context)


def _draft_of(campaign: Campaign) -> CampaignDraft:
    return CampaignDraft(
        title=campaign.title,
        goal=campaign.goal,
        organisation_id=campaign.organisation_id,
        owner_id=campaign.owner_id,
        edition_id=campaign.edition_id,
        event_id=campaign.event_id,
        first_day=campaign.first_day,
        last_day=campaign.last_day,
        joining=Joining(campaign.joining),
    )


def _plain(draft: CampaignDraft) -> CampaignDraft:
    """Return a draft with the days that count: none beside an edition or event, and the first when there is no last."""
    if draft.edition_id is not None or draft.event_id is not None:
        return replace(draft, first_day=None, last_day=None)
    return replace(draft, last_day=draft.last_day or draft.first_day)


def _moved_lift(was_at: datetime, is_at: datetime | None) -> tuple[NotificationKind, dict[str, int]]:
    """Return how the embargo group is notified that an embargo ends at another moment, or is removed."""
    if is_at is None:
        return NotificationKind.ADVANCED, {"removed": 1}
    return NotificationKind.MOVED, {"was_at": int(was_at.timestamp()), "is_at": int(is_at.timestamp())}


def _add_participant(campaign: Campaign, organisation_id: int, context: ChangeContext) -> None:
    if organisation_id not in campaign.organisation_ids:
        campaign.participations.append(CampaignOrganisation(organisation_id=organisation_id, joined_at=context.now))


def _follow_day(session: Session, campaign: Campaign, draft: CampaignDraft, context: ChangeContext) -> bool:
    first_day, last_day = _days(session, draft)
    if (first_day, last_day) == (campaign.first_day, campaign.last_day):
        return False
    # Without a day there is nothing to move to: the last one known stays, as tasks hang on it.
    if first_day is None or last_day is None:
        return False
    set_days(session, campaign, first_day, last_day, context)
    return True


def _days(session: Session, draft: CampaignDraft) -> tuple[date | None, date | None]:
    """Return the days that hold for what the campaign stands around; they stay so until the transaction ends."""
    if draft.edition_id is not None:
        edition = lock_row(session, Edition, draft.edition_id, shared=True)
        return edition.starts_on, edition.ends_on
    if draft.event_id is not None:
        event = lock_row(session, Event, draft.event_id, shared=True)
        return event.first_day, event.last_day
    return draft.first_day, draft.last_day or draft.first_day


def _refuse_lock_out(session: Session, campaign: Campaign, viewer: Viewer, context: ChangeContext) -> None:
    if visibility_of(session, viewer, campaign.guard_id, context.now) is not Visibility.FULL:
        raise LockedOutError
