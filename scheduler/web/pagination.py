"""One page of a long list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")

LAST_PAGE = 10_000


# Without slots: on Python 3.11 `Page[Row](…)` fails with them.
@dataclass(frozen=True)
class Page(Generic[Item]):
    """Some rows of a list, and where they stand in it; pages are numbered from 1."""

    items: Sequence[Item]
    number: int
    per_page: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; an empty list has one."""
        return max(1, -(-self.total // self.per_page))

    @property
    def has_previous(self) -> bool:
        """Is there a page before this one?"""
        return self.number > 1

    @property
    def has_next(self) -> bool:
        """Is there a page after this one?"""
        return self.number < self.pages

    @property
    def first(self) -> int:
        """The place of the first row shown, counted from 1; 0 when nothing is shown."""
        return first_row(self.number, self.per_page) + 1 if self.items else 0

    @property
    def last(self) -> int:
        """The place of the last row shown, counted from 1."""
        return self.first + len(self.items) - 1 if self.items else 0

    def nearby(self) -> list[int | None]:
        """Page numbers worth a link: the ends and the neighbours, None where some are left out."""
        shown = sorted({1, self.pages} | set(range(max(1, self.number - 1), min(self.pages, self.number + 1) + 1)))
        numbers: list[int | None] = []
        for before, number in zip([0, *shown], shown, strict=False):
            if number - before > 1:
                numbers.append(None)
            numbers.append(number)
        return numbers


def requested_page(arguments: Mapping[str, str], name: str = "page") -> int:
    """Read the number of a page from a query string; anything that is no page number means the first page."""
    text = arguments.get(name, "1")
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(LAST_PAGE))):
        return 1
    return min(max(int(text), 1), LAST_PAGE)


def first_row(number: int, per_page: int) -> int:
    """How many rows to skip before page `number`."""
    return (number - 1) * per_page
