"""Mastodon: 500 characters, the content warning included.

Source: the server's own status_length_validator.rb and docs.joinmastodon.org, read on 2026-11-21: graphemes; a web
address with its scheme counts 23 whatever its length; of a mention `@name@server` only `@name` counts; the warning
counts too. Servers may allow more; 500 is what every server takes.
"""

from datetime import date

import regex

from scheduler.content.channels.protocol import Channel, Count, Limit, Unit, measured
from scheduler.content.domain.composing import bare_post_text
from scheduler.content.domain.counting import graphemes, replace_links

_READ_ON = date(2026, 11, 21)
LENGTH = Limit(500, Unit.GRAPHEMES, "Mastodon status_length_validator.rb", _READ_ON)
ALT_TEXT = Limit(1500, Unit.CHARACTERS, "Mastodon documentation", _READ_ON)
LINK_LENGTH = 23
_MENTION = regex.compile(
    r"(?i)(?<![\p{L}\p{N}_/])(@[a-z0-9_]+(?:[.-]+[a-z0-9_]+)*+)@[\p{L}\p{N}][\p{L}\p{N}.-]*[\p{L}\p{N}]"
)


def count(text: str, content_warning: str = "") -> Count:
    """Return the length of text and warning together, as the server adds them up."""
    countable = _MENTION.sub(r"\1", replace_links(text, lambda _: "x" * LINK_LENGTH))
    return measured(graphemes(content_warning + countable), LENGTH)


MASTODON = Channel(
    slug="mastodon",
    name="Mastodon",
    count=count,
    compose=bare_post_text,
    limits=(LENGTH,),
    alt_text_limit=ALT_TEXT,
    has_warning_field=True,
)
