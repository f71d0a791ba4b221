"""The bytes of a feed: whose eyes, which entries, and the file that they make.

It speaks the coalition's language, whoever asks: the same data give the same bytes.
"""

import gzip
import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Organisation
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.ical import calendar_head, calendar_tail, event_text, join, summary_line
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.domain.windows import feed_window
from scheduler.agenda.models import EntryKind, EntryStatus
from scheduler.agenda.reading import Selection, StoredEvent, Window, stored_events
from scheduler.agenda.services.viewers import viewer_of
from scheduler.feeds.domain.http_reply import FeedFile
from scheduler.feeds.domain.tokens import hash_of
from scheduler.feeds.models import Feed, FeedKind, FormerAddress
from scheduler.filenames import disposition
from scheduler.web.translations import LOCALE

PRODID = "-//Coalition Scheduler//Feeds//EN"
REFRESH_HOURS = 6
PUBLIC_SELECTION = Selection()
PUBLIC_PATH = "/feeds/public.ics"


class FeedStatus(StrEnum):
    """What an address leads to."""

    OPEN = "open"
    UNKNOWN = "unknown"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class FeedResult:
    """What an address leads to now: the file while it is open, and the feed behind it (None for the public one)."""

    fate: FeedStatus
    file: FeedFile | None = None
    feed_id: int | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the entries; `source` is the feed's own address where that is no secret."""

    name: str
    about: str
    base_url: str
    source: str = ""


def serve_public(session: Session, base_url: str, name: str, now: datetime) -> FeedResult:
    """Build what everybody may see."""
    with force_locale(LOCALE):
        about = _("Observances, public events and published content of the coalition.")
        head = Head(name, about, base_url, source=base_url + PUBLIC_PATH)
        return FeedResult(FeedStatus.OPEN, _build(session, Viewer.anonymous(), PUBLIC_SELECTION, head, now))


def serve_token(session: Session, token: str, base_url: str, now: datetime) -> FeedResult:
    """Build what a secret address leads to, through the eyes of its person or organisation as they are now."""
    digest = hash_of(token)
    feed = session.scalar(select(Feed).where(Feed.token_hash == digest))
    if feed is None:
        return FeedResult(FeedStatus.GONE if session.get(FormerAddress, digest) else FeedStatus.UNKNOWN)
    viewer = _eyes(session, feed)
    if feed.revoked_at is not None or viewer is None:
        return FeedResult(FeedStatus.GONE)
    selection = Selection.parse(feed.selection, listed_only=False)
    with force_locale(LOCALE):
        about = _("Made for one reader; please do not share its address. Reminders are sent by email.")
        file = _build(session, viewer, selection, Head(feed.name, about, base_url), now)
    return FeedResult(FeedStatus.OPEN, file, feed.id)


def _eyes(session: Session, feed: Feed) -> Viewer | None:
    """Return who looks; nobody once the person is no member any more or the organisation is closed."""
    if feed.kind == FeedKind.PERSONAL and feed.person_id is not None:
        viewer = viewer_of(actor_roles(session, feed.person_id))
        return viewer if viewer.is_member else None
    organisation = session.get(Organisation, feed.organisation_id) if feed.organisation_id is not None else None
    if organisation is None or organisation.closed_at is not None:
        return None
    return Viewer.staff_of(organisation.id)


def _build(session: Session, viewer: Viewer, selection: Selection, head: Head, now: datetime) -> FeedFile:
    days = feed_window(now)
    events = stored_events(session, viewer, Window(days.first_day, days.last_day), selection, now)
    opening = calendar_head(head.name, head.about, head.base_url, REFRESH_HOURS, PRODID, source=head.source)
    body = join(opening, (_event(event, head.base_url) for event in events), calendar_tail())
    # mtime=0: the same data gives the same bytes.
    zipped = gzip.compress(body, 6, mtime=0)
    return FeedFile(
        body, zipped, hashlib.sha256(body).hexdigest()[:32], disposition(head.name, "ics", unnamed="calendar")
    )


def _event(event: StoredEvent, base_url: str) -> bytes:
    title = _title_apart(event)
    parts = event.parts if title is None else replace(event.parts, summary=summary_line(title))
    return event_text(parts, link=base_url + event.path if event.path else "")


def _title_apart(event: StoredEvent) -> str | None:
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
