"""Entries that ask the steward of an observance for something."""

from collections.abc import Collection

from sqlalchemy import BindParameter, ColumnElement, select

from scheduler.agenda.filters.organisation import OrganisationFilter
from scheduler.agenda.models import Entry, EntryPerson, Involvement


class StewardFilter:
    """Keeps entries whose steward is one of the people."""

    name = "steward"
    looks_behind = True
    goes_by_people = False

    def parse(self, raw: str) -> str | None:
        """Return the person's id in plain digits, or None when it cannot be one."""
        return OrganisationFilter().parse(raw)

    def where(self, values: Collection[str]) -> ColumnElement[bool]:
        """Return SQL that is true for entries that one of the people is the steward of."""
        return has_steward(sorted(int(value) for value in values))


def has_steward(people: Collection[int] | BindParameter[int]) -> ColumnElement[bool]:
    """Return SQL over an Entry: one of the people is its steward."""
    row = EntryPerson
    # A list, not an EXISTS: a person is the steward of few, and the search may begin with these.
    mine = select(row.entry_id).where(row.person_id.in_(people), row.involvement == Involvement.STEWARD)
    return Entry.id.in_(mine)
