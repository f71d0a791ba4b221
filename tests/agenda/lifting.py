"""Many items whose embargoes end at one moment, and what stands of them afterwards."""

from collections import Counter
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.models import Entry, Guard
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.db import AppSession
from scheduler.outbox.models import Message
from tests.content.stage import SECRECY, build_stage

Sessions = sessionmaker[AppSession]


def embargoed_items(sessions: Sessions, many: int) -> list[int]:
    """Make items whose embargoes end together; return their guards, in the order in which they lift."""
    with sessions() as session:
        stage = build_stage(session)
        items = [stage.item(secrecy=replace(SECRECY, placeholder_title=f"Launch {number}")) for number in range(many)]
        guards = [item.guard_id for item in items]
        session.commit()
    return guards


def visible(sessions: Sessions) -> set[int]:
    """Return the guards whose real titles are in the calendar."""
    with sessions() as session:
        shown = select(Entry.guard_id).where(Entry.source_kind == SourceKind.CONTENT, Entry.part == "")
        return set(session.scalars(shown.where(Entry.concealed.is_(False))))


def revealed(sessions: Sessions) -> set[int]:
    """Return the guards that are revealed."""
    with sessions() as session:
        return set(session.scalars(select(Guard.id).where(Guard.revealed_at.is_not(None))))


def on_record(sessions: Sessions) -> Counter[int]:
    """Return how often each guard is on record as lifted."""
    with sessions() as session:
        return Counter(session.scalars(select(AuditRow.subject_id).where(AuditRow.act == AuditAct.GUARD_LIFTED)))


def told(sessions: Sessions) -> Counter[int]:
    """Return how many emails say of each guard's item that its embargo has lifted."""
    with sessions() as session:
        query = select(Entry.guard_id).join(Message, Message.entry_id == Entry.id)
        return Counter(session.scalars(query.where(Message.kind == NotificationKind.LIFTED)))
