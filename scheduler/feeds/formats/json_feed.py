"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/, read on 27 November 2026), for websites and programs."""

import json
from typing import Any

from scheduler.feeds.formats.markup import moment
from scheduler.feeds.formats.protocol import FeedDocument, FeedItem


class JsonFeed:
    """All entries in order of day; when each is stands in an extension, as the format has no word for it."""

    suffix = "json"
    media_type = "application/feed+json; charset=utf-8"
    is_saved = False

    def write(self, document: FeedDocument) -> bytes:
        """Return the file."""
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": document.name,
            "description": document.about,
            "home_page_url": document.home,
            "feed_url": document.address,
            "language": document.language,
            "authors": [{"name": document.publisher}],
        }
        items = [_item(item) for item in document.items]
        return json.dumps(_filled(feed) | {"items": items}, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def _item(item: FeedItem) -> dict[str, Any]:
    text = "\n\n".join(filter(None, (item.when, item.location, item.description)))
    return _filled(
        {
            "id": item.urn,
            "url": item.link,
            "title": item.title,
            "content_text": text,
            "date_modified": moment(item.changed_at),
            "tags": list(item.categories),
            "_calendar": _filled(
                {
                    "status": item.status,
                    "first_day": item.first_day.isoformat(),
                    "last_day": item.last_day.isoformat(),
                    "starts_at": moment(item.starts_at) if item.starts_at else "",
                    "ends_at": moment(item.ends_at) if item.ends_at else "",
                    "time_zone": item.zone,
                    "location": item.location,
                }
            ),
        }
    )


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", [])}
