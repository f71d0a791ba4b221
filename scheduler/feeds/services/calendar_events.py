"""The events of a feed as calendar programs get them: each is put into words once for all feeds that hold it."""

import zlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import count, pairwise

from flask_babel import get_locale
from sqlalchemy.orm import Session

from scheduler.agenda.domain.ical import alarm_lines, event_text, summary_line
from scheduler.agenda.models import EntryStatus
from scheduler.agenda.stored_events import EntryStamp, StoredEvent, told_apart
from scheduler.feeds.domain.options import FeedOptions
from scheduler.feeds.domain.packing import packed
from scheduler.feeds.services.contents import Contents
from scheduler.feeds.services.items import title_apart
from scheduler.feeds.services.kept_events import KeptEvent, KeptEvents, Wording

MOST = 500
"""Of up to so many missing events the text is asked for by id; of more, that of the whole feed."""

RUN = 128
"""How many events are packed together on average. Fewer would make files larger, more a change dearer."""

_numbers = count()


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
        # What is kept stays: other feeds have its numbers in their runs.
        found = fresh | found
    if all(stamp in found for stamp in stamps):
        return told_apart(found[stamp] for stamp in stamps)
    # An entry has changed between the two statements. What they say together was never so: one says it all.
    return told_apart(worded(contents.stamped(session, now)).values())


def _kept(event: StoredEvent, base_url: str, options: FeedOptions) -> KeptEvent:
    title = title_apart(event)
    parts = event.parts if title is None else event.parts._replace(summary=summary_line(title))
    trigger = options.trigger(is_timed=event.is_timed) if event.status != EntryStatus.CANCELLED else None
    alarm = alarm_lines(title or event.title, trigger) if trigger is not None else b""
    link = base_url + event.path if event.path else ""
    text = event_text(parts, link=link, alarm=alarm)
    # By what its readers see and no edit changes: where runs begin depends on nothing that is not in the file.
    opens_run = zlib.crc32(event.uid.encode()) % RUN == 0
    return KeptEvent(event.id, hash(event), event.alike, next(_numbers), opens_run, text)


def packed_events(events: Sequence[KeptEvent], memory: KeptEvents) -> list[bytes]:
    """Return events in packed pieces, of which `memory` has those of feeds that hold the same ones in a row."""
    runs = {tuple(event.number for event in run): run for run in _runs(events)}
    found = memory.runs.find(runs)
    fresh = {key: packed(b"".join(event.text for event in run)) for key, run in runs.items() if key not in found}
    memory.runs.keep(fresh)
    found |= fresh
    return [found[key] for key in runs]


def _runs(events: Sequence[KeptEvent]) -> Iterator[Sequence[KeptEvent]]:
    edges = [place for place, event in enumerate(events) if place and event.opens_run]
    for first, after in pairwise((0, *edges, len(events))):
        yield events[first:after]
