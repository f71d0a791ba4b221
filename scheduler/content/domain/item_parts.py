"""On which page of an item its parts are, so that mail, forms and old addresses lead to the right one."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class ItemTab(StrEnum):
    """A page of an item, by what its address ends in."""

    COPY = ""
    ACTIVITY = "activity"
    VERSIONS = "versions"
    DETAILS = "details"


PARTS = {
    ItemTab.ACTIVITY: ("comments", "suggestions", "reviews", "history"),
    ItemTab.VERSIONS: ("versions",),
    ItemTab.DETAILS: (
        "plan",
        "embargo",
        "checks",
        "echo",
        "facts",
        "quotes",
        "pitches",
        "pictures",
        "published",
        "sent",
    ),
}
"""The parts of each page but the first, which has all others."""

NAMED = {
    ItemTab.ACTIVITY: ("comment-", "suggestion-"),
    ItemTab.DETAILS: ("check-", "picture-"),
}
"""How the names of parts begin of which there are several."""


@dataclass(frozen=True, slots=True)
class PartsOfTab:
    """The names of the parts on one page of an item, and its address; names that end in a hyphen begin many."""

    path: str
    names: tuple[str, ...]


_ON_FIRST = frozenset({"check-copy"})
_COMMENT = "comment-"


@lru_cache(maxsize=256)
def tab_of(part: str) -> ItemTab:
    """Return the page that has a part; the first one for what none has."""
    if part not in _ON_FIRST:
        for tab, names in PARTS.items():
            if part in names or part.startswith(NAMED.get(tab, ()) or "\n"):
                return tab
    return ItemTab.COPY


def item_path(public_id: str, part: str = "") -> str:
    """Return the address of an item, or of a part of it; of a comment, that of the page that it is on."""
    tab = tab_of(part)
    path = f"/content/{public_id}" + (f"/{tab}" if tab else "")
    if part.startswith(_COMMENT):
        path += f"?comment={part.removeprefix(_COMMENT)}"
    return path + (f"#{part}" if part else "")


def parts_elsewhere(public_id: str) -> tuple[PartsOfTab, ...]:
    """Return the parts of an item that its first page has not."""
    return tuple(
        PartsOfTab(f"/content/{public_id}/{tab}", (*names, *NAMED.get(tab, ()))) for tab, names in PARTS.items()
    )
