"""Publishes items: the entry that calendars, feeds, searches and reminders read."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.models import Entry, EntryKind, EntryStatus, EntryTopic, Guard, Involvement
from scheduler.agenda.services.changes import ChangeContext, collect
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source, Timed, When
from scheduler.agenda.services.publishing import entries_of, entry_of, publish_all, remove_entries
from scheduler.campaigns.queries.campaigns import series_of as series_of_campaign
from scheduler.content.domain.item_text import ItemText, text_from_json
from scheduler.content.domain.workflow import SETTLED, State
from scheduler.content.entry_texts import details, type_of_content
from scheduler.content.models import Item
from scheduler.content.queries.unguarded import channels_of, item_row
from scheduler.content.services.deadline_entries import deadlines_of
from scheduler.content.services.lift_notifications import notify_lifted
from scheduler.content.services.signoff_status import LoadedItem, organisations_awaited
from scheduler.rows import lock_row

_CERTAIN = frozenset({State.SCHEDULED, State.PUBLISHED, State.CORRECTED})


def publish_item(session: Session, item: Item, context: ChangeContext, loaded: LoadedItem | None = None) -> None:
    """Write what readers see of an item and of its deadlines, and take away what nothing waits for any more.

    A deleted item, and one without a day, is in nobody's lists. `loaded` is what is known of the item already.
    """
    session.flush()
    loaded = loaded or LoadedItem(session, item, context.now)
    source, when = source_of(item), when_of(item)
    # Whoever changes a guard has it until the new entries are written.
    lock_row(session, Guard, item.guard_id, shared=True)
    known = entries_of(session, [source])
    live = [entry for entry in known.values() if entry.removed_at is None]
    drafts = deadlines_of(session, loaded, source, {entry.part for entry in live}, context)
    if when is not None and item.deleted_at is None:
        drafts.insert(0, _draft(session, loaded, when))
    kept = {draft.source.part for draft in drafts}
    removed = remove_entries(session, [entry for entry in live if entry.part not in kept], context.now)
    collect(session, [*removed, *publish_all(session, drafts, context.now, known)], context)


def republish(session: Session, item_id: int, context: ChangeContext) -> None:
    """Publish an item again after its guard, its campaign or the zone data changed."""
    item = item_row(session, item_id)
    if item is not None:
        publish_item(session, item, context)
        notify_lifted(session, item, context)


def source_of(item: Item) -> Source:
    """Return what the agenda knows an item by."""
    return Source(SourceKind.CONTENT, item.id)


def entry_of_item(session: Session, item: Item) -> Entry | None:
    """Return the item's own entry; None while it has no day."""
    return entry_of(session, source_of(item))


def status_of(state: str) -> EntryStatus:
    """Return how calendars mark an item in this state: certain once it is scheduled."""
    if state in SETTLED:
        return EntryStatus.CANCELLED
    return EntryStatus.CONFIRMED if state in _CERTAIN else EntryStatus.TENTATIVE


def when_of(item: Item) -> When | None:
    """Return when an item is to come out: a time in its zone, a day while there is no time, or nothing."""
    if item.publish_local is not None and item.publish_zone is not None:
        return Timed(item.publish_local, item.publish_zone, at=item.publish_at)
    return AllDay(item.publish_on, item.publish_on) if item.publish_on is not None else None


def _draft(session: Session, loaded: LoadedItem, when: When) -> EntryDraft:
    item, version = loaded.item, loaded.version
    channels = [row.channel for row in channels_of(session, item)]
    parent = Source(SourceKind.CAMPAIGN, item.campaign_id) if item.campaign_id else None
    return EntryDraft(
        source=source_of(item),
        kind=EntryKind.CONTENT,
        when=when,
        guard_id=item.guard_id,
        title=version.title,
        # Never the body, which a calendar program would keep.
        description=details(item.kind, loaded.owner_name, channels, item.state),
        path=f"/content/{item.public_id}",
        label=type_of_content(item.kind, channels),
        topics=_topics_of(session, parent),
        tags=_tags(text_from_json(version.text)),
        organisation_id=item.organisation_id,
        parent=parent,
        series=series_of_campaign(item.campaign_id) if item.campaign_id else "",
        status=status_of(item.state),
        people=[(item.owner_id, Involvement.OWNER)] if item.owner_id else [],
        organisations=_organisations(loaded),
    )


def _tags(text: ItemText) -> tuple[str, ...]:
    return tuple(f"#{hashtag}" for hashtag in text.hashtags)


def _topics_of(session: Session, parent: Source | None) -> tuple[str, ...]:
    """Return the topics that readers see on the campaign, which has them of its observance."""
    entry = entry_of(session, parent) if parent else None
    if entry is None or entry.concealed:
        return ()
    return tuple(session.scalars(select(EntryTopic.topic).where(EntryTopic.entry_id == entry.id)))


def _organisations(loaded: LoadedItem) -> list[tuple[int, Involvement]]:
    rows = [(loaded.item.organisation_id, Involvement.OWNER)]
    rows += [(ident, Involvement.PARTICIPATES) for ident in loaded.signatories]
    if loaded.item.state == State.IN_REVIEW:
        rows += [(ident, Involvement.TO_SIGN) for ident in organisations_awaited(loaded.status)]
    return rows
