"""Whom a campaign tells of what happened to it."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import leads_by_organisation
from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.models import NO_DAY, EntryKind, Guard
from scheduler.agenda.services.changes import ChangeContext, mark_notified
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.notifications import NotificationDraft, NotificationKind, notify, notify_all
from scheduler.agenda.services.publishing import entries_of, entry_of, publish
from scheduler.agenda.visibility_sql import known_to_coordinators
from scheduler.campaigns.models import Campaign, Task
from scheduler.campaigns.queries.unguarded import live_tasks

ABOUT_JOINING = frozenset({NotificationKind.JOIN_ASKED, NotificationKind.JOIN_ACCEPTED, NotificationKind.JOIN_DECLINED})
"""What is told whether or not the campaign has a day: somebody waits for it."""

ABOUT_EMBARGO = frozenset(
    {
        NotificationKind.HELD,
        NotificationKind.RELEASED,
        NotificationKind.ADVANCED,
        NotificationKind.LIFTED,
        NotificationKind.GLASS_BROKEN,
        NotificationKind.CLOCKS_CHANGED,
    }
)
"""What is told whether or not the campaign has a day: nobody reads or lets out anything quietly."""

TO_CHOSEN = frozenset({NotificationKind.CAMPAIGN_MESSAGE})
"""What a person sends to people whom they chose: each time, to nobody else, whether or not there is a day."""

ABOUT_DAYS = frozenset({NotificationKind.MOVED, NotificationKind.CANCELLED, NotificationKind.RESTORED})
"""What reminders also tell of; whoever hears it from a campaign need not hear it from them."""


def announce(
    session: Session,
    campaign: Campaign,
    kind: NotificationKind,
    to: Collection[int],
    context: ChangeContext,
    *,
    details: Mapping[str, int] | None = None,
) -> None:
    """Tell people something about a campaign; while it has no day, only what needs none.

    What is about days is told before it is published, so that reminders leave out whoever has been told.
    """
    source = Source(SourceKind.CAMPAIGN, campaign.id)
    if kind in ABOUT_JOINING | ABOUT_EMBARGO | TO_CHOSEN and campaign.first_day is None:
        publish(session, without_day(campaign, context.now), context.now)
        source = Source(SourceKind.CAMPAIGN, campaign.id, NO_DAY)
    _notify(session, source, kind, to, context, details=details or {})


def without_day(campaign: Campaign, now: datetime) -> EntryDraft:
    """Draft what stands in for a campaign without a day; its own day means nothing, and no list shows it."""
    return EntryDraft(
        source=Source(SourceKind.CAMPAIGN, campaign.id, NO_DAY),
        kind=EntryKind.DEADLINE,
        when=AllDay(now.date(), now.date()),
        guard_id=campaign.guard_id,
        title=campaign.title,
        path=f"/campaigns/{campaign.public_id}",
        organisation_id=campaign.organisation_id,
        listed=False,
        details={NO_DAY: 1},
    )


def announce_task(
    session: Session, task: Task, kind: NotificationKind, to: Collection[int], context: ChangeContext
) -> None:
    """Tell people something about a task; nobody while it has no day."""
    _notify(session, Source(SourceKind.TASK, task.id), kind, to, context, details={})


def announce_tasks_assigned(session: Session, tasks: Collection[Task], context: ChangeContext) -> None:
    """Notify everybody who was given one of these tasks of each that they were; nobody of one without a day."""
    entries = entries_of(session, [Source(SourceKind.TASK, task.id) for task in tasks]) if tasks else {}
    given = {task.id: task.assignee_id for task in tasks if task.assignee_id is not None}
    notices = [
        NotificationDraft(entry.id, NotificationKind.ASSIGNED, context.actor_id, (given[entry.source_id],))
        for entry in entries.values()
        if entry.source_id in given
    ]
    notify_all(session, notices, context.now)


def assignees(session: Session, campaign: Campaign) -> set[int]:
    """Return who has something left to do in a campaign."""
    tasks = live_tasks(session, campaign.id)
    return {task.assignee_id for task in tasks if task.done_at is None and task.assignee_id is not None}


def everyone_in(session: Session, campaign: Campaign) -> set[int]:
    """Return the owner, the leads of all organisations taking part, and who has something left to do."""
    leads = leads_by_organisation(session, campaign.organisation_ids).values()
    return {campaign.owner_id}.union(assignees(session, campaign), *leads)


def _notify(
    session: Session,
    source: Source,
    kind: NotificationKind,
    to: Collection[int],
    context: ChangeContext,
    *,
    details: Mapping[str, int],
) -> None:
    entry = entry_of(session, source)
    if entry is not None:
        guard = session.get_one(Guard, entry.guard_id)
        if kind in ABOUT_DAYS and known_to_coordinators(guard, entry.organisation_id):
            mark_notified(session, to, context)
        is_chosen = kind in TO_CHOSEN
        key = "-".join(str(details[name]) for name in sorted(details)) if is_chosen else ""
        draft = NotificationDraft(
            entry.id,
            kind,
            context.actor_id,
            tuple(to),
            key,
            details,
            # To whom it is sent may say who has something under embargo in hand.
            private=is_chosen,
            complete=is_chosen,
        )
        notify(session, draft, context.now)
