"""Follows what campaigns depend on: the edition or event they stand around, organisations and people."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import actor_roles, coordinators, editors_of
from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.queries.guards import guards_opened_by
from scheduler.agenda.services.changes import Change, ChangeContext, ChangeKind
from scheduler.agenda.services.entry_drafts import When, first_day, last_day
from scheduler.agenda.services.guards import leave
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.agenda.visibility_sql import guards_naming
from scheduler.audit.acts import AuditAct
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.queries.unguarded import (
    campaigns_around,
    campaigns_guarded_by,
    campaigns_with,
    campaigns_with_tasks_of,
)
from scheduler.campaigns.services.audit import note
from scheduler.campaigns.services.calendar_entries import publish_campaign
from scheduler.campaigns.services.joining import withdraw_all
from scheduler.campaigns.services.locking import lock_any_campaign
from scheduler.campaigns.services.notifications import announce, everyone_in
from scheduler.campaigns.services.reschedule import set_days
from scheduler.campaigns.services.task_handover import reassign_to_lead, unassign_tasks

LOST = frozenset({ChangeKind.CANCELLED, ChangeKind.REMOVED})


class CampaignListener:
    """Keeps campaigns in step with what they stand around and with who is there to do the work."""

    follows = frozenset({SourceKind.EDITION, SourceKind.EVENT})

    def entries_changed(self, session: Session, changes: Sequence[Change], context: ChangeContext) -> None:
        """Follow editions and events: tasks move along, a lost day is flagged, people are notified."""
        days = [change for change in changes if not change.entry.part]
        for change, campaign in _campaigns_around(session, days):
            lock_any_campaign(session, campaign)
            following = replace(context, origin=change.origin)
            if change.kind in LOST:
                _lose_day(session, campaign, following)
            elif change.after is not None and change.entry.cancelled_at is None:
                _keep_day(session, campaign, change.after, following)

    def organisation_closed(self, session: Session, organisation_id: int, actor_id: int | None, now: datetime) -> None:
        """Free the open tasks of an organisation that has closed; owners, and for lost leads coordinators, are told."""
        context = ChangeContext((), actor_id, now)
        withdraw_all(session, organisation_id, actor_id, now)
        for campaign in campaigns_with(session, organisation_id):
            lock_any_campaign(session, campaign)
            reassign_to_lead(session, campaign, organisation_id)
            freed = unassign_tasks(session, campaign)
            details = {"organisation_id": organisation_id, "count": len(freed)}
            note(session, campaign, AuditAct.CAMPAIGN_LOST_ORGANISATION, context, **details)
            publish_campaign(session, campaign, context)
            people = {campaign.owner_id, *editors_of(session, campaign.organisation_id)}
            if organisation_id == campaign.organisation_id:
                people |= set(coordinators(session))
            announce(session, campaign, NotificationKind.ORGANISATION_CLOSED, people, context, details=details)

    def membership_ended(
        self, session: Session, person_id: int, organisation_id: int, actor_id: int | None, now: datetime
    ) -> None:
        """Free the open tasks of a person who has left; owners are notified."""
        context = ChangeContext((), actor_id, now)
        named = campaigns_guarded_by(session, guards_naming(person_id))
        is_member = actor_roles(session, person_id).is_member
        # Whoever stays in the coalition is named elsewhere for other reasons than this organisation's.
        left = [row for row in named if row.organisation_id == organisation_id or not is_member]
        _leave_embargo_groups(session, left, person_id, context)
        for campaign in campaigns_with_tasks_of(session, person_id):
            lock_any_campaign(session, campaign)
            freed = unassign_tasks(session, campaign)
            if not freed:
                continue
            details = {"person_id": person_id, "count": len(freed)}
            note(session, campaign, AuditAct.CAMPAIGN_LOST_SOMEBODY, context, **details)
            publish_campaign(session, campaign, context)
            people = {campaign.owner_id, *editors_of(session, campaign.organisation_id)} - {person_id}
            announce(session, campaign, NotificationKind.NEEDS_SOMEBODY, people, context, details=details)

    def role_lowered(
        self, session: Session, person_id: int, organisation_id: int | None, actor_id: int | None, now: datetime
    ) -> None:
        """Take who is no coordinator any more out of the embargo groups that they had let themselves into."""
        if organisation_id is None:
            context = ChangeContext((), actor_id, now)
            _leave_embargo_groups(
                session, campaigns_guarded_by(session, guards_opened_by(person_id)), person_id, context
            )

    def has_signed(self, session: Session, organisation_id: int) -> None:
        """Nothing: nobody signs campaigns."""

    def person_anonymised(self, session: Session, person_id: int) -> None:
        """Nothing: names are asked for anew each time."""


def _leave_embargo_groups(
    session: Session, campaigns: Sequence[Campaign], person_id: int, context: ChangeContext
) -> None:
    for campaign in campaigns:
        lock_any_campaign(session, campaign)
        leave(session, campaign.guard, person_id)
        session.flush()
        publish_campaign(session, campaign, context)


def _campaigns_around(session: Session, changes: Sequence[Change]) -> list[tuple[Change, Campaign]]:
    """Return the campaigns whose day changed, each with the change, in the order of changes and then of ids."""
    around = campaigns_around(session, {(change.entry.source_kind, change.entry.source_id) for change in changes})
    return [
        (change, campaign)
        for change in changes
        for campaign in around.get((change.entry.source_kind, change.entry.source_id), ())
    ]


def _lose_day(session: Session, campaign: Campaign, context: ChangeContext) -> None:
    if campaign.day_lost_at is not None:
        return
    campaign.day_lost_at = context.now
    note(session, campaign, AuditAct.CAMPAIGN_DAY_LOST, context)
    _notify_everyone(session, campaign, NotificationKind.CANCELLED, context)


def _keep_day(session: Session, campaign: Campaign, after: When, context: ChangeContext) -> None:
    if campaign.day_lost_at is not None:
        campaign.day_lost_at = None
        note(session, campaign, AuditAct.CAMPAIGN_DAY_BACK, context)
        _notify_everyone(session, campaign, NotificationKind.RESTORED, context)
    days = (first_day(after), last_day(after))
    if days != (campaign.first_day, campaign.last_day):
        set_days(session, campaign, *days, context)


def _notify_everyone(session: Session, campaign: Campaign, kind: NotificationKind, context: ChangeContext) -> None:
    if campaign.cancelled_at is None and campaign.deleted_at is None:
        announce(session, campaign, kind, everyone_in(session, campaign), context)
