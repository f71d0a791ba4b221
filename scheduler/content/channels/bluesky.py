"""Bluesky: 300 graphemes and at most 3,000 bytes.

Source: the lexicon app.bsky.feed.post (maxGraphemes 300, maxLength 3000 bytes), read on 2026-11-21.
"""

from datetime import date

from scheduler.content.channels.protocol import Channel, Count, Limit, RemarkCode, Unit, exceeded, measured
from scheduler.content.domain.post_text import post_text
from scheduler.content.domain.shown_links import on_bluesky
from scheduler.content.domain.text_length import graphemes, utf8_bytes

_READ_ON = date(2026, 11, 21)
_SOURCE = "Bluesky lexicon app.bsky.feed.post"
LENGTH = Limit(300, Unit.GRAPHEMES, _SOURCE, _READ_ON)
SIZE = Limit(3000, Unit.BYTES, _SOURCE, _READ_ON)
ALT_TEXT = Limit(2000, Unit.CHARACTERS, "Bluesky app, general knowledge", _READ_ON)


def count(text: str, content_warning: str = "") -> Count:
    """Return the graphemes, which long emoji can keep under 300 while the bytes are over 3,000."""
    del content_warning
    return measured(graphemes(text), LENGTH, exceeded(RemarkCode.TOO_MANY_BYTES, utf8_bytes(text), SIZE))


BLUESKY = Channel(
    slug="bluesky",
    name="Bluesky",
    count=count,
    compose=post_text,
    limits=(LENGTH, SIZE),
    alt_text_limit=ALT_TEXT,
    has_threads=True,
    show_link=on_bluesky,
)
