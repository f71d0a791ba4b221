"""What a filter of entries is."""

from collections.abc import Collection
from typing import Protocol

from sqlalchemy import ColumnElement


class EntryFilter(Protocol):
    """Keeps the entries whose present data fits any of the values; an empty collection keeps all.

    `looks_behind` says that it compares what a placeholder does not show; then it keeps only entries whose text the
    viewer may read. `goes_by_people` says that its values are people, and that what they follow and belong to counts.
    """

    name: str
    looks_behind: bool
    goes_by_people: bool

    def parse(self, raw: str) -> str | None:
        """Return the value in its stored form, or None when it can fit nothing."""

    def where(self, values: Collection[str]) -> ColumnElement[bool]:
        """Return SQL over Entry that is true when one of the values fits."""
