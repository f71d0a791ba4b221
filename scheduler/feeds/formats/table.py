"""CSV (RFC 4180), for spreadsheet programs."""

from collections.abc import Iterator
from datetime import datetime

from flask_babel import gettext as _

from scheduler.dates.timezones import in_zone
from scheduler.feeds.formats.markup import moment
from scheduler.feeds.formats.protocol import FeedDocument, FeedItem
from scheduler.web.csv_cells import table
from scheduler.web.template_filters import clock


class Table:
    """All entries in order of day; times are those of the place, and the column beside them names its zone."""

    suffix = "csv"
    media_type = "text/csv; charset=utf-8"
    is_saved = True

    def write(self, document: FeedDocument) -> bytes:
        """Return the file."""
        return table([_headings(), *(_cells(item) for item in document.items)]).encode()


def _headings() -> list[str]:
    return [
        _("Title"),
        _("Type"),
        _("Status"),
        _("First day"),
        _("Start time"),
        _("Last day"),
        _("End time"),
        _("Time zone"),
        _("Location"),
        _("Categories"),
        _("Description"),
        _("Link"),
        _("Last change (UTC)"),
        _("Identifier"),
    ]


def _cells(item: FeedItem) -> Iterator[str]:
    yield from (item.title, item.kind, item.status_label)
    yield from (item.first_day.isoformat(), _clock(item.starts_at, item.zone))
    yield from (item.last_day.isoformat(), _clock(item.ends_at, item.zone), item.zone)
    yield from (item.location, ", ".join(item.categories), item.description, item.link)
    yield from (moment(item.changed_at), item.uid)


def _clock(at: datetime | None, zone: str) -> str:
    return clock(in_zone(at, zone)) if at else ""
