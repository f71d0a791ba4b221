"""RSS 2.0 (https://www.rssboard.org/rss-specification, read on 27 November 2026), for news readers."""

from datetime import UTC, datetime
from email.utils import format_datetime
from xml.etree.ElementTree import Element

from scheduler.feeds.formats.atom import NAMESPACE
from scheduler.feeds.formats.markup import MOST, add, html_of, written
from scheduler.feeds.formats.protocol import FeedDocument, FeedItem


class Rss:
    """The current entries that were added or changed last."""

    suffix = "rss"
    media_type = "application/rss+xml; charset=utf-8"
    is_saved = False

    def write(self, document: FeedDocument) -> bytes:
        """Return the file."""
        root = Element("rss", {"version": "2.0", "xmlns:atom": NAMESPACE})
        channel = add(root, "channel")
        add(channel, "title", document.name)
        add(channel, "link", document.home)
        add(channel, "description", document.about)
        add(channel, "language", document.language)
        add(channel, "lastBuildDate", _moment(document.changed_at))
        add(channel, "ttl", str(document.refresh_hours * 60))
        if document.address:
            add(channel, "atom:link", rel="self", type="application/rss+xml", href=document.address)
        for item in document.latest(MOST):
            _add_item(channel, item)
        return written(root)


def _add_item(channel: Element, item: FeedItem) -> None:
    row = add(channel, "item")
    add(row, "title", item.title)
    if item.link:
        add(row, "link", item.link)
    add(row, "description", html_of(item))
    for category in item.categories:
        add(row, "category", category)
    add(row, "guid", item.urn, isPermaLink="false")
    # RSS has one date only; programs sort by it, and what was changed is news.
    add(row, "pubDate", _moment(item.changed_at))


def _moment(at: datetime) -> str:
    return format_datetime(at.astimezone(UTC).replace(microsecond=0), usegmt=True)
