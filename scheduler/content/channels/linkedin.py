"""LinkedIn: 3,000 characters.

Source: Publer, and Buffer's developer guide "Character limits" for the counting in UTF-16 units (an emoji is two or
more), read on 2026-11-21. Sources conflict on the length of alternative text, so none is given.
"""

from datetime import date

from scheduler.content.channels.protocol import Channel, Count, Limit, Unit, measured
from scheduler.content.domain.post_text import post_text
from scheduler.content.domain.shown_links import on_linkedin
from scheduler.content.domain.text_length import utf16_units

LENGTH = Limit(3000, Unit.CHARACTERS, "Publer; Buffer developer guide, character limits", date(2026, 11, 21))


def count(text: str, content_warning: str = "") -> Count:
    """Return the length in UTF-16 units."""
    del content_warning
    return measured(utf16_units(text), LENGTH)


LINKEDIN = Channel(
    slug="linkedin", name="LinkedIn", count=count, compose=post_text, limits=(LENGTH,), show_link=on_linkedin
)
