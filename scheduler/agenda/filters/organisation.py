"""Entries that belong to an organisation or in which it takes part; a placeholder names none."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, exists, or_

from scheduler.agenda.models import Entry, EntryOrganisation

MAX_ID = 2**31 - 1


class OrganisationFilter:
    """Keeps entries of one of the organisations."""

    name = "organisation"
    looks_behind = False
    goes_by_people = False

    def parse(self, raw: str) -> str | None:
        """Return the organisation's id in plain digits, or None when it cannot be one."""
        plain = raw.isascii() and raw.isdigit() and len(raw) <= 10 and 0 < int(raw) <= MAX_ID
        return str(int(raw)) if plain else None

    def where(self, values: Collection[str]) -> ColumnElement[bool]:
        """Return SQL that is true for entries owned by, or shared with, one of the organisations."""
        ids = sorted(int(value) for value in values)
        shared = (EntryOrganisation.entry_id == Entry.id, EntryOrganisation.organisation_id.in_(ids))
        named = or_(Entry.organisation_id.in_(ids), exists().where(*shared).correlate(Entry))
        return and_(Entry.concealed.is_(False), named)
