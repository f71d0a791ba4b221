"""Threads: 500 characters, emoji counted as UTF-8 bytes; at most 5 links; one topic tag.

Source: Meta developer documentation "Threads posts" (updated 2026-04-14) and "Text attachments" (at most 5 different
links since 2025-12-22), read on 2026-11-21. Of several hashtags only the first becomes the topic; the others stay
text, so they are worth a remark and no refusal. What counts as a link is not said; it is found as Mastodon finds it,
and with `www.` too.
"""

from datetime import date

from scheduler.content.channels.protocol import Channel, Count, Limit, RemarkCode, Unit, exceeded, measured
from scheduler.content.domain.post_text import post_text
from scheduler.content.domain.text_length import characters_with_emoji_in_bytes, find_hashtags
from scheduler.content.domain.web_links import find_links

_READ_ON = date(2026, 11, 21)
_SOURCE = "Meta developer documentation, Threads posts"
LENGTH = Limit(500, Unit.CHARACTERS_EMOJI_AS_BYTES, _SOURCE, _READ_ON)
LINKS = Limit(5, Unit.LINKS, _SOURCE, _READ_ON)
TOPICS = Limit(1, Unit.HASHTAGS, _SOURCE, _READ_ON)


def count(text: str, content_warning: str = "") -> Count:
    """Return the length, with a remark on links beyond the fifth and hashtags beyond the first."""
    del content_warning
    links = len({link.text for link in find_links(text, bare=True)})
    hashtags = len(find_hashtags(text))
    return measured(
        characters_with_emoji_in_bytes(text),
        LENGTH,
        exceeded(RemarkCode.TOO_MANY_LINKS, links, LINKS),
        exceeded(RemarkCode.ONLY_FIRST_HASHTAG_WORKS, hashtags, TOPICS, blocks=False),
    )


THREADS = Channel(
    slug="threads",
    name="Threads",
    count=count,
    compose=post_text,
    limits=(LENGTH, LINKS, TOPICS),
    has_threads=True,
)
