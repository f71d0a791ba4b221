"""JSON Feed 1.1: what it has to hold."""

import json

from scheduler.feeds.formats.json_feed import JsonFeed
from tests.feeds.formats.documents import HOSTILE, PLAIN, VIGIL, document


def test_it_holds_what_the_specification_wants() -> None:
    feed = json.loads(JsonFeed().write(document(VIGIL, PLAIN)))

    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["title"], feed["feed_url"]) == ("Us & them", "https://plan.test/feeds/public.x")
    assert feed["authors"] == [{"name": "The coalition"}]
    first, second = feed["items"]
    assert first == {
        "id": VIGIL.urn,
        "url": VIGIL.link,
        "title": VIGIL.title,
        "content_text": f"{VIGIL.when}\n\n{VIGIL.location}\n\n{VIGIL.description}",
        "date_modified": "2026-11-02T10:30:15Z",
        "tags": ["Vigil", "Child protection"],
        "_calendar": {
            "status": "confirmed",
            "first_day": "2027-07-30",
            "last_day": "2027-07-30",
            "starts_at": "2027-07-30T01:00:00Z",
            "ends_at": "2027-07-30T02:30:00Z",
            "time_zone": "Asia/Manila",
            "location": "Pier 4",
        },
    }
    assert second["title"] == HOSTILE
    assert second["_calendar"] == {"status": "tentative", "first_day": "2027-03-01", "last_day": "2027-03-02"}


def test_an_empty_feed_has_an_empty_list_and_no_secret_address() -> None:
    feed = json.loads(JsonFeed().write(document(address="")))
    assert feed["items"] == []
    assert "feed_url" not in feed
