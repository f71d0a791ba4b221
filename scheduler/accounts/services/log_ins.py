"""Opens, finds and ends log-ins."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, cast

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, delete, func, or_, select, update
from sqlalchemy.orm import Session, contains_eager

from scheduler.accounts.domain.log_ins import IDLE_LIMIT, REMEMBERED_FOR
from scheduler.accounts.domain.visits import BREAK, visit_before
from scheduler.accounts.models import Coalition, LoginSession, Person, PersonVisit
from scheduler.accounts.queries.people import profiles, read_profiles, select_profiles
from scheduler.accounts.reading import coalition
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.db import insert_into
from scheduler.request_cache import note_answer, note_answers
from scheduler.rows import lock_row, lock_rows, write_together
from scheduler.secret_tokens import hash_of
from scheduler.web.write_buffer import WriteBuffer

FLUSH_SECONDS = 60.0
USER_AGENT_MAX_CHARS = 256


@dataclass(frozen=True, slots=True)
class Visit:
    """What a request says of where it comes from: the program's own description of itself, and the network."""

    user_agent: str
    network: str


def open_log_in(
    session: Session, person: Person, secret: str, visit: Visit, *, remembered: bool, now: datetime
) -> LoginSession:
    """Record that a person has logged in on a device; the cookies of that device carry the secret."""
    row = LoginSession(
        person_id=person.id,
        person_key=person.fs_uniquifier,
        secret_hash=hash_of(secret),
        user_agent=visit.user_agent[:USER_AGENT_MAX_CHARS],
        network=visit.network,
        remembered=remembered,
        started_at=now,
        last_used_at=now,
    )
    session.add(row)
    session.flush()
    return row


def find_log_in(session: Session, secret: str) -> LoginSession | None:
    """Return the log-in of a secret, with its person, in one query; None when it or the account has ended.

    What the person is and the coalition's settings come along, so that a request that only reads need not ask for them.
    """
    rows = session.execute(_of_secret(), {"secret_hash": hash_of(secret)}).all()
    if not rows:
        return None
    note_answers(session, profiles, read_profiles(rows))
    note_answer(session, coalition, rows[0].Coalition)
    return cast("LoginSession", rows[0].LoginSession)


@cache
def _of_secret() -> Select[*tuple[Any, ...]]:
    """Return the query of `find_log_in`: asked by every request, it takes longer to build than to answer."""
    return (
        select_profiles()
        .add_columns(LoginSession, Coalition)
        .join(LoginSession, LoginSession.person_id == Person.id)
        .outerjoin(Coalition, Coalition.id == select(func.min(Coalition.id)).scalar_subquery())
        .options(contains_eager(LoginSession.person))
        .where(
            LoginSession.secret_hash == bindparam("secret_hash"),
            LoginSession.person_key == Person.fs_uniquifier,
            Person.active.is_(True),
            Person.anonymised_at.is_(None),
        )
    )


def log_ins_of(session: Session, person_id: int, now: datetime) -> tuple[LoginSession, ...]:
    """Return where a person is logged in, the one used last first."""
    query = (
        select(LoginSession)
        .join(LoginSession.person)
        .where(LoginSession.person_id == person_id, LoginSession.person_key == Person.fs_uniquifier, ~_is_idle(now))
    )
    return tuple(session.scalars(query.order_by(LoginSession.last_used_at.desc(), LoginSession.id.desc())))


def end_log_in(session: Session, person_id: int, log_in_id: int) -> bool:
    """End one log-in of a person; False when the person has no such one."""
    ended = delete(LoginSession).where(LoginSession.id == log_in_id, LoginSession.person_id == person_id)
    return session.execute(ended.returning(LoginSession.id)).first() is not None


def log_out_everywhere(session: Session, person: Person, actor_id: int | None, now: datetime) -> None:
    """End all log-ins of a person as `end_all_log_ins` does, and put it on record."""
    if end_all_log_ins(session, person):
        record(session, AuditAct.SESSIONS_ENDED, (SubjectKind.PERSON, person.id), actor_id=actor_id, now=now)


def end_all_log_ins(session: Session, person: Person) -> int:
    """Log a person out everywhere, and return from how many log-ins; links to a new password on their way end too."""
    lock_row(session, Person, person.id)
    person.fs_uniquifier = uuid.uuid4().hex
    session.flush()
    own = LoginSession.person_id == person.id
    # Locked in the order in which last uses are written, so that neither waits for the other.
    ended = lock_rows(session, LoginSession, session.scalars(select(LoginSession.id).where(own)).all())
    session.execute(delete(LoginSession).where(own))
    return len(ended)


def has_still_key(session: Session, person: Person, key: str) -> bool:
    """Lock a person and say whether nothing has ended their log-ins since the key was read.

    A password is looked at before, which takes long; it may have been changed meanwhile.
    """
    lock_row(session, Person, person.id)
    return person.fs_uniquifier == key


def forget_log_ins(session: Session, now: datetime) -> int:
    """Delete log-ins that have not been used for so long that they are over; return how many that were."""
    gone = delete(LoginSession).where(_is_idle(now)).returning(LoginSession.id)
    return len(session.execute(gone).all())


class LastUses(WriteBuffer[int, tuple[datetime, str]]):
    """When and from which network log-ins were used, since it was last written."""

    def __init__(self, seconds: Callable[[], float]) -> None:
        super().__init__(seconds, every=FLUSH_SECONDS, merge=max, write=_write_last_uses)


def _write_last_uses(session: Session, uses: Mapping[int, tuple[datetime, str]]) -> None:
    """Another process may have seen a later use."""
    write_together(session)
    visits: dict[int, datetime] = {}
    for log_in_id, (at, network) in sorted(uses.items()):
        own = (LoginSession.id == log_in_id, LoginSession.last_used_at < at)
        used = update(LoginSession).where(*own).values(last_used_at=at, network=network)
        for person_id in session.scalars(used.returning(LoginSession.person_id)):
            visits[person_id] = max(at, visits.get(person_id, at))
    for person_id, at in sorted(visits.items()):
        _note_visit(session, person_id, at)


def _note_visit(session: Session, person_id: int, at: datetime) -> None:
    """Note that a person was here; after a break, what was the last time ends the visit before."""
    visit = PersonVisit
    new = insert_into(session, visit).values(person_id=person_id, last_at=at)
    before = case((visit.last_at < at - BREAK, visit.last_at), else_=visit.before_at)
    values = {"last_at": at, "before_at": before}
    session.execute(new.on_conflict_do_update(index_elements=[visit.person_id], set_=values, where=visit.last_at < at))


def last_visit(session: Session, person_id: int, now: datetime) -> datetime | None:
    """Return when a person's visit before the present one ended; None in their first."""
    row = session.execute(_visit(), {"person_id": person_id}).one_or_none()
    return visit_before(row.last_at, row.before_at, now) if row is not None else None


@cache
def _visit() -> Select[datetime, datetime | None]:
    return select(PersonVisit.last_at, PersonVisit.before_at).where(PersonVisit.person_id == bindparam("person_id"))


def forget_visits(session: Session, person_id: int) -> None:
    """Delete when a person was here."""
    session.execute(delete(PersonVisit).where(PersonVisit.person_id == person_id))


def _is_idle(now: datetime) -> ColumnElement[bool]:
    return or_(
        and_(LoginSession.remembered.is_(False), LoginSession.last_used_at <= now - IDLE_LIMIT),
        LoginSession.last_used_at <= now - REMEMBERED_FOR,
    )
