"""The weighted length that X gives a text, always in time that is linear in the text."""

from dataclasses import dataclass

import regex

from scheduler.content.domain.text_length import is_emoji
from scheduler.content.domain.web_links import find_links
from scheduler.normal_forms import normal_form

LINK_WEIGHT = 23
# The parser's search for addresses is quadratic in the dots and cubic in the length of one run without spaces:
# 10,000 characters of "a.a.a." took it 167 s. Runs beyond these are weighed by our own linear rule.
_MAX_RUN_CHARS = 250
_MAX_RUN_DOTS = 6
_MAX_EXACT_CHARS = 20_000
_RUN = regex.compile(r"\S+")
_GRAPHEME = regex.compile(r"\X")
# Code points that weigh 1, both ends included: configuration 3 of twitter-text. All others weigh 2.
_LIGHT = ((0, 4351), (8192, 8205), (8208, 8223), (8242, 8247))


@dataclass(frozen=True, slots=True)
class Weight:
    """A weighted length; not `exact` when a part could only be estimated."""

    total: int
    exact: bool


def weigh(text: str) -> Weight:
    """Return the weighted length of a text for X: emoji 2, CJK 2, any web address 23, after NFC. Never raises.

    The text is weighed by twitter-text, whose answers are X's own. What would keep it busy too long (runs of hundreds
    of characters without a space, very long texts) is estimated: right for texts and web addresses as people write
    them, at most a few characters off otherwise.
    """
    normalised = normal_form("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    if len(normalised) > _MAX_EXACT_CHARS:
        return Weight(_estimate(normalised), exact=False)
    hard = [match.group() for match in _RUN.finditer(normalised) if _is_hard(match.group())]
    easy = _RUN.sub(lambda match: "" if _is_hard(match.group()) else match.group(), normalised)
    # It takes 12 MiB and a fifth of a second, and most processes never weigh anything.
    from twitter_text import parse_tweet  # noqa: PLC0415

    try:
        parsed = int(parse_tweet(easy).weightedLength)
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError):  # never our failure
        return Weight(_estimate(normalised), exact=False)
    return Weight(parsed + sum(_estimate(run) for run in hard), exact=not hard)


def _is_hard(run: str) -> bool:
    return len(run) > _MAX_RUN_CHARS or run.count(".") > _MAX_RUN_DOTS


def _estimate(text: str) -> int:
    total, end = 0, 0
    for link in find_links(text, bare=True):
        total += _plain_weight(text[end : link.start]) + LINK_WEIGHT
        end = link.end
    return total + _plain_weight(text[end:])


def _plain_weight(text: str) -> int:
    return sum(2 if is_emoji(cluster) else _cluster_weight(cluster) for cluster in _GRAPHEME.findall(text))


def _cluster_weight(cluster: str) -> int:
    return sum(1 if any(first <= ord(point) <= last for first, last in _LIGHT) else 2 for point in cluster)
