"""The list of formats of feeds beside iCalendar; a new one is one file and one line here."""

from scheduler.feeds.formats.atom import Atom
from scheduler.feeds.formats.json_feed import JsonFeed
from scheduler.feeds.formats.protocol import FeedFormat
from scheduler.feeds.formats.rss import Rss
from scheduler.feeds.formats.table import Table

_ALL: tuple[FeedFormat, ...] = (Atom(), Rss(), JsonFeed(), Table())
FORMATS = {one.suffix: one for one in _ALL}
