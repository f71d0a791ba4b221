"""Entries of some statuses: confirmed, tentative, cancelled."""

from collections.abc import Collection

from sqlalchemy import ColumnElement

from scheduler.agenda.models import Entry, EntryStatus


class StatusFilter:
    """Keeps entries of the statuses; that of a placeholder is shown with it."""

    name = "status"
    looks_behind = False
    goes_by_people = False

    def parse(self, raw: str) -> str | None:
        """Return the status, or None when there is no such status."""
        return raw if raw in set(EntryStatus) else None

    def where(self, values: Collection[str]) -> ColumnElement[bool]:
        """Return SQL that is true for entries of the statuses."""
        return Entry.status.in_(sorted(values))
