"""What a feature adds to pages of others and to the server, handed in by `app.py`: nobody else has to know of it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, cast

from flask import Flask, current_app, request
from flask_babel import LazyString
from sqlalchemy.orm import Session

from scheduler.dates.spans import DateSpan
from scheduler.web.asgi import Application
from scheduler.web.breadcrumbs import Step
from scheduler.web.metrics import Metric

NavRow = tuple[LazyString, str, str]
"""Label, endpoint and icon of a link in the header."""

Forwarder = Callable[[Flask, Application, int], Application]
"""Puts something in front of the application as the server sees it; the number is how many proxies are believed."""


class StaffEvents(Protocol):
    """Gives iCalendar events, each a whole VEVENT, that staff feeds of an organisation hold on some days."""

    def __call__(
        self, session: Session, organisation_id: int, days: DateSpan, now: datetime, *, with_cancelled: bool
    ) -> tuple[bytes, ...]:
        """Return them in the language that is set; those that were cancelled only if the feed is to have such."""
        ...


class Place(StrEnum):
    """Where a page takes panels of features."""

    FRONT = "front"
    OBSERVANCE = "observance"
    ORGANISATION = "organisation"
    CALENDAR = "calendar"
    ACCOUNT = "account"
    PASSWORD = "password"  # noqa: S105 - a page
    LOG_OUT = "log_out"
    DELIVERY = "delivery"


@dataclass(frozen=True, slots=True)
class Panel:
    """A piece of a page: its template, and what that is filled with as `panel.values()`."""

    template: str
    values: Callable[[], Mapping[str, object]] = dict


@dataclass(frozen=True, slots=True)
class Additions:
    """What one feature adds; `mail_names` says by kind what its messages are called in the log.

    `steps` are its pages in breadcrumbs, by endpoint. `larger_bodies` says of endpoints that take files how many
    bytes may be sent there; all others keep to the general limit. `metrics` are numbers for monitors.
    `when_logged_out` ends what else lets programs in for a person who logs out everywhere; what `Place.LOG_OUT` shows
    says so before. `after_new_password` says in a sentence what lets programs in all the same when a person has a new
    password, "" for nothing; email tells it them. `in_staff_feeds` gives what staff feeds hold beside the
    calendar's entries.
    """

    member_links: tuple[NavRow, ...] = ()
    visitor_links: tuple[NavRow, ...] = ()
    panels: Mapping[Place, Panel] = field(default_factory=dict)
    mail_names: Mapping[str, LazyString] = field(default_factory=dict)
    in_event_loop: Forwarder | None = None
    at_end: Callable[[Flask], None] | None = None
    larger_bodies: Mapping[str, Callable[[Flask], int]] = field(default_factory=dict)
    steps: Mapping[str, Step] = field(default_factory=dict)
    metrics: Callable[[Session], Iterable[Metric]] | None = None
    when_logged_out: Callable[[Session, int, datetime], None] | None = None
    in_staff_feeds: StaffEvents | None = None
    after_new_password: Callable[[Session, int, datetime], str] | None = None


def init_additions(app: Flask, additions: tuple[Additions, ...]) -> None:
    """Let pages and server find what features add."""
    app.extensions["scheduler.additions"] = additions
    app.extensions["scheduler.larger_bodies"] = {
        endpoint: limit(app) for one in additions for endpoint, limit in one.larger_bodies.items()
    }
    app.add_template_global(panels, "panels")
    # Before whatever reads the form, the protection against forgery first.
    app.url_value_preprocessor(_admit_larger_body)


def larger_bodies(app: Flask) -> Mapping[str, int]:
    """Return by endpoint how many bytes may be sent there, where that is more than elsewhere."""
    return cast("Mapping[str, int]", app.extensions["scheduler.larger_bodies"])


def additions_of(app: Flask) -> tuple[Additions, ...]:
    """Return what features add to an application, in the order in which it lists them."""
    return cast("tuple[Additions, ...]", app.extensions["scheduler.additions"])


def additions() -> tuple[Additions, ...]:
    """Return what features add to the application of now."""
    return additions_of(current_app)


def _admit_larger_body(endpoint: str | None, _values: Mapping[str, object] | None) -> None:
    larger = larger_bodies(current_app).get(endpoint or "")
    if larger is not None:
        request.max_content_length = larger


def panels(place: str) -> list[Any]:
    """Return the panels for a place, in order."""
    return [one.panels[Place(place)] for one in additions() if Place(place) in one.panels]
