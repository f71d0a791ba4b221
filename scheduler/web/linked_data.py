"""Public days as search engines read them (https://schema.org/Event, read on 2026-11-27), and addresses for sharing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask import Flask, request

from scheduler.web.request import settings

SCHEMA = "https://schema.org"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicEvent:
    """What everybody may know of a day; times are aware and in the zone of the place, days inclusive.

    `previous` is when it was to begin before it moved, as everybody knew it.
    """

    name: str
    path: str
    starts: date | datetime
    ends: date | datetime | None = None
    previous: date | datetime | None = None
    is_cancelled: bool = False
    description: str = ""
    place: str = ""
    online_url: str = ""
    organiser: str = ""
    same_as: str = ""


def register_linked_data(app: Flask) -> None:
    """Let templates write the address of a page as others are given it."""
    app.add_template_global(public_address)


def public_address(path: str | None = None) -> str:
    """Return the whole address of a path of the site; without one, of the page that is asked for."""
    return settings().base_url.rstrip("/") + (request.path if path is None else path)


def linked_data(base_url: str, events: Iterable[PublicEvent]) -> dict[str, Any] | None:
    """Return the JSON-LD of some days; None if there are none. A template writes it with `tojson`, which escapes it."""
    found = [_event(base_url.rstrip("/"), one) for one in events]
    return {"@context": SCHEMA, "@graph": found} if found else None


def _event(base_url: str, event: PublicEvent) -> dict[str, Any]:
    address = base_url + event.path
    places = [{"@type": "Place", "name": event.place, "address": event.place}] if event.place else []
    online = [{"@type": "VirtualLocation", "url": event.online_url}] if event.online_url else []
    found: dict[str, Any] = {
        "@type": "Event",
        "@id": address,
        "url": address,
        "name": event.name,
        "startDate": event.starts.isoformat(),
        "endDate": event.ends.isoformat() if event.ends is not None else None,
        "eventStatus": f"{SCHEMA}/{_status(event)}",
        "previousStartDate": event.previous.isoformat() if _has_moved(event) and event.previous else None,
        "eventAttendanceMode": _attendance(has_place=bool(places), is_online=bool(online)),
        "location": [*places, *online] or None,
        "description": event.description,
        "organizer": {"@type": "Organization", "name": event.organiser} if event.organiser else None,
        "sameAs": event.same_as,
    }
    return {name: value for name, value in found.items() if value}


def _status(event: PublicEvent) -> str:
    if event.is_cancelled:
        return "EventCancelled"
    return "EventRescheduled" if _has_moved(event) else "EventScheduled"


def _has_moved(event: PublicEvent) -> bool:
    """Say whether it begins otherwise than it was to begin: one that only ends otherwise has not moved."""
    return event.previous not in {None, event.starts} and not event.is_cancelled


def _attendance(*, has_place: bool, is_online: bool) -> str | None:
    mode = {(True, True): "Mixed", (True, False): "Offline", (False, True): "Online"}.get((has_place, is_online))
    return f"{SCHEMA}/{mode}EventAttendanceMode" if mode else None
