"""When events of a file take place, as the page between upload and import carries it, and which are there already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from scheduler.content.domain.similarity import NEARLY_THE_SAME, shingles, similarity
from scheduler.dates.meant_zones import is_plain_zone
from scheduler.external_calendars.domain.reading import Occurrence
from scheduler.folding import fold

MAX_FILE_BYTES = 2_000_000
MAX_LINES = 200
MAX_SECONDS = 10.0
"""How long somebody waits for a file to be read."""

_FIRST_YEAR, _LAST_YEAR = 1900, 2200


@dataclass(frozen=True, slots=True)
class EventTime:
    """Both days inclusive, or instants and the zone in which they are meant."""

    first_day: date
    last_day: date
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class NamedEvent:
    """An event of the coalition that a line of a file may be."""

    public_id: str
    title: str
    first_day: date


def written_time(found: Occurrence, reading_zone: str) -> str:
    """Return when an event takes place, as `read_time` understands it; zones such as EST become the reading one."""
    if found.starts_at is None or found.ends_at is None:
        return f"{found.first_day.isoformat()} {found.last_day.isoformat()}"
    zone = found.zone if found.zone is not None and is_plain_zone(found.zone) else reading_zone
    return f"{found.starts_at.isoformat()} {found.ends_at.isoformat()} {zone}"


def read_time(text: str) -> EventTime:
    """Return what `written_time` wrote.

    Raises:
        ValueError: it did not write that.
    """
    match text.split(" "):
        case [first, last]:
            return _checked(EventTime(date.fromisoformat(first), date.fromisoformat(last)))
        case [start, end, zone] if is_plain_zone(zone):
            return _timed(datetime.fromisoformat(start), datetime.fromisoformat(end), zone)
    raise ValueError("no time of an event")


def _timed(start: datetime, end: datetime, zone: str) -> EventTime:
    if start.tzinfo != UTC or end.tzinfo != UTC:
        raise ValueError("no instants")
    return _checked(EventTime(start.date(), end.date(), start, end, zone))


def _checked(found: EventTime) -> EventTime:
    is_backwards = (found.starts_at or found.first_day) > (found.ends_at or found.last_day)
    if is_backwards or not _FIRST_YEAR <= found.first_day.year <= found.last_day.year <= _LAST_YEAR:
        raise ValueError("no time at which an event takes place")
    return found


def same_event(title: str, first_day: date, events: Iterable[NamedEvent]) -> NamedEvent | None:
    """Return the event on the same day that is called the same, or nearly so."""
    folded, pieces = fold(title), shingles(title)
    for one in events:
        if one.first_day != first_day:
            continue
        if fold(one.title) == folded or similarity(shingles(one.title), pieces) >= NEARLY_THE_SAME:
            return one
    return None
