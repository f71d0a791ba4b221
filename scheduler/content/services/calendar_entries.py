"""Publishes items: the entry that calendars, feeds, searches and reminders read."""

from collections.abc import Collection, Sequence

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
from scheduler.content.queries.unguarded import channels_of, items_by_id
from scheduler.content.services.deadline_entries import deadlines_of
from scheduler.content.services.lift_notifications import notify_lifted
from scheduler.content.services.signoff_status import LoadedItem, loaded_items, organisations_awaited
from scheduler.rows import lock_rows

_CERTAIN = frozenset({State.SCHEDULED, State.PUBLISHED, State.CORRECTED})


def publish_item(session: Session, item: Item, context: ChangeContext, loaded: LoadedItem | None = None) -> None:
    """Write what readers see of an item and of its deadlines, and take away what nothing waits for any more.

    A deleted item, and one without a day, is in nobody's lists. `loaded` is what is known of the item already.
    """
    publish_items(session, [loaded or LoadedItem(session, item, context.now)], context)


def publish_items(session: Session, items: Sequence[LoadedItem], context: ChangeContext) -> None:
    """Write what readers see of items as `publish_item` does of one, with few statements."""
    session.flush()
    # Whoever changes a guard has it until the new entries are written.
    lock_rows(session, Guard, {one.item.guard_id for one in items}, shared=True)
    known = entries_of(session, [source_of(one.item) for one in items])
    listed = [entry for entry in known.values() if entry.removed_at is None]
    drafts = [draft for one in items for draft in _drafts(session, one, listed, context)]
    wanted = {draft.source for draft in drafts}
    gone = [entry for entry in listed if Source(entry.source_kind, entry.source_id, entry.part) not in wanted]
    removed = remove_entries(session, gone, context.now)
    collect(session, [*removed, *publish_all(session, drafts, context.now, known)], context)


def republish(session: Session, item_ids: Collection[int], context: ChangeContext) -> None:
    """Publish items again after their guards, their campaigns or the zone data changed."""
    items = list(items_by_id(session, item_ids).values())
    publish_items(session, loaded_items(session, items, context.now), context)
    notify_lifted(session, items, context)


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


def _drafts(session: Session, loaded: LoadedItem, listed: Sequence[Entry], context: ChangeContext) -> list[EntryDraft]:
    item, source, when = loaded.item, source_of(loaded.item), when_of(loaded.item)
    parts = {entry.part for entry in listed if (entry.source_kind, entry.source_id) == (source.kind, source.id)}
    # First, as they load what the item's own entry needs besides.
    deadlines = deadlines_of(session, loaded, source, parts, context)
    if when is None or item.deleted_at is not None:
        return deadlines
    return [_draft(session, loaded, when), *deadlines]


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
