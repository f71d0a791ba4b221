"""Which entries are new, have changed or were cancelled since a moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Select, bindparam, exists, select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Entry, EntryKind, Guard
from scheduler.agenda.visibility_sql import AnyMember, asked_by, asking, entry_clause
from scheduler.audit.models import AuditRow

# Said by what they are not: SQLite would look up the kinds and read all there are, sooner than what changed last.
_OTHERS = sorted(set(EntryKind) - {EntryKind.CAMPAIGN, EntryKind.EVENT, EntryKind.CONTENT})


@dataclass(frozen=True, slots=True)
class RecentEntry:
    """An entry that readers see otherwise than before; when (aware UTC) each of this was so.

    `is_known` says that the viewer did something to it since then themselves: it is not new to them.
    """

    id: int
    created_at: datetime
    changed_at: datetime
    cancelled_at: datetime | None
    is_known: bool


def recent_entries(session: Session, viewer: Viewer, since: datetime, *, limit: int) -> Sequence[RecentEntry]:
    """Return campaigns, events and content that changed after a moment, the latest first, as the viewer may list them.

    What they did something to themselves, then or after it changed last, is left out.
    """
    rows = session.execute(_latest(asking(viewer)), {**asked_by(viewer), "since": since, "most": limit})
    return [RecentEntry(*row) for row in rows]


@lru_cache(maxsize=8)
def _latest(viewer: Viewer | AnyMember) -> Select[*tuple[Any, ...]]:
    since = bindparam("since", type_=Entry.changed_at.type)
    about = (AuditRow.subject_kind == Entry.source_kind, AuditRow.subject_id == Entry.source_id)
    own = exists().where(*about, AuditRow.actor_id == viewer.person_id).correlate(Entry)
    acted, acted_last = own.where(AuditRow.at > since), own.where(AuditRow.at >= Entry.changed_at)
    order = (Entry.changed_at.desc(), Entry.id.desc())
    latest = select(Entry.id).join(Guard, Guard.id == Entry.guard_id)
    latest = latest.where(Entry.removed_at.is_(None), Entry.changed_at > since, Entry.kind.not_in(_OTHERS))
    latest = latest.where(entry_clause(viewer), ~acted_last).order_by(*order).limit(bindparam("most"))
    # What was done to them is asked of those alone that are shown.
    query = select(Entry.id, Entry.created_at, Entry.changed_at, Entry.cancelled_at, acted)
    return query.where(Entry.id.in_(latest)).order_by(*order)
