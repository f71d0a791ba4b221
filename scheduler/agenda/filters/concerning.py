"""Entries that concern a person: part in them, an organisation of theirs still to sign, or followed."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, exists, or_, select

from scheduler.accounts.models import Membership
from scheduler.agenda.filters.organisation import OrganisationFilter
from scheduler.agenda.models import Entry, EntryOrganisation, EntryPerson, EntryTopic, Follow, Involvement


class ConcerningFilter:
    """Keeps entries that concern one of the people."""

    name = "concerning"
    looks_behind = True
    goes_by_people = True

    def parse(self, raw: str) -> str | None:
        """Return the person's id in plain digits, or None when it cannot be one."""
        return OrganisationFilter().parse(raw)

    def where(self, values: Collection[str]) -> ColumnElement[bool]:
        """Return SQL that is true for entries in which one of the people takes part, or that they follow."""
        ids = sorted(int(value) for value in values)
        participates = exists().where(EntryPerson.entry_id == Entry.id, EntryPerson.person_id.in_(ids)).correlate(Entry)
        followed = select(Follow.target).where(Follow.person_id.in_(ids))
        by_topic = (EntryTopic.entry_id == Entry.id, ("topic:" + EntryTopic.topic).in_(followed))
        return or_(
            participates,
            _to_sign(ids),
            # Following a campaign must not tie a placeholder to it.
            and_(Entry.concealed.is_(False), Entry.series.in_(followed)),
            exists().where(*by_topic).correlate(Entry),
        )


def _to_sign(ids: list[int]) -> ColumnElement[bool]:
    mine = select(Membership.organisation_id).where(Membership.person_id.in_(ids), Membership.ended_at.is_(None))
    row = EntryOrganisation
    fits = (row.entry_id == Entry.id, row.involvement == Involvement.TO_SIGN, row.organisation_id.in_(mine))
    return exists().where(*fits).correlate(Entry)
