"""X: 280 weighted characters.

Source: docs.x.com (counting characters), read on 2026-11-21: after NFC, emoji and CJK weigh 2, any web address 23.
Premium accounts may post up to 25,000 characters; the plan counts for everybody, so it counts 280.
"""

from datetime import date

from scheduler.content.channels.protocol import Channel, Count, Limit, Remark, RemarkCode, Unit, measured
from scheduler.content.domain.post_text import post_text
from scheduler.content.domain.shown_links import on_x
from scheduler.content.domain.x_weighted_length import weigh

_READ_ON = date(2026, 11, 21)
LENGTH = Limit(280, Unit.WEIGHTED, "docs.x.com, counting characters", _READ_ON)
ALT_TEXT = Limit(1000, Unit.CHARACTERS, "Publer, alt text limits", _READ_ON)


def count(text: str, content_warning: str = "") -> Count:
    """Return the weighted length; a remark says when it could only be estimated."""
    del content_warning
    weight = weigh(text)
    remark = None if weight.exact else Remark(RemarkCode.ESTIMATED, weight.total, LENGTH.value, blocks=False)
    return measured(weight.total, LENGTH, remark)


X = Channel(
    slug="x",
    name="X",
    count=count,
    compose=post_text,
    limits=(LENGTH,),
    alt_text_limit=ALT_TEXT,
    has_threads=True,
    show_link=on_x,
)
