"""Selects who takes part in entries; what most kinds are made of."""

from collections.abc import Collection

from sqlalchemy import Select, or_, select

from scheduler.agenda.models import Entry, EntryKind, EntryPerson, Involvement
from scheduler.reminders.kinds.protocol import Among


def entries_involving(
    among: Among, kind: EntryKind, involvements: Collection[Involvement], *, part: str = ""
) -> Select[int, int]:
    """Select person and entry ids of those who take part so in entries of the kind.

    With `part`, only entries whose part is that word, alone or before a colon.
    """
    query = select(EntryPerson.person_id, EntryPerson.entry_id).join(Entry, Entry.id == EntryPerson.entry_id)
    query = query.where(*among.where(EntryPerson.person_id, EntryPerson.entry_id))
    query = query.where(Entry.kind == kind, EntryPerson.involvement.in_(sorted(involvements)))
    return query.where(or_(Entry.part == part, Entry.part.startswith(f"{part}:"))) if part else query
