"""A calendar program that polls a feed, as Outlook or Thunderbird do: no cookies, only the address."""

import gzip
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from icalendar import Calendar, Event


@dataclass(frozen=True, slots=True)
class Item:
    """What a calendar shows of one VEVENT."""

    uid: str
    sequence: int
    title: str
    status: str
    starts: date | datetime
    text: str


@dataclass
class CalendarProgram:
    """Subscribed to one address; `before_poll` lets the server know that its short memory may be over."""

    url: str
    before_poll: Callable[[], None]
    status: int = 0
    raw: str = ""
    items: list[Item] = field(default_factory=list)

    def poll(self) -> list[Item]:
        """Ask for the file and return what it holds; a refusal holds nothing and leaves its number in `status`."""
        self.before_poll()
        request = urllib.request.Request(self.url, headers={"Accept-Encoding": "gzip", "User-Agent": "Thunderbird"})
        try:
            with urllib.request.urlopen(request) as answer:
                self.status, body = answer.status, answer.read()
                if answer.headers["Content-Encoding"] == "gzip":
                    body = gzip.decompress(body)
        except urllib.error.HTTPError as refusal:
            self.status, self.raw, self.items = refusal.code, "", []
            return []
        self.raw = body.decode()
        self.items = [_item(event) for event in Calendar.from_ical(body).events]
        return self.items

    def one(self, words: str, on: date | None = None) -> Item:
        """Poll, and return the only item with this text in its title (that starts on this day)."""
        found = [item for item in self.poll() if words in item.title and on in {None, item.starts}]
        assert len(found) == 1, (words, [item.title for item in self.items])
        return found[0]

    def called(self, title: str) -> Item:
        """Poll, and return the only item with exactly this title: deadlines have it after a few words of their own."""
        found = [item for item in self.poll() if item.title == title]
        assert len(found) == 1, (title, [item.title for item in self.items])
        return found[0]

    def titles(self) -> list[str]:
        """Poll, and return the titles in order."""
        return sorted(item.title for item in self.poll())


def _item(event: Event) -> Item:
    text = event.to_ical().decode().replace("\r\n ", "")
    title, status = str(event["SUMMARY"]), str(event.get("STATUS", ""))
    return Item(str(event["UID"]), event.sequence, title, status, event.start, text)
