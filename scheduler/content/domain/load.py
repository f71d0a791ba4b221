"""How much is planned per day and channel, and what is in the way of what else; pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from scheduler.content.domain.launch_wave import Kept
from scheduler.dates.timezones import in_zone

RELEASES_APART = timedelta(hours=1)
POSTS_APART = timedelta(minutes=15)
NIGHT_BEGINS, NIGHT_ENDS = 22, 6
"""Hours by the clocks of a channel's readers: from the first, up to the second."""


class ClashKind(StrEnum):
    """What is in the way, in the order in which it is shown."""

    UNDER_EMBARGO = "under_embargo"
    RELEASES = "releases"
    SAME_CHANNEL = "same_channel"
    NIGHT = "night"
    HOLIDAY = "holiday"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedItem:
    """An item that is to come out on a day, and perhaps at an aware moment; `channels` has the zone of each by slug.

    `country` is that of its audience, as an ISO 3166-1 code or empty; `embargo` is None when nothing keeps it back.
    """

    item_id: int
    organisation_id: int
    is_release: bool
    day: date
    country: str
    channels: Mapping[str, str]
    at: datetime | None = None
    embargo: Kept | None = None


@dataclass(frozen=True, slots=True)
class Clash:
    """One or two items that something is in the way of; `about` is a channel's slug, or the name of a holiday."""

    kind: ClashKind
    day: date
    item_ids: tuple[int, ...]
    about: str = ""


def load_of(items: Iterable[PlannedItem]) -> Counter[tuple[str, date]]:
    """Count items by channel and day; one without a channel counts for the channel without a name."""
    return Counter((channel, item.day) for item in items for channel in (item.channels or ("",)))


def clashes(items: Sequence[PlannedItem], holiday: Callable[[str, date], str]) -> tuple[Clash, ...]:
    """Return what is in the way, by day and kind.

    Of items that are close to each other each is compared with the one before it, so that a crowd is named once.

    Args:
        items: any, in any order.
        holiday: the name of the public holiday that a day is in a country; empty on others.
    """
    found = [*_alone(items, holiday)]
    releases = [item for item in items if item.is_release]
    for before, after in _close(releases, RELEASES_APART):
        if before.organisation_id != after.organisation_id:
            found.append(Clash(ClashKind.RELEASES, after.day, (before.item_id, after.item_id)))
    for channel in sorted({channel for item in items for channel in item.channels}):
        posts = [item for item in items if channel in item.channels and not item.is_release]
        for before, after in _close(posts, POSTS_APART):
            found.append(Clash(ClashKind.SAME_CHANNEL, after.day, (before.item_id, after.item_id), channel))
    order = list(ClashKind)
    return tuple(sorted(found, key=lambda one: (one.day, order.index(one.kind), one.item_ids, one.about)))


def _alone(items: Iterable[PlannedItem], holiday: Callable[[str, date], str]) -> Iterable[Clash]:
    for item in items:
        own = (item.item_id,)
        if item.at is not None and item.embargo is not None and item.embargo.forbids(item.at):
            yield Clash(ClashKind.UNDER_EMBARGO, item.day, own)
        for channel, zone in sorted(item.channels.items()):
            if item.at is not None and _is_night(item.at, zone):
                yield Clash(ClashKind.NIGHT, item.day, own, channel)
        name = holiday(item.country, item.day) if item.country else ""
        if name:
            yield Clash(ClashKind.HOLIDAY, item.day, own, name)


def _is_night(at: datetime, zone: str) -> bool:
    hour = in_zone(at, zone).hour
    return hour >= NIGHT_BEGINS or hour < NIGHT_ENDS


def _close(items: Iterable[PlannedItem], apart: timedelta) -> Iterable[tuple[PlannedItem, PlannedItem]]:
    """Yield items with a moment that follow another one by less than a time, each with the one before it."""
    timed = sorted(((item.at, item.item_id, item) for item in items if item.at is not None), key=lambda row: row[:2])
    for (first, _id, before), (second, _other, after) in pairwise(timed):
        if second - first < apart:
            yield before, after
