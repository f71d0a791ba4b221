"""Entries of some kinds: edition, event, campaign, content, task, deadline, milestone."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, true

from scheduler.agenda.models import Entry, EntryKind


class KindFilter:
    """Keeps entries of the kinds."""

    name = "kind"
    looks_behind = False
    goes_by_people = False

    def parse(self, raw: str) -> str | None:
        """Return the kind's name, or None when there is no such kind."""
        return raw if raw in set(EntryKind) else None

    def where(self, values: Collection[str]) -> ColumnElement[bool]:
        """Return SQL that is true for entries of the kinds."""
        # By an index of kinds SQLite would go through all entries in the order of these.
        return true() if set(values) == set(EntryKind) else Entry.kind.in_(sorted(values))
