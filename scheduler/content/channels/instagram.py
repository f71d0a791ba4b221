"""Instagram: 2,200 characters and at most 5 hashtags.

Source: Meta's announcement of 2025-12-18 (5 hashtags, 30 before) and Publer (2,200; alternative text 1,000), read on
2026-11-21. About 125 characters are visible before "more". Counted in UTF-16 units, as Buffer's developer guide does.
"""

from datetime import date

from scheduler.content.channels.protocol import Channel, Count, Limit, RemarkCode, Unit, exceeded, measured
from scheduler.content.domain.post_text import post_text
from scheduler.content.domain.text_length import find_hashtags, utf16_units

_READ_ON = date(2026, 11, 21)
LENGTH = Limit(2200, Unit.CHARACTERS, "Publer", _READ_ON)
HASHTAGS = Limit(5, Unit.HASHTAGS, "Meta announcement of 2025-12-18", _READ_ON)
ALT_TEXT = Limit(1000, Unit.CHARACTERS, "Publer, alt text limits", _READ_ON)


def count(text: str, content_warning: str = "") -> Count:
    """Return the length, over as well when there are more than 5 hashtags."""
    del content_warning
    hashtags = exceeded(RemarkCode.TOO_MANY_HASHTAGS, len(find_hashtags(text)), HASHTAGS)
    return measured(utf16_units(text), LENGTH, hashtags)


INSTAGRAM = Channel(
    slug="instagram",
    name="Instagram",
    count=count,
    compose=post_text,
    limits=(LENGTH, HASHTAGS),
    alt_text_limit=ALT_TEXT,
)
