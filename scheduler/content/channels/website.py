"""An organisation's own web site: no limit."""

from scheduler.content.channels.protocol import Channel, Count, Unit
from scheduler.content.domain.post_text import article_text
from scheduler.content.domain.text_length import graphemes


def count(text: str, content_warning: str = "") -> Count:
    """Return the characters that a reader sees; there is no limit."""
    del content_warning
    return Count(graphemes(text), None, Unit.GRAPHEMES, over=False)


WEBSITE = Channel(slug="website", name="Website", count=count, compose=article_text)
