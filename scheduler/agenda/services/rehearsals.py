"""Does something to the end, looks at what readers would see of it, and takes it back unless it is what was shown."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.models import Entry, EntryKind, Guard
from scheduler.agenda.services.changes import ChangeContext, gathered_changes, notify_listeners
from scheduler.agenda.services.entry_drafts import first_day
from scheduler.agenda.visibility_sql import readable_clause
from scheduler.outbox.models import Message, Stream


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a change brings about, of what its viewer may read.

    `moved` holds the new first day by entry, `kinds` how many of each kind that is, without what was moved itself.
    `asked` are the things whose owners are asked instead, by the new day, `people` who is notified.
    """

    moved: Mapping[int, date]
    kinds: Mapping[EntryKind, int]
    asked: Mapping[int, date]
    people: frozenset[int]

    @property
    def fingerprint(self) -> str:
        """What tells this outcome from any other."""
        rows = (sorted(self.moved.items()), sorted(self.asked.items()), sorted(self.people))
        return hashlib.sha256(repr(rows).encode()).hexdigest()


def rehearse(
    session: Session,
    viewer: Viewer,
    act: Callable[[], None],
    asked: Callable[[], Mapping[int, date]],
    *,
    context: ChangeContext,
    keep_if: str,
) -> tuple[Outcome, bool]:
    """Do something with all that follows, and return what came of it and whether it stays.

    It stays if its fingerprint is `keep_if`; else a savepoint takes everything back. Nobody else may write meanwhile.

    Args:
        session: that of a request that writes.
        viewer: who is shown the outcome; of what they may not read nothing is in it.
        act: what is done, in this context.
        asked: which things have owners who are asked for another day, with the day.
        context: in which it is done.
        keep_if: the fingerprint of what the person was shown; empty for a first look.
    """
    last_message = session.scalar(select(func.max(Message.id))) or 0
    before = asked()
    with session.begin_nested() as savepoint:
        act()
        changes = gathered_changes(session, context)
        notify_listeners(session)
        session.flush()
        days = {change.entry.id: first_day(change.after) for change in changes if change.after and change.days_moved}
        told = _told(session, last_message)
        readable = _readable(session, viewer, {*days, *told})
        moved = {ident: day for ident, day in days.items() if ident in readable}
        outcome = Outcome(
            moved,
            Counter(readable[ident] for ident in moved),
            {ident: day for ident, day in asked().items() if before.get(ident) != day},
            frozenset().union(*(people for ident, people in told.items() if ident in readable)),
        )
        is_kept = outcome.fingerprint == keep_if
        if not is_kept:
            savepoint.rollback()
    return outcome, is_kept


def _told(session: Session, last_message: int) -> dict[int, set[int]]:
    """Return by entry who is notified by messages that were queued after another one."""
    query = select(Message.entry_id, Message.person_id).where(
        Message.id > last_message, Message.stream == Stream.NOTICE
    )
    told: dict[int, set[int]] = {}
    for entry_id, person_id in session.execute(query):
        if entry_id is not None and person_id is not None:
            told.setdefault(entry_id, set()).add(person_id)
    return told


def _readable(session: Session, viewer: Viewer, entry_ids: Collection[int]) -> dict[int, EntryKind]:
    query = select(Entry.id, Entry.kind).join(Guard, Guard.id == Entry.guard_id)
    query = query.where(Entry.id.in_(sorted(entry_ids)), readable_clause(viewer))
    return {ident: EntryKind(kind) for ident, kind in session.execute(query)}
