"""How texts that are no pages say when something is."""

from datetime import date, datetime

from scheduler.dates.timezones import in_zone
from scheduler.web.template_filters import clock, day, zone_label


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
