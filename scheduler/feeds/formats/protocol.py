"""What every format of a feed is, and what it is made of."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol

EMPTY_SINCE = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed without entries was changed: the same data give the same bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One entry as its readers get it, in the coalition's language; days inclusive, moments aware.

    `when` says in words when it is; `status` is iCalendar's, `status_label` how people call it. `link` is empty for an
    entry without a page. When something was first planned is left out: news readers would take that for when it was
    published, and how long it was prepared is kept back.
    """

    uid: str
    title: str
    kind: str
    when: str
    status: str
    status_label: str
    first_day: date
    last_day: date
    changed_at: datetime
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    zone: str = ""
    description: str = ""
    location: str = ""
    categories: tuple[str, ...] = ()
    link: str = ""

    @property
    def urn(self) -> str:
        """Return what the entry is called for ever, wherever it stands."""
        return urn_of(self.uid)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedDocument:
    """A feed with its entries in order of day.

    `urn` is its name for ever. `address` is that of the file, and empty where it is a secret: who passes the file on
    must not pass the address on with it. `home` is the site's own, `publisher` the coalition. `current_from` is
    the first day of the month.
    """

    name: str
    about: str
    urn: str
    home: str
    publisher: str
    language: str
    refresh_hours: int
    items: Sequence[FeedItem]
    current_from: date
    address: str = ""

    @property
    def changed_at(self) -> datetime:
        """Return when an entry was changed last."""
        return max((item.changed_at for item in self.items), default=EMPTY_SINCE)

    def latest(self, most: int) -> list[FeedItem]:
        """Return the current entries that were added or changed last, the youngest first; of one moment, by day."""
        current = [item for item in self.items if item.last_day >= self.current_from]
        return sorted(current, key=lambda item: item.changed_at, reverse=True)[:most]


class FeedFormat(Protocol):
    """A format of feeds.

    Attributes:
        suffix: the end of its address, without the dot, under which it is registered.
        media_type: what the file is served as, with its charset.
        is_saved: whether browsers are asked to save the file and not to show it.
    """

    suffix: str
    media_type: str
    is_saved: bool

    def write(self, document: FeedDocument) -> bytes:
        """Return the file; the same document gives the same bytes, and nothing typed in it is run or fetched."""
        ...


def urn_of(name: str) -> str:
    """Return a name as a URN (RFC 9562, section 4); what is no UUID yet is made one."""
    try:
        return uuid.UUID(name).urn
    except ValueError:
        return uuid.uuid5(uuid.NAMESPACE_URL, name).urn
