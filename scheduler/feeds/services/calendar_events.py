"""The events of a feed as calendar programs get them: each is put into words once for all feeds that hold it."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import get_locale
from sqlalchemy.orm import Session

from scheduler.agenda.domain.ical import alarm_lines, event_text, summary_line
from scheduler.agenda.models import EntryStatus
from scheduler.agenda.stored_events import EntryStamp, StoredEvent
from scheduler.feeds.domain.options import FeedOptions
from scheduler.feeds.services.contents import Contents
from scheduler.feeds.services.items import title_apart
from scheduler.feeds.services.kept_events import KeptEvent, KeptEvents, Wording

MOST = 500
"""Of up to so many missing events the text is asked for by id; of more, that of the whole feed."""


def calendar_events(
    session: Session, contents: Contents, base_url: str, now: datetime, memory: KeptEvents
) -> Sequence[KeptEvent]:
    """Return what a feed holds now, worded in the language of now and oldest entry first.

    Which entries these are is asked each time, through the eyes of the feed; `memory` spares the text of those that it
    has, and gets that of the others.
    """
    wording = Wording(str(get_locale()), base_url, contents.options.alarm.value)

    def worded(rows: Sequence[tuple[EntryStamp, StoredEvent]]) -> dict[EntryStamp, KeptEvent]:
        return {stamp: _kept(event, base_url, contents.options) for stamp, event in rows}

    stamps = contents.stamps(session, now)
    found = memory.find(wording, stamps)
    missing = frozenset(stamp.id for stamp in stamps if stamp not in found)
    if missing:
        fresh = worded(contents.stamped(session, now, missing if len(missing) <= MOST else None))
        memory.keep(wording, fresh)
        found |= fresh
    if all(stamp in found for stamp in stamps):
        return [found[stamp] for stamp in stamps]
    # An entry has changed between the two statements. What they say together was never so: one says it all.
    return list(worded(contents.stamped(session, now)).values())


def _kept(event: StoredEvent, base_url: str, options: FeedOptions) -> KeptEvent:
    title = title_apart(event)
    parts = event.parts if title is None else event.parts._replace(summary=summary_line(title))
    trigger = options.trigger(is_timed=event.is_timed) if event.status != EntryStatus.CANCELLED else None
    alarm = alarm_lines(title or event.title, trigger) if trigger is not None else b""
    link = base_url + event.path if event.path else ""
    return KeptEvent(event.id, hash(event), event_text(parts, link=link, alarm=alarm))
