"""Facebook: 63,206 characters.

Source: common guides, read on 2026-11-21 (medium confidence; scheduling tools stop at 5,000 or 10,000). Counted in
UTF-16 units, as Buffer's developer guide does.
"""

from datetime import date

from scheduler.content.channels.protocol import Channel, Count, Limit, Unit, measured
from scheduler.content.domain.post_text import post_text
from scheduler.content.domain.text_length import utf16_units

LENGTH = Limit(63_206, Unit.CHARACTERS, "common guides", date(2026, 11, 21))


def count(text: str, content_warning: str = "") -> Count:
    """Return the length in UTF-16 units."""
    del content_warning
    return measured(utf16_units(text), LENGTH)


FACEBOOK = Channel(slug="facebook", name="Facebook", count=count, compose=post_text, limits=(LENGTH,))
