"""Publishes items: the entry that calendars, feeds, searches and reminders read."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.reading import organisation_names
from scheduler.agenda.models import Entry, EntryKind, EntryStatus, EntryTopic, Involvement
from scheduler.agenda.services.changes import Change, ChangeContext, tell
from scheduler.agenda.services.entry_drafts import AllDay, EntryDraft, Source, Timed, When
from scheduler.agenda.services.publishing import entry_of, publish, remove
from scheduler.content.domain.item_text import ItemText, text_from_json
from scheduler.content.domain.workflow import State
from scheduler.content.entry_texts import details, type_of_content
from scheduler.content.models import Item
from scheduler.content.queries.unguarded import channels_of, current_version, item_row, signatory_ids
from scheduler.content.services.deadline_entries import publish_deadlines
from scheduler.content.services.lift_notifications import notify_lifted
from scheduler.content.services.signoff_status import organisations_awaited, signoff_status_of

SOURCE_KIND = "content"
CAMPAIGN_KIND = "campaign"

_CERTAIN = frozenset({State.SCHEDULED, State.PUBLISHED, State.CORRECTED})
_OFF = frozenset({State.CANCELLED, State.WITHDRAWN})


def publish_item(session: Session, item: Item, context: ChangeContext) -> Change | None:
    """Write what readers see of an item and of its deadlines, and tell those who depend on it.

    A deleted item, and one without a day, is in nobody's sight.

    Returns:
        The change of the item's own entry, or None when readers see no difference.
    """
    session.flush()
    source = source_of(item)
    when = when_of(item)
    if when is None or item.deleted_at is not None:
        change = remove(session, source, context.now)
    else:
        change = publish(session, _draft(session, item, when, context), context.now)
    tell(session, change, context)
    publish_deadlines(session, item, source, context)
    return change


def republish(session: Session, item_id: int, context: ChangeContext) -> None:
    """Publish an item again after its guard, its campaign or the zone data changed."""
    item = item_row(session, item_id)
    if item is not None:
        publish_item(session, item, context)
        notify_lifted(session, item, context)


def source_of(item: Item) -> Source:
    """Return what the agenda knows an item by."""
    return Source(SOURCE_KIND, item.id)


def entry_of_item(session: Session, item: Item) -> Entry | None:
    """Return the item's own entry; None while it has no day."""
    return entry_of(session, source_of(item))


def status_of(state: str) -> EntryStatus:
    """Return how calendars mark an item in this state: certain once it is scheduled."""
    if state in _OFF:
        return EntryStatus.CANCELLED
    return EntryStatus.CONFIRMED if state in _CERTAIN else EntryStatus.TENTATIVE


def when_of(item: Item) -> When | None:
    """Return when an item is to come out: a time in its zone, a day while there is no time, or nothing."""
    if item.publish_local is not None and item.publish_zone is not None:
        return Timed(item.publish_local, item.publish_zone, at=item.publish_at)
    return AllDay(item.publish_on, item.publish_on) if item.publish_on is not None else None


def _draft(session: Session, item: Item, when: When, context: ChangeContext) -> EntryDraft:
    version = current_version(session, item)
    channels = [row.channel for row in channels_of(session, item)]
    owner = organisation_names(session, [item.organisation_id]).get(item.organisation_id, "")
    parent = Source(CAMPAIGN_KIND, item.campaign_id) if item.campaign_id else None
    return EntryDraft(
        source=source_of(item),
        kind=EntryKind.CONTENT,
        when=when,
        guard_id=item.guard_id,
        title=version.title,
        # Never the body, which a calendar program would keep.
        description=details(item.kind, owner, channels, item.state),
        path=f"/content/{item.public_id}",
        label=type_of_content(item.kind, channels),
        topics=_topics_of(session, parent),
        tags=_tags(text_from_json(version.words)),
        organisation_id=item.organisation_id,
        parent=parent,
        series=f"{CAMPAIGN_KIND}:{item.campaign_id}" if item.campaign_id else "",
        status=status_of(item.state),
        people=[(item.owner_id, Involvement.OWNER)] if item.owner_id else [],
        organisations=_organisations(session, item, context),
    )


def _tags(words: ItemText) -> tuple[str, ...]:
    return tuple(f"#{hashtag}" for hashtag in words.hashtags)


def _topics_of(session: Session, parent: Source | None) -> tuple[str, ...]:
    """Return the topics that readers see on the campaign, which has them of its observance."""
    entry = entry_of(session, parent) if parent else None
    if entry is None or entry.concealed:
        return ()
    return tuple(session.scalars(select(EntryTopic.topic).where(EntryTopic.entry_id == entry.id)))


def _organisations(session: Session, item: Item, context: ChangeContext) -> list[tuple[int, Involvement]]:
    rows = [(item.organisation_id, Involvement.OWNER)]
    rows += [(ident, Involvement.TAKES_PART) for ident in signatory_ids(session, item)]
    if item.state == State.IN_REVIEW:
        rows += [
            (ident, Involvement.TO_SIGN)
            for ident in organisations_awaited(signoff_status_of(session, item, context.now))
        ]
    return rows
