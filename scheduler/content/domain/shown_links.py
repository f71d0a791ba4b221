"""How networks show a web address in a post: without its scheme, and cut where it is long.

Sources, read on 2026-11-27: X, the examples of `display_url` in its documentation of entities ("dev.twitter.com/terms/
display-…": no `www.`, 15 characters of the path); Bluesky, `toShortUrl` of bluesky-social/social-app; Mastodon,
`shortened_link` of app/lib/text_formatter.rb; LinkedIn, its help page on links ("longer than 26 characters").
"""

import re

MASTODON_CHARS = 30
LINKEDIN_CHARS = 26
X_PATH_CHARS = 15
BLUESKY_PATH_CHARS = (15, 13)

_PREFIX = re.compile(r"(?i)\Ahttps?://(?:www\.)?")
_SCHEME = re.compile(r"(?i)\Ahttps?://")


def as_typed(address: str) -> str:
    """Return an address as it is: for networks that leave it, or of which nobody says what they do."""
    return address


def on_x(address: str) -> str:
    """Return an address as X shows it."""
    host, path = _parted(_PREFIX.sub("", address))
    return host + (path if len(path) <= X_PATH_CHARS else path[:X_PATH_CHARS] + "…")


def on_bluesky(address: str) -> str:
    """Return an address as Bluesky shows it."""
    host, path = _parted(_SCHEME.sub("", address))
    longest, kept = BLUESKY_PATH_CHARS
    return host + ("" if path == "/" else path if len(path) <= longest else path[:kept] + "...")


def on_mastodon(address: str) -> str:
    """Return an address as Mastodon shows it; a single character more is not cut."""
    shown = _PREFIX.sub("", address)
    return shown if len(shown) <= MASTODON_CHARS + 1 else shown[:MASTODON_CHARS] + "…"


def on_linkedin(address: str) -> str:
    """Return an address as LinkedIn shows it; which short one it becomes, nobody knows before."""
    return address if len(address) <= LINKEDIN_CHARS else "lnkd.in/…"


def _parted(address: str) -> tuple[str, str]:
    found = re.match(r"[^/?#]*", address)
    end = found.end() if found else 0
    return address[:end], address[end:]
