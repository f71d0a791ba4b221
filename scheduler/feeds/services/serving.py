"""The bytes of a feed: whose eyes, which entries, and the file that they make.

It speaks the language that was chosen for it, whoever asks: the same data give the same bytes.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from enum import StrEnum
from itertools import chain

from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.ical import calendar_head, calendar_tail, join
from scheduler.agenda.queries.changed_entries import entries_changed_since, memberships_and_follows
from scheduler.dates.spans import DateSpan
from scheduler.feeds.domain.http_reply import CALENDAR, FeedFile
from scheduler.feeds.domain.options import Cancelled
from scheduler.feeds.domain.packing import gzip_of, packed
from scheduler.feeds.formats.protocol import FeedDocument, FeedItem, urn_of
from scheduler.feeds.formats.registry import FORMATS
from scheduler.feeds.models import Feed, FormerAddress
from scheduler.feeds.services.broken import Broken, is_outage, note_broken
from scheduler.feeds.services.calendar_events import calendar_events, packed_events
from scheduler.feeds.services.contents import PUBLIC, Contents, eyes_of, feed_language
from scheduler.feeds.services.items import feed_items
from scheduler.feeds.services.kept_events import NO_MEMORY, KeptEvent, KeptEvents
from scheduler.filenames import disposition
from scheduler.secret_tokens import hash_of
from scheduler.web.additions import StaffEvents
from scheduler.web.translations import LOCALE, in_language

PRODID = "-//Coalition Scheduler//Feeds//EN"
REFRESH_HOURS = 6
ICALENDAR = "ics"
"""The suffix of what calendar programs ask for; it is joined of stored parts, and so no format among the others."""

PUBLIC_PATH = "/feeds/public"


class FeedStatus(StrEnum):
    """What an address leads to."""

    OPEN = "open"
    UNKNOWN = "unknown"
    GONE = "gone"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Site:
    """Where the site is and who speaks there: the coalition."""

    base_url: str
    name: str


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before the entries; `path` is the feed's own, without its suffix, where that is no secret.

    `urn` is what the feed is called for ever, whatever its address.
    """

    name: str
    about: str
    site: Site
    urn: str
    path: str = ""

    def address(self, suffix: str) -> str:
        """Return the file's own address; empty where it is a secret."""
        return f"{self.site.base_url}{self.path}.{suffix}" if self.path else ""


@dataclass(frozen=True, slots=True)
class FeedInputs:
    """All that a file is made of but the entries; `follows` are `memberships_and_follows` of its people.

    `beside` are events of features that are no entries (`Additions.in_staff_feeds`), as iCalendar has them.
    """

    contents: Contents
    head: Head
    suffix: str
    language: str
    follows: frozenset[tuple[int, str]] = frozenset()
    beside: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class FeedResult:
    """What an address leads to now: the file while it is open, and the feed behind it.

    That is None for the public feed, and for one that was revoked: nobody is to hear of it any more. `inputs` and
    `entries` say what the file was made of: each entry's id, and what it was (its hash). `broken` says that the file is
    an older one, or none, as writing it failed.
    """

    fate: FeedStatus
    file: FeedFile | None = None
    feed_id: int | None = None
    inputs: FeedInputs | None = None
    entries: Mapping[int, int] = field(default_factory=dict)
    broken: Broken | None = None


@dataclass(frozen=True, slots=True)
class Built:
    """What an address leads to, and the version that was read before anything else was."""

    version: int
    served: FeedResult


def serve_public(
    session: Session,
    site: Site,
    suffix: str,
    now: datetime,
    *,
    before: Built | None = None,
    memory: KeptEvents = NO_MEMORY,
) -> FeedResult:
    """Return what everybody may see, as iCalendar (`ics`) or in one of `FORMATS`; what was built before if it holds."""
    with in_language(LOCALE):
        about = _("Observances, public events and published content of the coalition.")
    head = Head(site.name, about, site, urn_of(site.base_url + PUBLIC_PATH), path=PUBLIC_PATH)
    return _serve(session, FeedInputs(PUBLIC, head, suffix, LOCALE), None, now, before=before, memory=memory)


def serve_token(
    session: Session,
    token: str,
    site: Site,
    suffix: str,
    now: datetime,
    *,
    before: Built | None = None,
    memory: KeptEvents = NO_MEMORY,
    staff_events: Sequence[StaffEvents] = (),
) -> FeedResult:
    """Return what a secret address leads to, through the eyes of its person or organisation as they are now.

    That is what was built `before`, in the same month, as long as nothing that it was made of has changed.
    """
    digest = hash_of(token)
    feed = session.scalar(select(Feed).where(Feed.token_hash == digest))
    if feed is None:
        former = session.get(FormerAddress, digest)
        return FeedResult(FeedStatus.GONE, feed_id=former.feed_id) if former else FeedResult(FeedStatus.UNKNOWN)
    viewer = eyes_of(session, feed.person_id, feed.organisation_id)
    if feed.revoked_at is not None or viewer is None:
        return FeedResult(FeedStatus.GONE)
    language = feed_language(feed.selection)
    with in_language(language):
        about = (
            _("Made for one reader; please do not share its address. Reminders are sent by email.")
            if feed.organisation_id is None
            else _(
                "Made for the staff of one organisation: give its address to them only. Reminders are sent by email."
            )
        )
    head = Head(feed.name, about, site, urn_of(f"{site.base_url}/feeds/{feed.id}"))
    contents = Contents.chosen(viewer, feed.selection)
    follows = memberships_and_follows(session, contents.people())
    inputs = FeedInputs(contents, head, suffix, language, follows)
    # Events of others have nothing that a filter goes by, so a feed with one has none of them.
    if feed.organisation_id is not None and suffix == ICALENDAR and not contents.selection.values:
        with in_language(language):
            try:
                inputs = replace(inputs, beside=_beside(session, feed.organisation_id, contents, now, staff_events))
            except Exception as error:
                if is_outage(error):
                    raise
                return _last_one(session, inputs, _served(before), error, feed_id=feed.id, now=now)
    return _serve(session, inputs, feed.id, now, before=before, memory=memory)


def _beside(
    session: Session, organisation_id: int, contents: Contents, now: datetime, staff_events: Sequence[StaffEvents]
) -> tuple[bytes, ...]:
    """Return the events of features that are no entries, for the staff of an organisation."""
    days, with_cancelled = _from_now_on(contents, now), contents.options.cancelled is not Cancelled.REMOVED
    return tuple(
        chain.from_iterable(
            source(session, organisation_id, days, now, with_cancelled=with_cancelled) for source in staff_events
        )
    )


def _from_now_on(contents: Contents, now: datetime) -> DateSpan:
    """Return the days of a feed from this month on, which moves as windows do."""
    days = contents.options.days(now)
    return DateSpan(max(days.first_day, now.astimezone(UTC).date().replace(day=1)), days.last_day)


def _serve(
    session: Session,
    inputs: FeedInputs,
    feed_id: int | None,
    now: datetime,
    *,
    before: Built | None,
    memory: KeptEvents,
) -> FeedResult:
    served = _served(before)
    is_good = served.broken is None and served.inputs == inputs
    if before is not None and is_good and not _has_news(session, inputs, before, now):
        return served
    with in_language(inputs.language):
        try:
            file, entries = _file(session, inputs, now, memory)
        except Exception as error:
            if is_outage(error):
                raise
            return _last_one(session, inputs, served, error, feed_id=feed_id, now=now)
    return FeedResult(FeedStatus.OPEN, file, feed_id, inputs, entries)


def _served(before: Built | None) -> FeedResult:
    return before.served if before is not None else FeedResult(FeedStatus.UNKNOWN)


def _last_one(
    session: Session, inputs: FeedInputs, served: FeedResult, error: Exception, *, feed_id: int | None, now: datetime
) -> FeedResult:
    """Return the last file of a feed that could not be written, if that may still be read."""
    broken = note_broken(error, inputs.suffix, now, served.broken)
    # If the database refused a statement, PostgreSQL answers nothing more in its transaction.
    session.rollback()
    entries = {event.id: hash(event) for event in inputs.contents.events(session, now)}
    if _may_still_be_read(served, inputs, entries):
        return replace(served, broken=broken)
    return FeedResult(FeedStatus.BROKEN, feed_id=feed_id, broken=broken)


def _may_still_be_read(served: FeedResult, inputs: FeedInputs, entries: Mapping[int, int]) -> bool:
    """Say whether the reader still gets each entry that an older file holds, and unchanged in every part.

    Anything less proves nothing: a text that is under embargo again, taken back or corrected must not be served again.
    Nor does it depend on what the reader does not get, so that no answer tells of it.
    """
    if served.file is None or served.inputs is None or served.inputs.head != inputs.head:
        return False
    return set(served.inputs.beside) <= set(inputs.beside) and served.entries.items() <= entries.items()


def _has_news(session: Session, inputs: FeedInputs, before: Built, now: datetime) -> bool:
    """Say whether an entry has changed that was in the file, or that would be in it now."""
    changed = entries_changed_since(session, before.version)
    if changed is None:
        return True
    if not changed:
        return False
    return not changed.isdisjoint(before.served.entries) or bool(inputs.contents.events(session, now, changed))


def _file(
    session: Session, inputs: FeedInputs, now: datetime, memory: KeptEvents
) -> tuple[FeedFile, Mapping[int, int]]:
    """Return the file, and what each entry in it is: the hash of its event."""
    contents, head, suffix = inputs.contents, inputs.head, inputs.suffix
    if suffix == ICALENDAR:
        kept = calendar_events(session, contents, head.site.base_url, now, memory)
        entries = {event.id: event.mark for event in kept}
        body, zipped = _calendar(inputs, kept, memory)
        media_type, is_saved = CALENDAR, False
    else:
        chosen, events = FORMATS[suffix], contents.events(session, now)
        entries = {event.id: hash(event) for event in events}
        items = feed_items(session, contents.viewer, events, head.site.base_url)
        document = _document(head, suffix, items, now)
        body, media_type, is_saved = chosen.write(document), chosen.media_type, chosen.is_saved
        zipped = gzip_of(body, [packed(body)])
    name = disposition(head.name, suffix, unnamed="calendar", is_saved=is_saved)
    return FeedFile(body, zipped, hashlib.sha256(body).hexdigest()[:32], name, media_type), entries


def _calendar(inputs: FeedInputs, events: Sequence[KeptEvent], memory: KeptEvents) -> tuple[bytes, bytes]:
    """Return the file plain and compressed."""
    head, base_url = inputs.head, inputs.head.site.base_url
    opening = calendar_head(head.name, head.about, base_url, REFRESH_HOURS, PRODID, source=head.address(ICALENDAR))
    ending = b"".join((*inputs.beside, calendar_tail()))
    body = join(opening, (event.text for event in events), ending)
    # What everybody fetches is compressed as a whole: that is smaller.
    pieces = [packed(opening), *packed_events(events, memory), packed(ending)] if not head.path else [packed(body)]
    return body, gzip_of(body, pieces)


def _document(head: Head, suffix: str, items: Sequence[FeedItem], now: datetime) -> FeedDocument:
    return FeedDocument(
        name=head.name,
        about=head.about,
        urn=head.urn,
        home=head.site.base_url,
        publisher=head.site.name,
        language=str(get_locale()).replace("_", "-"),
        refresh_hours=REFRESH_HOURS,
        items=items,
        # As windows do, it moves once a month: the same data give the same bytes.
        current_from=now.astimezone(UTC).date().replace(day=1),
        address=head.address(suffix),
    )
