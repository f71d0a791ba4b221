"""Whom a campaign tells of what happened to it."""

from collections.abc import Collection, Mapping

from sqlalchemy.orm import Session

from scheduler.accounts.services.standing import leads_of
from scheduler.agenda.services.entries import Source, Telling, entry_of
from scheduler.agenda.services.notices import NoticeDraft, NoticeKind, notify
from scheduler.campaigns.models import Campaign, Task
from scheduler.campaigns.reading import live_tasks

ABOUT_DAYS = frozenset({NoticeKind.MOVED, NoticeKind.CANCELLED, NoticeKind.RESTORED})
"""What reminders also tell of; whoever hears it from a campaign need not hear it from them."""


def announce(
    session: Session,
    campaign: Campaign,
    kind: NoticeKind,
    to: Collection[int],
    telling: Telling,
    *,
    facts: Mapping[str, int] | None = None,
) -> None:
    """Tell people something about a campaign; nobody while it has no entry that they could open.

    What is about days is told before it is published, so that reminders leave out whoever has been told.
    """
    _notify(session, Source("campaign", campaign.id), kind, to, telling, facts=facts or {})


def announce_task(session: Session, task: Task, kind: NoticeKind, to: Collection[int], telling: Telling) -> None:
    """Tell people something about a task; nobody while it has no day."""
    _notify(session, Source("task", task.id), kind, to, telling, facts={})


def assignees(session: Session, campaign: Campaign) -> set[int]:
    """Return who has something left to do in a campaign."""
    tasks = live_tasks(session, campaign.id)
    return {task.assignee_id for task in tasks if task.done_at is None and task.assignee_id is not None}


def everyone_in(session: Session, campaign: Campaign) -> set[int]:
    """Return the owner, the leads of all organisations taking part, and who has something left to do."""
    leads = {person for organisation in campaign.organisation_ids for person in leads_of(session, organisation)}
    return {campaign.owner_id} | leads | assignees(session, campaign)


def _notify(
    session: Session,
    source: Source,
    kind: NoticeKind,
    to: Collection[int],
    telling: Telling,
    *,
    facts: Mapping[str, int],
) -> None:
    entry = entry_of(session, source)
    if entry is not None:
        if kind in ABOUT_DAYS:
            telling.told.update(to)
        notify(session, NoticeDraft(entry.id, kind, telling.actor_id, tuple(to), facts=facts), telling.now)
