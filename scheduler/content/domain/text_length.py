"""How much text there is, and which web addresses and hashtags stand in it."""

from collections.abc import Iterable
from dataclasses import dataclass

import regex

_GRAPHEME = regex.compile(r"\X")
_EMOJI = regex.compile(r"\p{Emoji_Presentation}|\p{Extended_Pictographic}\uFE0F|[0-9#*]\uFE0F?\u20E3")
# What people can open, whether a network makes a link of it or not. Any letter but an ASCII one may stand before it:
# other scripts put no space there. A name of a host has at most 253 characters, each part of it 63 (RFC 1035, section
# 2.3.4): unbounded, the search for the end of one would begin anew at every "www." in a long run of letters and dots.
_ADDRESS = regex.compile(
    r"(?i)(?<![A-Za-z0-9@＠$#＃])(?:https?://|www\.(?=[\p{L}\p{M}\p{N}-]{1,63}\.))"
    r"[\p{L}\p{N}][\p{L}\p{M}\p{N}._-]{0,252}"
    r"\.(?:xn--[a-z0-9-]{1,59}|(?-i:[A-Za-z]{2,63}(?![A-Za-z0-9-]))|\p{L}[\p{L}\p{M}]{1,62})"
    r"(?::\d{1,5})?(?:[/?#][^\s<>\"]*+)?"
)
_HASHTAG = regex.compile(
    r"(?<![\p{L}\p{M}\p{N}_&/])[#＃]([\p{L}\p{M}\p{N}_\u200C\u200D]*\p{L}[\p{L}\p{M}\p{N}_\u200C\u200D]*+)"
)
_CLOSING_PUNCTUATION = "?!*'\"“”‘’«»「」:;=,.。、，$%[]~&|@…"


@dataclass(frozen=True, slots=True)
class Link:
    """A web address in a text: `start` inclusive, `end` exclusive, in code points."""

    start: int
    end: int
    text: str


def graphemes(text: str) -> int:
    """Return how many characters a reader sees (Unicode extended grapheme clusters, UAX 29)."""
    return sum(1 for _ in _GRAPHEME.finditer(text))


def beginning(text: str, max_chars: int) -> str:
    """Return as many whole characters as a reader sees them as fit into so many code points."""
    ends = (match.end() for match in _GRAPHEME.finditer(text))
    return text[: max((end for end in ends if end <= max_chars), default=0)]


def utf16_units(text: str) -> int:
    """Return the length as browsers and most networks' editors count it: an emoji is two or more."""
    return len(text) + sum(1 for character in text if character > "\uffff")


def utf8_bytes(text: str) -> int:
    """Return the length in UTF-8; a lone surrogate, which UTF-8 cannot hold, counts three."""
    return len(text.encode("utf-8", "surrogatepass"))


def characters_with_emoji_in_bytes(text: str) -> int:
    """Return the number of code points, where every emoji counts as its UTF-8 bytes instead."""
    return sum(
        utf8_bytes(cluster) if _EMOJI.search(cluster) else len(cluster)
        for cluster in (match.group() for match in _GRAPHEME.finditer(text))
    )


def is_emoji(cluster: str) -> bool:
    """Say whether one grapheme cluster is shown as an emoji."""
    return _EMOJI.search(cluster) is not None


def find_addresses(text: str, *, bare: bool = False) -> list[Link]:
    """Return the web addresses in a text, in order; the punctuation that closes a sentence is no part of them.

    Which of them a network makes a link of, and counts as one, says `web_links`.

    Args:
        text: plain text.
        bare: also those that start with `www.` and name no scheme.
    """
    links = []
    for match in _ADDRESS.finditer(text):
        if bare or match.group()[:4].lower() == "http":
            address = _without_closing_punctuation(match.group())
            links.append(Link(match.start(), match.start() + len(address), address))
    return links


def find_hashtags(text: str) -> list[str]:
    """Return the hashtags in a text without their sign; those inside web addresses and mere numbers are none."""
    return [match.group(1) for match in _HASHTAG.finditer(with_replaced(text, find_addresses(text), " "))]


def hashtag_spans(text: str) -> list[Link]:
    """Return where the hashtags in a text stand with their sign, those inside web addresses included."""
    return [Link(match.start(), match.end(), match.group(1)) for match in _HASHTAG.finditer(text)]


def with_replaced(text: str, links: Iterable[Link], replacement: str) -> str:
    """Return the text with some of its links, which are in order, replaced."""
    parts, end = [], 0
    for link in links:
        parts += [text[end : link.start], replacement]
        end = link.end
    return "".join([*parts, text[end:]])


def _without_closing_punctuation(address: str) -> str:
    """Drop what closes the sentence, and closing brackets that the address itself never opened."""
    unopened = address.count(")") - address.count("(")
    end = len(address)
    while end and (address[end - 1] in _CLOSING_PUNCTUATION or (address[end - 1] == ")" and unopened > 0)):
        unopened -= address[end - 1] == ")"
        end -= 1
    return address[:end]
