"""Which web addresses networks find in a text, by the rules of twitter-text as Mastodon's servers apply them.

Source: mastodon/mastodon, app/validators/status_length_validator.rb, app/lib/extractor.rb and
config/initializers/twitter_regex.rb; twitter-text 3 for what those leave as it is (hosts, top level domains, what may
stand before an address). Read on 2026-11-26.
"""

import re
from functools import cache, lru_cache

import regex

from scheduler.content.domain.text_length import Link

# An address that is longer is none, its scheme included (max_url_length of twitter-text).
MAX_LINK_CHARS = 4096
# RFC 1035, section 2.3.4.
MAX_HOST_CHARS = 253
# Of labels already looked at: most stand in a text, or in texts after each other, many times.
KEPT_LABELS = 4096

# What may not stand in a name of a host, besides dots: punctuation, spaces, marks of direction.
_NO_HOST = r"\s!'#%&()*+,\\/:;<=>?@\[\]^{|}~$\uFFFE\uFEFF\uFFFF\u202A-\u202E\u061C\u200E\u200F\u2066-\u2069"
_START = regex.compile(r"(?i)(?<![A-Za-z0-9@＠$#＃\uFFFE\uFEFF\uFFFF])(https?://|(?=www\.))")
_HOST = regex.compile(rf"[^{_NO_HOST}]{{1,{MAX_HOST_CHARS + 64}}}+")
_ASCII_LETTERS = re.compile(r"[A-Za-z]+", re.ASCII)
_PUNYCODE = re.compile(r"(?i)xn--[-0-9a-z]+")
_BEHIND_DOMAIN = re.compile(r"[0-9a-zA-Z@+-]", re.ASCII)
_PORT = re.compile(r":[0-9]+", re.ASCII)
_PLAIN = r"[^\p{White_Space}<>()?]"
_PATH = regex.compile(rf"/(?:{_PLAIN}|\((?:{_PLAIN}*\({_PLAIN}+\){_PLAIN}*|{_PLAIN}+)\))*+")
_PATH_CLOSING = "!*\"'「」;:=,.$%[]~&|@"
_QUERY = regex.compile(r"\?[a-zA-Z0-9!?*'();:&=+$/%#\[\]\-_.,~|@^\u00A0-\U0010FFFD]*+")
_QUERY_CLOSING = "!?*'();:+$%[].,~|@^"


def find_links(text: str, *, bare: bool = False) -> list[Link]:
    """Return the web addresses that a network makes links of, in order; time is linear in the text.

    Before one may stand anything but an ASCII letter or digit and `@ $ #`, so also a letter of another script. Its host
    ends in a top level domain that exists. The punctuation that closes a sentence is no part of it.

    Args:
        text: plain text.
        bare: also those that start with `www.` and name no scheme.
    """
    links: list[Link] = []
    end = 0
    for found in _START.finditer(text):
        if found.start() < end or not (bare or found.group()):
            continue
        domain_end = _domain_end(text, found.end())
        if domain_end is None:
            continue
        end = _link_end(text, domain_end)
        if end - found.start() <= MAX_LINK_CHARS:
            links.append(Link(found.start(), end, text[found.start() : end]))
    return links


def _domain_end(text: str, start: int) -> int | None:
    """Return where the longest name of a host ends that begins here, exclusive.

    Its labels are read once, from left to right, up to the first that no host can have.
    """
    host = _HOST.match(text, start)
    labels = host.group().split(".") if host else []
    longest: int | None = None
    place = start
    for number, label in enumerate(labels):
        if number and _is_name(labels[number - 1], may_hold_underscores=False):
            end = _top_level_end(text, place, label)
            if end is not None and end - start <= MAX_HOST_CHARS and _is_label(text[place:end]):
                longest = end
        if not _is_name(label, may_hold_underscores=True) or not _is_label(label):
            break
        place += len(label) + 1
        if place - start > MAX_HOST_CHARS:
            break
    return longest


def _is_name(label: str, *, may_hold_underscores: bool) -> bool:
    return bool(label) and label == label.strip("-_") and (may_hold_underscores or "_" not in label)


def _top_level_end(text: str, start: int, label: str) -> int | None:
    """Return where the top level domain ends with which a label begins, exclusive."""
    punycode = _PUNYCODE.match(label)
    if punycode:
        return start + punycode.end()
    letters = _ASCII_LETTERS.match(label)
    if letters:
        lengths = [letters.end()] if letters.group().lower() in _top_level_domains() else []
    else:
        lengths = [length for length in range(min(len(label), _longest()), 0, -1) if _is_top_level(label[:length])]
    ends = (start + length for length in lengths)
    return next((end for end in ends if not _BEHIND_DOMAIN.match(text, end)), None)


def _is_top_level(name: str) -> bool:
    return name.lower() in _top_level_domains()


@lru_cache(KEPT_LABELS)
def _is_label(label: str) -> bool:
    """Say whether a part of a host can be written in ASCII, as addresses of other scripts have to be (RFC 3490)."""
    if len(label) > MAX_HOST_CHARS:
        return False
    try:
        # With another behind it, as dots of other scripts part labels too and may stand at the end of a host alone.
        return bool(f"{label}.x".encode("idna"))
    except UnicodeError:
        return False


def _link_end(text: str, domain_end: int) -> int:
    end = domain_end
    port = _PORT.match(text, end)
    if port:
        end = port.end()
    path = _PATH.match(text, end)
    if path:
        end += max(1, len(path.group().rstrip(_PATH_CLOSING)))
    query = _QUERY.match(text, end)
    if query:
        kept = query.group().rstrip(_QUERY_CLOSING)
        end += len(kept) if len(kept) > 1 else 0
    return end


@cache
def _top_level_domains() -> frozenset[str]:
    """Return the top level domains that twitter-text knows."""
    # With them comes all of twitter-text: 12 MiB that most processes never need.
    from twitter_text.regexp.valid_cctld import valid_cctld  # noqa: PLC0415
    from twitter_text.regexp.valid_gtld import valid_gtld  # noqa: PLC0415

    names = (name for pattern in (valid_gtld, valid_cctld) for name in pattern.pattern.split(")(?=")[0].split("|"))
    return frozenset(name.removeprefix("(?:(?:").lower() for name in names)


@cache
def _longest() -> int:
    return max(len(name) for name in _top_level_domains() if not name.isascii())
