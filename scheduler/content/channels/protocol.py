"""What every channel is: a name, its limits, and its own way of counting and composing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.post_text import ENGLISH, Labels
from scheduler.content.domain.shown_links import as_typed


class Unit(StrEnum):
    """What a network counts."""

    WEIGHTED = "weighted"
    GRAPHEMES = "graphemes"
    CHARACTERS = "characters"
    CHARACTERS_EMOJI_AS_BYTES = "characters_emoji_as_bytes"
    BYTES = "bytes"
    HASHTAGS = "hashtags"
    LINKS = "links"


class RemarkCode(StrEnum):
    """What there is to say about a text beside its length."""

    TOO_MANY_BYTES = "too_many_bytes"
    TOO_MANY_HASHTAGS = "too_many_hashtags"
    ONLY_FIRST_HASHTAG_WORKS = "only_first_hashtag_works"
    TOO_MANY_LINKS = "too_many_links"
    ESTIMATED = "estimated"


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of a network, with the page that says so and the day on which it was read."""

    value: int
    unit: Unit
    source: str
    read_on: date


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing to say about a text; `blocks` when the network would refuse the post because of it."""

    code: RemarkCode
    used: int
    limit: int
    blocks: bool


@dataclass(frozen=True, slots=True)
class Count:
    """How long a text is for a channel; `limit` is None where there is none.

    `over` says that the network would refuse the text: too long in `unit`, or blocked by a remark.
    """

    used: int
    limit: int | None
    unit: Unit
    over: bool
    remarks: tuple[Remark, ...] = ()

    @property
    def left(self) -> int | None:
        """Return how much more would fit, negative when the text is too long, None without a limit."""
        return None if self.limit is None else self.limit - self.used


class Counter(Protocol):
    """Counts a text; the content warning matters only where the network counts it too."""

    def __call__(self, text: str, content_warning: str = "") -> Count:
        """Return the count of the text exactly as it would be pasted."""
        ...


class Composer(Protocol):
    """Puts the exact text to copy together."""

    def __call__(self, text: ItemText, variant_text: str | None = None, labels: Labels = ENGLISH) -> str:
        """Return the variant if there is one, else the one made from the item's text."""
        ...


@dataclass(frozen=True, slots=True)
class Channel:
    """A place of publication.

    `limits` holds every limit that `count` applies, the one on the length first. `has_warning_field` says that the
    content warning is pasted into a field of its own and is no part of the composed text. `has_public_link` says
    that what is published there has a web address, `is_for_press` that it reaches journalists, who have to read above
    it until when it is under embargo, `has_threads` that posts there can follow each other.
    """

    slug: str
    name: str
    count: Counter
    compose: Composer
    limits: tuple[Limit, ...] = ()
    alt_text_limit: Limit | None = None
    has_warning_field: bool = False
    has_public_link: bool = True
    is_for_press: bool = False
    has_threads: bool = False
    show_link: Callable[[str], str] = as_typed


def measured(used: int, limit: Limit, *remarks: Remark | None) -> Count:
    """Return the count of a text of which `used` units of the limit are taken, with the remarks that apply."""
    applying = tuple(remark for remark in remarks if remark is not None)
    over = used > limit.value or any(remark.blocks for remark in applying)
    return Count(used, limit.value, limit.unit, over, applying)


def exceeded(code: RemarkCode, used: int, limit: Limit, *, blocks: bool = True) -> Remark | None:
    """Return the remark that a limit is exceeded, or None when it is kept."""
    return Remark(code, used, limit.value, blocks) if used > limit.value else None
