"""What the first page says: what waits for a person, what comes in the next days, the next observances."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from scheduler.agenda.models import TELLS_MORE, EntryKind
from scheduler.agenda.reading import ALL, EntryView, Selection, Window, children_by_parent
from scheduler.dates.spans import DateSpan
from scheduler.dates.timezones import day_of
from scheduler.db import AppSession
from scheduler.pages.domain.day_lists import AgendaDay, agenda_days
from scheduler.pages.local_entries import LocalEntry, local_entries_within, placed_within, window_around
from scheduler.pages.month import Reader

WEEK_DAYS = 7
NEXT_DAYS = 60
PUBLIC_DAYS = 92
MOST_NEXT, MOST_NEXT_SHOWN = 12, 5
MOST_PUBLIC = 12
MOST_OF_WEEK = 20


@dataclass(frozen=True, slots=True)
class Week:
    """The next seven days, today the first; `left_out` counts entries for which there is no room."""

    days: tuple[AgendaDay[LocalEntry], ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class NextObservance:
    """An edition that begins soon, with the campaigns on it that the reader may read of."""

    entry: LocalEntry
    in_days: int
    campaigns: Sequence[EntryView]


def week_asked(reader: Reader) -> tuple[Window, Selection]:
    """Return where the entries of `this_week` stand."""
    return window_around(_from_today(reader, WEEK_DAYS)), ALL


def this_week(
    reader: Reader, entries: Iterable[EntryView], observances: Iterable[NextObservance], todo_paths: Collection[str]
) -> Week:
    """Return the days from today on, where the reader is, without what the page says elsewhere.

    That are the observances with their campaigns, and the reader's own to-dos, by their paths.
    """
    days = _from_today(reader, WEEK_DAYS)
    said = {ident for row in observances for ident in (row.entry.id, *(each.id for each in row.campaigns))}
    kept = (one for one in entries if one.id not in said and not _is_todo(one, todo_paths))
    found = placed_within(kept, days, reader.zone)
    shown = found[:MOST_OF_WEEK]
    return Week(agenda_days(shown, days), len(found) - len(shown))


def _is_todo(entry: EntryView, paths: Collection[str]) -> bool:
    return entry.kind in TELLS_MORE and (entry.path in paths or entry.path.partition("#")[0] in paths)


def coming_days(session: AppSession, reader: Reader) -> tuple[AgendaDay[LocalEntry], ...]:
    """Return the next days on which something stands that the reader may see."""
    days = _from_today(reader, PUBLIC_DAYS)
    return agenda_days(local_entries_within(session, reader.viewer, days, reader.zone)[:MOST_PUBLIC], days)


def observances_asked(reader: Reader) -> tuple[Window, Selection]:
    """Return where the entries of `next_observances` stand."""
    return window_around(_from_today(reader, NEXT_DAYS)), Selection.parse({"kind": [EntryKind.EDITION]})


def next_observances(session: AppSession, reader: Reader, entries: Iterable[EntryView]) -> list[NextObservance]:
    """Return the observances with a day that begins in the next 60 days, each once by its nearest, in that order."""
    days = _from_today(reader, NEXT_DAYS)
    found = placed_within(entries, days, reader.zone)
    nearest: dict[str, LocalEntry] = {}
    for entry in found:
        if entry.first_day >= days.first_day:
            nearest.setdefault(_observance_path(entry), entry)
    shown = list(nearest.values())[:MOST_NEXT]
    campaigns = children_by_parent(session, reader.viewer, [entry.id for entry in shown], EntryKind.CAMPAIGN)
    return [
        NextObservance(entry, (entry.first_day - days.first_day).days, campaigns.get(entry.id, ())) for entry in shown
    ]


def _observance_path(entry: LocalEntry) -> str:
    return entry.path.partition("#")[0].partition("?")[0]


def _from_today(reader: Reader, days: int) -> DateSpan:
    return DateSpan.of_days(day_of(reader.now, reader.zone), days)
