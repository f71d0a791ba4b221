"""A post cut into what readers see of it: text, web addresses as its network shows them, and hashtags."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from scheduler.content.domain.text_length import hashtag_spans
from scheduler.content.domain.web_links import find_links


class SegmentKind(StrEnum):
    """What a piece of a post is."""

    TEXT = "text"
    LINK = "link"
    HASHTAG = "hashtag"


@dataclass(frozen=True, slots=True)
class PostSegment:
    """A piece of a post as it is shown; `address` is the whole one of a link."""

    kind: SegmentKind
    text: str
    address: str = ""


def post_segments(text: str, show_link: Callable[[str], str]) -> tuple[PostSegment, ...]:
    """Return the pieces of a post in order.

    Args:
        text: what is published.
        show_link: returns a web address as the network shows it.
    """
    return tuple(_segments(text, show_link))


def _segments(text: str, show_link: Callable[[str], str]) -> Iterator[PostSegment]:
    links = [(link, SegmentKind.LINK) for link in find_links(text)]
    found = sorted([*links, *((tag, SegmentKind.HASHTAG) for tag in hashtag_spans(text))], key=lambda one: one[0].start)
    end = 0
    for span, kind in found:
        if span.start < end:
            continue
        if span.start > end:
            yield PostSegment(SegmentKind.TEXT, text[end : span.start])
        piece, end = text[span.start : span.end], span.end
        is_link = kind is SegmentKind.LINK
        yield PostSegment(kind, show_link(piece) if is_link else piece, piece if is_link else "")
    if end < len(text):
        yield PostSegment(SegmentKind.TEXT, text[end:])
