"""The entries of a feed as people read them: titles that do not mislead, and what formats other than iCalendar show."""

from collections.abc import Callable, Mapping, Sequence

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.kind_labels import KIND_NAMES
from scheduler.agenda.models import EntryKind, EntryStatus
from scheduler.agenda.reading import EntryView, entry_views
from scheduler.agenda.stored_events import StoredEvent
from scheduler.agenda.topic_labels import topic_label
from scheduler.feeds.formats.protocol import FeedItem
from scheduler.feeds.labels import STATUS_LABELS
from scheduler.web.time_labels import days_label, span_label


def feed_items(session: Session, viewer: Viewer, events: Sequence[StoredEvent], base_url: str) -> list[FeedItem]:
    """Return what the events of a feed are, in order of day; they are in the calendar file of the same viewer, too."""
    views = entry_views(session, viewer, [event.id for event in events])
    rows = [(event, views[event.id]) for event in events if event.id in views]
    rows.sort(key=lambda row: (row[1].first_day, row[1].starts_at is not None, row[1].starts_at, row[0].id))
    return [_item(event, view, base_url) for event, view in rows]


def _item(event: StoredEvent, view: EntryView, base_url: str) -> FeedItem:
    # What a calendar file names of a placeholder: no topic.
    topics = () if view.concealed else tuple(topic_label(topic) for topic in view.topics)
    return FeedItem(
        uid=view.uid,
        title=title_apart(event) or event.title,
        kind=str(KIND_NAMES[view.kind]),
        when=_when(view),
        status=view.status.value,
        status_label=str(STATUS_LABELS[view.status]),
        first_day=view.first_day,
        last_day=view.last_day,
        changed_at=event.changed_at,
        starts_at=view.starts_at,
        ends_at=view.ends_at,
        zone=view.zone or "",
        description=view.description,
        location=view.location,
        categories=tuple(filter(None, (view.label, *topics))),
        link=base_url + view.path if view.path else "",
    )


def _when(view: EntryView) -> str:
    if view.starts_at is None or view.zone is None:
        return days_label(view.first_day, view.last_day)
    ends_at = view.ends_at if view.ends_at != view.starts_at else None
    return span_label(view.starts_at, ends_at, view.zone)


def title_apart(event: StoredEvent) -> str | None:
    """Return the title of what would mislead by its own; None if it would not. Colours do not travel between programs.

    What is cancelled says so, as not every program shows the status; then that is enough. A deadline that is not
    concealed says itself what is due.
    """
    if event.status == EntryStatus.CANCELLED:
        # Translators: the title of something cancelled, in calendar programs
        return _("Cancelled: %(title)s", title=event.title)
    if event.kind == EntryKind.TASK:
        # Translators: the title of a campaign's task, in calendar programs
        return _("To do: %(title)s", title=event.title)
    if event.kind != EntryKind.DEADLINE or not event.concealed:
        return None
    kind_of_deadline = event.part.split(":")[0]
    return NEUTRAL_DEADLINES.get(kind_of_deadline, _due)(event.title)


def _due(title: str) -> str:
    # Translators: the title of something that is due on this day, in calendar programs
    return _("Due: %(title)s", title=title)


NEUTRAL_DEADLINES: Mapping[str, Callable[[str], str]] = {
    "lift": lambda title: _("Embargo lifts: %(title)s", title=title),
    "review": lambda title: _("Review due: %(title)s", title=title),
    "signoff": lambda title: _("Sign-off due: %(title)s", title=title),
}
"""What a deadline is for, by the part of its writer's row, while its title is a neutral one."""
