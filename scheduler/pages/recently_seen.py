"""What a person has opened last: kept in a signed cookie of their own, so that reading writes nothing.

It is no part of the session, as an answer that comes late would bring an older session back. What is kept are
addresses; titles are asked for anew, and only of what the person may read now. To another person, or with another
log-in key, what was kept is worth nothing, and logging out or closing the browser takes it away.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, request, url_for
from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy.orm import Session

from scheduler.accounts.access import current_actor, current_person
from scheduler.accounts.models import Person
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import EntryKind
from scheduler.campaigns.queries.called import campaigns_called
from scheduler.content.queries.called import items_called
from scheduler.events.reading import events_called
from scheduler.observances.queries.observances import observances_by_slug
from scheduler.web.request import settings

MOST = 8
MAX_CHARS = 100
"""No name in an address is longer; one that is would make the cookie too large."""

LOG_OUT = "security.logout"

PLACES = {
    "content.show": EntryKind.CONTENT,
    "campaign_page.show": EntryKind.CAMPAIGN,
    "campaign_page.work": EntryKind.CAMPAIGN,
    "campaign_page.content_items": EntryKind.CAMPAIGN,
    "events.show": EntryKind.EVENT,
    "observances.show": EntryKind.EDITION,
}
"""The pages that are kept, by endpoint, and what each is of."""

ADDRESSES = {
    EntryKind.CONTENT: ("content.show", "public_id"),
    EntryKind.CAMPAIGN: ("campaign_page.show", "public_id"),
    EntryKind.EVENT: ("events.show", "public_id"),
    EntryKind.EDITION: ("observances.show", "slug"),
}
"""Where each is found again: endpoint, and what the name is called in its address."""

Place = tuple[str, str]
"""A kind of `EntryKind`, and the name in the address."""


@dataclass(frozen=True, slots=True)
class SeenThing:
    """Something that was opened, as it is called now."""

    kind: EntryKind
    title: str
    path: str


def init_recently_seen(app: Flask) -> None:
    """Keep what members open."""
    app.after_request(_keep)


def recently_seen(session: Session, viewer: Viewer) -> list[SeenThing]:
    """Return what the person who is logged in has opened and may read now, the last one first."""
    person = current_person()
    places = _places(person) if person is not None and viewer.is_member else []
    titles = {kind: _titles(session, viewer, kind, places) for kind in ADDRESSES}
    found = ((EntryKind(kind), name, titles[EntryKind(kind)].get(name)) for kind, name in places)
    return [SeenThing(kind, title, _path(kind, name)) for kind, name, title in found if title is not None]


def _titles(session: Session, viewer: Viewer, kind: EntryKind, places: Collection[Place]) -> Mapping[str, str]:
    names = [name for one, name in places if one == kind]
    return _CALLED[kind](session, viewer, names) if names else {}


def _observances_called(session: Session, _viewer: Viewer, slugs: Collection[str]) -> Mapping[str, str]:
    return {slug: row.name for slug, row in observances_by_slug(session, list(slugs)).items()}


_CALLED: dict[EntryKind, Callable[[Session, Viewer, Collection[str]], Mapping[str, str]]] = {
    EntryKind.CONTENT: items_called,
    EntryKind.CAMPAIGN: campaigns_called,
    EntryKind.EVENT: events_called,
    EntryKind.EDITION: _observances_called,
}


def _path(kind: EntryKind, name: str) -> str:
    endpoint, argument = ADDRESSES[kind]
    values: dict[str, Any] = {argument: name}
    return url_for(endpoint, **values)


def _keep(response: Response) -> Response:
    if request.endpoint == LOG_OUT and _cookie_name() in request.cookies:
        # Browsers refuse a deletion that is not marked as the cookie was: a __Host- one has to be Secure.
        response.delete_cookie(_cookie_name(), **_flags())
    kind = PLACES.get(request.endpoint or "")
    person = current_person() if kind is not None and request.method == "GET" and response.status_code == 200 else None
    if kind is None or person is None or not current_actor().is_member:
        return response
    name = next(iter((request.view_args or {}).values()), "")
    before = _places(person)
    after = [(str(kind), name), *(place for place in before if place != (kind, name))][:MOST]
    if after != before and len(name) <= MAX_CHARS:
        response.set_cookie(_cookie_name(), _signer(person).dumps(after), **_flags())
    return response


def _places(person: Person) -> list[Place]:
    try:
        kept = _signer(person).loads(request.cookies.get(_cookie_name(), ""))
    except BadSignature:
        return []
    return [(kind, name) for kind, name in kept if kind in set(ADDRESSES)]


def _signer(person: Person) -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt=f"recently-seen:{person.fs_uniquifier}")


def _flags() -> dict[str, Any]:
    return {"secure": current_app.config["SESSION_COOKIE_SECURE"], "httponly": True, "samesite": "Lax"}


def _cookie_name() -> str:
    name: str = current_app.config["SESSION_COOKIE_NAME"]
    return name.replace("session", "recently_seen")
