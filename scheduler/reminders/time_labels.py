"""How mail says when something is."""

from datetime import date, datetime

from flask_babel import gettext as _

from scheduler.agenda.models import Entry, EntryKind
from scheduler.dates.timezones import in_zone
from scheduler.web.template_filters import clock, day, zone_label


def time_label(entry: Entry, zone: str) -> list[str]:
    """Say when it is: days, or the reader's own time first and the place's beside it when they differ."""
    if entry.details.get("no_day"):
        # What stands in for a thing without a day has a day that means nothing.
        return []
    if entry.starts_on is not None and entry.ends_on is not None:
        return [days_label(entry.starts_on, entry.ends_on)]
    if entry.starts_at is None or entry.zone is None:
        raise ValueError(f"entry {entry.id} has no time")
    zones = [zone] if zone == entry.zone else [zone, entry.zone]
    return [moment_label(entry.starts_at, name) for name in zones]


def days_label(first_day: date, last_day: date) -> str:
    """Name days, both ends included."""
    return day(first_day) if first_day == last_day else f"{day(first_day)} – {day(last_day)}"


def moment_label(moment: datetime, zone: str) -> str:
    """Name an instant (aware) as clocks of a zone show it, and the zone."""
    local = in_zone(moment, zone)
    return f"{day(local.date())}, {clock(local)} ({zone_label(zone, moment)})"


def span_label(start: datetime, end: datetime | None, zone: str) -> str:
    """Name two instants (aware) as clocks of a zone show them, and the zone; the first alone when there is no end."""
    if end is None:
        return moment_label(start, zone)
    first, last, label = in_zone(start, zone), in_zone(end, zone), zone_label(zone, end)
    if zone_label(zone, start) != label:
        # Clocks change in between.
        return f"{moment_label(start, zone)} – {moment_label(end, zone)}"
    until = clock(last) if first.date() == last.date() else f"{day(last.date())}, {clock(last)}"
    return f"{day(first.date())}, {clock(first)} – {until} ({label})"


def when_label(entry: Entry) -> str:
    """Say what the day of an entry is: the one on which it comes out, or by which something is due."""
    if entry.kind == EntryKind.CONTENT:
        return _("Publishes")
    if entry.part == "lift":
        return _("Lifts")
    return _("Due by") if entry.kind in {EntryKind.TASK, EntryKind.DEADLINE} else _("When")


def when_rows(entry: Entry, zone: str) -> tuple[tuple[str, str], ...]:
    """Return label and words for when an entry is; none while it has no day."""
    labels = (when_label(entry), _("Original time zone"))
    return tuple(zip(labels, time_label(entry, zone), strict=False))
