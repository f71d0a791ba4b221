"""A list of journalists who get a release by mail: no limit, and no web address."""

from scheduler.content.channels.protocol import Channel, Count, Unit
from scheduler.content.domain.post_text import article_text
from scheduler.content.domain.text_length import graphemes


def count(text: str, content_warning: str = "") -> Count:
    """Return the characters that a reader sees; there is no limit."""
    del content_warning
    return Count(graphemes(text), None, Unit.GRAPHEMES, over=False)


PRESS_LIST = Channel(
    slug="press_list",
    name="Media list",
    count=count,
    compose=article_text,
    has_public_link=False,
    is_for_press=True,
)
