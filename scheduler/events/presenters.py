"""An event as search engines read it; only for one that everybody may know of."""

from typing import Any

from scheduler.agenda.domain.visibility import Audience
from scheduler.dates.timezones import in_zone
from scheduler.events.reading import EventView
from scheduler.web.linked_data import PublicEvent, linked_data


def event_data(event: EventView, base_url: str, path: str) -> dict[str, Any] | None:
    """Return the JSON-LD of an event, None for one that is not public; times are those of its place."""
    if event.audience is not Audience.PUBLIC:
        return None
    zone = event.zone or "UTC"
    public = PublicEvent(
        name=event.title,
        path=path,
        starts=in_zone(event.starts_at, zone) if event.starts_at else event.first_day,
        ends=in_zone(event.ends_at, zone) if event.ends_at else event.last_day if not event.starts_at else None,
        previous=in_zone(event.moved_from_at, zone) if event.moved_from_at else event.moved_from_day,
        is_cancelled=event.cancelled_at is not None,
        description=event.description,
        place=event.place,
        online_url=event.online_url,
        organiser=event.organisation,
    )
    return linked_data(base_url, [public])
