"""Mastodon: 500 characters, the content warning included.

Source: the server's own status_length_validator.rb, extractor.rb and account.rb (MENTION_RE), and
docs.joinmastodon.org, read on 2026-11-26: graphemes; what the server makes a link of (`domain/web_links.py`), which has
its scheme, counts 23 whatever its length; of a mention `@name@server` only `@name` counts, unless the server's name is
longer than any can be; the warning counts too. Servers may allow more; 500 is what every server takes.
"""

from datetime import date

import regex

from scheduler.content.channels.protocol import Channel, Count, Limit, Unit, measured
from scheduler.content.domain.post_text import bare_post_text
from scheduler.content.domain.shown_links import on_mastodon
from scheduler.content.domain.text_length import graphemes, with_replaced
from scheduler.content.domain.web_links import MAX_HOST_CHARS, find_links

_READ_ON = date(2026, 11, 26)
LENGTH = Limit(500, Unit.GRAPHEMES, "Mastodon status_length_validator.rb", _READ_ON)
ALT_TEXT = Limit(1500, Unit.CHARACTERS, "Mastodon documentation", _READ_ON)
LINK_LENGTH = 23
_MENTION = regex.compile(
    r"(?i)(?<![=/\p{L}\p{M}\p{N}\p{Pc}])(@[a-z0-9_]+(?:[.-]+[a-z0-9_]+)*+)"
    r"@([\p{L}\p{M}\p{N}\p{Pc}]+(?:[.-]+[\p{L}\p{M}\p{N}\p{Pc}]+)*+)"
)


def count(text: str, content_warning: str = "") -> Count:
    """Return the length of text and warning together, as the server adds them up."""
    countable = _MENTION.sub(_counted_mention, with_replaced(text, find_links(text), "x" * LINK_LENGTH))
    return measured(graphemes(content_warning + countable), LENGTH)


def _counted_mention(mention: regex.Match[str]) -> str:
    return str(mention[1] if len(mention[2]) <= MAX_HOST_CHARS else mention[0])


MASTODON = Channel(
    slug="mastodon",
    name="Mastodon",
    count=count,
    compose=bare_post_text,
    limits=(LENGTH,),
    alt_text_limit=ALT_TEXT,
    has_warning_field=True,
    has_threads=True,
    show_link=on_mastodon,
)
