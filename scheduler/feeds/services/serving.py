"""The bytes of a feed: whose eyes, which entries, and the file that they make."""

import gzip
import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Organisation
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.agenda.domain.ical import calendar_head, calendar_tail, event_text, join
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.domain.windows import feed_window
from scheduler.agenda.models import EntryKind, EntryStatus
from scheduler.agenda.reading import Selection, StoredEvent, Window, stored_events
from scheduler.agenda.services.viewers import viewer_of
from scheduler.feeds.domain.filenames import disposition
from scheduler.feeds.domain.http_reply import FeedFile
from scheduler.feeds.domain.tokens import hash_of
from scheduler.feeds.models import Feed, FeedKind, FormerAddress

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
    about = _("Observances, public events and published content of the coalition.")
    source = base_url + PUBLIC_PATH
    return FeedResult(
        FeedStatus.OPEN, _build(session, Viewer.anonymous(), PUBLIC_SELECTION, Head(name, about, base_url, source), now)
    )


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
    about = _("Made for one reader; please do not share its address. Reminders are sent by email.")
    return FeedResult(
        FeedStatus.OPEN, _build(session, viewer, selection, Head(feed.name, about, base_url), now), feed.id
    )


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
    return FeedFile(body, zipped, hashlib.sha256(body).hexdigest()[:32], disposition(head.name))


def _event(event: StoredEvent, base_url: str) -> bytes:
    return event_text(event.parts, prefix=_prefix(event), link=base_url + event.path if event.path else "")


def _prefix(event: StoredEvent) -> str:
    """Return the words before the title of what would mislead without; colours do not travel between programs.

    One prefix is enough: what is cancelled says so itself, and a deadline that is not concealed says what is due.
    """
    if event.status == EntryStatus.CANCELLED:
        return ""
    if event.kind == EntryKind.TASK:
        return _("To do: ")
    if event.kind != EntryKind.DEADLINE or not event.concealed:
        return ""
    kind_of_deadline = event.part.split(":")[0]
    return NEUTRAL_DEADLINES[kind_of_deadline]() if kind_of_deadline in NEUTRAL_DEADLINES else _("Due: ")


NEUTRAL_DEADLINES = {
    "lift": lambda: _("Embargo lifts: "),
    "review": lambda: _("Review due: "),
    "signoff": lambda: _("Sign-off due: "),
}
"""What a deadline is for, by the part of its writer's row, while its title is a neutral one."""
