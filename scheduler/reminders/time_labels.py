"""How mail says when something is."""

from flask_babel import gettext as _

from scheduler.agenda.models import Entry, EntryKind
from scheduler.web.time_labels import days_label, moment_label


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
