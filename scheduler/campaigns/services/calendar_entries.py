"""What readers see of campaigns and tasks, and who is notified when that changes."""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.models import NO_DAY, Entry, EntryKind, EntryStatus, EntryTopic, Guard, Involvement
from scheduler.agenda.services.changes import ChangeContext, collect
from scheduler.agenda.services.embargo import embargo_group_of
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.agenda.services.publishing import entries_of, entry_of, publish_all, remove, remove_entries
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.campaigns.models import Campaign, Task, path_of
from scheduler.campaigns.queries.campaigns import series_of
from scheduler.campaigns.queries.unguarded import campaign_row, live_tasks, task_row
from scheduler.campaigns.services.notifications import announce, without_day


def publish_campaign(
    session: Session, campaign: Campaign, context: ChangeContext, tasks: Sequence[Task] | None = None
) -> None:
    """Write what readers see of a campaign and all its tasks; `tasks` are those that are not deleted, if known."""
    session.flush()
    if campaign.deleted_at is not None:
        return
    tasks = live_tasks(session, campaign.id) if tasks is None else tasks
    drafts = [*_campaign_draft(session, campaign), *_task_drafts(campaign, tasks)]
    _publish(session, [*drafts, *_stand_in(session, campaign, context)], context)
    _take_back(session, tasks, context)


def publish_tasks(session: Session, campaign: Campaign, tasks: Sequence[Task], context: ChangeContext) -> None:
    """Write what readers see of some tasks; what is done, deleted or without a day leaves their lists."""
    session.flush()
    if campaign.deleted_at is not None:
        return
    _publish(session, _task_drafts(campaign, tasks), context)
    _take_back(session, tasks, context)


def unpublish(session: Session, campaign: Campaign, context: ChangeContext) -> None:
    """Take a campaign and its tasks out of everybody's lists."""
    session.flush()
    tasks = [Source(SourceKind.TASK, task.id) for task in live_tasks(session, campaign.id)]
    _remove(session, [*tasks, *(Source(SourceKind.CAMPAIGN, campaign.id, part) for part in ("", NO_DAY))], context)


def republish_campaign(session: Session, campaign_id: int, context: ChangeContext) -> None:
    """Publish a campaign again after its guard changed; the group is notified when the text came out by itself."""
    campaign = campaign_row(session, campaign_id)
    if campaign is None:
        return
    publish_campaign(session, campaign, context)
    guard = session.get_one(Guard, campaign.guard_id)
    if context.actor_id is None and guard.revealed_at is not None and guard.revealed_at == context.now:
        people = embargo_group_of(session, guard_rules(guard)) | {campaign.owner_id}
        announce(session, campaign, NotificationKind.LIFTED, people, context)


def republish_task(session: Session, task_id: int, context: ChangeContext) -> None:
    """Publish a task again after its guard changed."""
    task = task_row(session, task_id)
    campaign = campaign_row(session, task.campaign_id) if task is not None else None
    if task is not None and campaign is not None:
        publish_tasks(session, campaign, [task], context)


def _publish(session: Session, drafts: Sequence[EntryDraft], context: ChangeContext) -> None:
    collect(session, publish_all(session, drafts, context.now), context)


def _take_back(session: Session, tasks: Iterable[Task], context: ChangeContext) -> None:
    _remove(session, [Source(SourceKind.TASK, task.id) for task in tasks if not _is_shown(task)], context)


def _remove(session: Session, sources: Sequence[Source], context: ChangeContext) -> None:
    """Take entries out of all lists whose campaign is locked, its guard too."""
    known = entries_of(session, sources) if sources else {}
    gone = [known[source] for source in sources if source in known]
    collect(session, remove_entries(session, gone, context.now), context)


def _is_shown(task: Task) -> bool:
    """What is done needs no reminder and no place in a calendar."""
    return task.deleted_at is None and task.done_at is None and task.due_on is not None


def _campaign_draft(session: Session, campaign: Campaign) -> list[EntryDraft]:
    """Return the draft of a campaign; none while it has no day."""
    if campaign.first_day is None or campaign.last_day is None:
        return []
    parent = _parent(campaign)
    return [
        EntryDraft(
            source=Source(SourceKind.CAMPAIGN, campaign.id),
            kind=EntryKind.CAMPAIGN,
            when=AllDay(campaign.first_day, campaign.last_day),
            guard_id=campaign.guard_id,
            title=campaign.title,
            description=campaign.goal,
            path=f"/campaigns/{campaign.public_id}",
            topics=_topics(session, parent),
            organisation_id=campaign.organisation_id,
            parent=parent,
            series=series_of(campaign.id),
            status=_status(campaign),
            # One with an edition or event would stand in calendars beside it, saying the same.
            listed=parent is None,
            people=[(campaign.owner_id, Involvement.OWNER)],
            organisations=[(i, Involvement.PARTICIPATES) for i in sorted(campaign.organisation_ids)],
        )
    ]


def _stand_in(session: Session, campaign: Campaign, context: ChangeContext) -> list[EntryDraft]:
    """Return the draft of what stands in for a campaign without a day, if it was needed; a day takes its place."""
    source = Source(SourceKind.CAMPAIGN, campaign.id, NO_DAY)
    entry = entry_of(session, source)
    if entry is None or entry.removed_at is not None:
        return []
    if campaign.first_day is not None:
        collect(session, [remove(session, source, context.now)], context)
        return []
    return [without_day(campaign, entry.created_at)]


def _task_drafts(campaign: Campaign, tasks: Iterable[Task]) -> list[EntryDraft]:
    return [
        EntryDraft(
            source=Source(SourceKind.TASK, task.id),
            kind=EntryKind.TASK,
            when=AllDay(task.due_on, task.due_on),
            guard_id=campaign.guard_id,
            title=task.title,
            description=task.note,
            path=path_of(campaign, task),
            organisation_id=task.organisation_id,
            parent=Source(SourceKind.CAMPAIGN, campaign.id),
            series=series_of(campaign.id),
            status=_status(campaign),
            people=[(task.assignee_id, Involvement.ASSIGNEE)] if task.assignee_id is not None else [],
            organisations=[(task.organisation_id, Involvement.PARTICIPATES)],
        )
        for task in tasks
        if _is_shown(task) and task.due_on is not None
    ]


def _parent(campaign: Campaign) -> Source | None:
    if campaign.edition_id is not None:
        return Source(SourceKind.EDITION, campaign.edition_id)
    return Source(SourceKind.EVENT, campaign.event_id) if campaign.event_id is not None else None


def _status(campaign: Campaign) -> EntryStatus:
    return EntryStatus.CONFIRMED if campaign.cancelled_at is None else EntryStatus.CANCELLED


def _topics(session: Session, parent: Source | None) -> list[str]:
    if parent is None:
        return []
    query = select(EntryTopic.topic).join(Entry, Entry.id == EntryTopic.entry_id)
    own = (Entry.source_kind == parent.kind, Entry.source_id == parent.id, Entry.part == parent.part)
    return list(session.scalars(query.where(*own).order_by(EntryTopic.topic)))
