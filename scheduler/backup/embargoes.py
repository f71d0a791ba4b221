"""Embargoes whose moment passed between a backup and its restore: held, since they may have been moved meanwhile.

To lift them by themselves could let text out that somebody had kept back for longer; nobody can know. A hold can be
released with one click, text that is out cannot be taken back.
"""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import case, select
from sqlalchemy.orm import Session

from scheduler.accounts.services.actor_roles import editors_of
from scheduler.agenda.access import writers
from scheduler.agenda.models import Entry, EntryKind, EntryPerson, Guard, Involvement
from scheduler.agenda.services import guards
from scheduler.agenda.services.changes import ChangeContext, notify_listeners
from scheduler.agenda.services.lift import republish
from scheduler.agenda.services.notifications import NotificationDraft, NotificationKind, notify
from scheduler.agenda.visibility_sql import guard_rules

logger = logging.getLogger(__name__)


def hold_passed(session: Session, made_at: datetime, context: ChangeContext) -> Sequence[int]:
    """Hold every embargo that ended after `made_at` (aware UTC, exclusive) by now, and return the guards."""
    passed = Guard.embargo_at > made_at, Guard.embargo_at <= context.now
    query = select(Guard).where(*passed, Guard.revealed_at.is_(None), Guard.held.is_(False)).order_by(Guard.id)
    found = session.scalars(query).all()
    for guard in found:
        guards.hold(session, guard, actor_id=None, now=context.now)
    session.flush()
    for guard in found:
        _publish_again(session, guard.id, context)
    return [guard.id for guard in found]


def _publish_again(session: Session, guard_id: int, context: ChangeContext) -> None:
    try:
        with session.begin_nested():
            republish(session, [guard_id], writers(), context)
            # Within the savepoint: at the commit, whoever fails to follow would take everything with it.
            notify_listeners(session)
    except Exception as error:  # noqa: BLE001 - one thing that is not whole must not keep all others from coming back
        # The kind alone: the text of an exception may quote the text that is kept back.
        logger.error("guard %s is held, and was not published again: %s", guard_id, type(error).__name__)  # noqa: TRY400


def notify_held(session: Session, guard_ids: Sequence[int], now: datetime) -> None:
    """Notify the owner and the embargo group of each that it is held, so that somebody releases it."""
    for guard_id in guard_ids:
        guard, entry_id = session.get_one(Guard, guard_id), _main_entry(session, guard_id)
        if entry_id is not None:
            people = set(_embargo_group(session, guard)) | set(_owners(session, entry_id))
            notify(session, NotificationDraft(entry_id, NotificationKind.HELD, None, people), now)


def _main_entry(session: Session, guard_id: int) -> int | None:
    """The thing itself of all that is behind a guard: a campaign has tasks and items with it."""
    query = select(Entry.id).where(Entry.guard_id == guard_id, Entry.part == "", Entry.removed_at.is_(None))
    rank = case((Entry.kind == EntryKind.CAMPAIGN, 0), (Entry.kind == EntryKind.TASK, 2), else_=1)
    return session.scalar(query.order_by(rank, Entry.id).limit(1))


def _embargo_group(session: Session, guard: Guard) -> Iterator[int]:
    known = guard_rules(guard)
    yield from known.embargo_group_people
    for organisation_id in known.embargo_group_organisations:
        yield from editors_of(session, organisation_id)


def _owners(session: Session, entry_id: int) -> Sequence[int]:
    mine = EntryPerson.entry_id == entry_id, EntryPerson.involvement == Involvement.OWNER
    return session.scalars(select(EntryPerson.person_id).where(*mine)).all()
