"""What a feed would hold now, before it is made or changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import force_locale
from sqlalchemy.orm import Session

from scheduler.dates.spans import DateSpan
from scheduler.feeds.formats.protocol import FeedItem
from scheduler.feeds.services.contents import Contents
from scheduler.feeds.services.items import feed_items
from scheduler.web.translations import LOCALE

SHOWN = 10


@dataclass(frozen=True, slots=True)
class FeedPreview:
    """How many entries there are, which come next, and the days that the feed covers."""

    count: int
    coming: int
    next_items: Sequence[FeedItem]
    days: DateSpan


def preview_of(session: Session, contents: Contents, base_url: str, today: date, now: datetime) -> FeedPreview:
    """Return what a feed would hold, in the language that feeds speak; `today` is the reader's own day."""
    with force_locale(LOCALE):
        items = feed_items(session, contents.viewer, contents.events(session, now), base_url)
    coming = [item for item in items if item.last_day >= today]
    return FeedPreview(len(items), len(coming), coming[:SHOWN], contents.options.days(now))
