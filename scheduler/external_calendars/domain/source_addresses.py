"""Takes the address of a calendar, which may be a secret of its keepers, out of what the calendar itself says."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import unquote

from scheduler.external_calendars.domain.reading import CalendarContents, Occurrence

_LEFT_OUT = "…"
_MOST_DECODINGS = 4
_SCHEME = re.compile(r"^[a-z]+://", re.IGNORECASE)


def without_addresses(contents: CalendarContents, addresses: Iterable[str]) -> CalendarContents:
    """Return the contents without these addresses, whichever scheme, arguments or fragment they come with.

    So they are where another address holds them, percent-encoded however often.
    """
    plain = (_SCHEME.sub("", address).partition("#")[0] for address in addresses)
    bare = {reading for address in plain for reading in _readings(address)}
    # What goes on with a name is another address, such as a page of the same site.
    named = "|".join(rf"{re.escape(one)}(?![\w/%~-])" for one in sorted(bare) if one)
    if not named:
        return contents
    pattern = re.compile(rf"(?:[a-z]{{1,9}}://)?(?:{named})\S*", re.IGNORECASE)
    return replace(contents, occurrences=tuple(_without(one, pattern) for one in contents.occurrences))


def _without(found: Occurrence, pattern: re.Pattern[str]) -> Occurrence:
    if not any(_is_in(text, pattern) for text in (found.title, found.place, found.link)):
        return found
    title, place = (_cut(text, pattern) for text in (found.title, found.place))
    return replace(found, title=title, place=place, link="" if _is_in(found.link, pattern) else found.link)


def _cut(text: str, pattern: re.Pattern[str]) -> str:
    words = pattern.sub(_LEFT_OUT, text).split(" ")
    return " ".join(_LEFT_OUT if _is_in(word, pattern) else word for word in words)


def _is_in(text: str, pattern: re.Pattern[str]) -> bool:
    return any(map(pattern.search, _readings(text)))


def _readings(text: str) -> Iterator[str]:
    """Return a text as it is, and as it is once it is decoded, again and again."""
    yield text
    for _ in range(_MOST_DECODINGS):
        decoded = unquote(text)
        if decoded == text:
            return
        yield decoded
        text = decoded
