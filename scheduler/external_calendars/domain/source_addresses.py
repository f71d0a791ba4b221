"""Takes the address of a calendar, which may be a secret of its keepers, out of what the calendar itself says."""

import re
from collections.abc import Iterable
from dataclasses import replace

from scheduler.external_calendars.domain.reading import CalendarContents, Occurrence

_LEFT_OUT = "…"
_SCHEME = re.compile(r"^[a-z]+://", re.IGNORECASE)


def without_addresses(contents: CalendarContents, addresses: Iterable[str]) -> CalendarContents:
    """Return the contents without these addresses, whichever scheme, arguments or fragment they come with."""
    bare = {_SCHEME.sub("", address).partition("#")[0] for address in addresses}
    # What goes on with a name is another address, such as a page of the same site.
    named = "|".join(rf"{re.escape(one)}(?![\w/%~-])" for one in sorted(bare) if one)
    if not named:
        return contents
    pattern = re.compile(rf"(?:[a-z]{{1,9}}://)?(?:{named})\S*", re.IGNORECASE)
    return replace(contents, occurrences=tuple(_without(one, pattern) for one in contents.occurrences))


def _without(found: Occurrence, pattern: re.Pattern[str]) -> Occurrence:
    if not any(map(pattern.search, (found.title, found.place, found.link))):
        return found
    title, place = (pattern.sub(_LEFT_OUT, text) for text in (found.title, found.place))
    return replace(found, title=title, place=place, link="" if pattern.search(found.link) else found.link)
