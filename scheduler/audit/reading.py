"""Reads the audit trail across subjects, for those who keep the coalition."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import Session

from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Restriction:
    """Acts on one kind of subject are shown only of these subjects; `ids` selects them."""

    acts: frozenset[AuditAct]
    kind: str
    ids: Select[int]


@dataclass(frozen=True, slots=True)
class ActFilter:
    """What to show of the trail; None leaves a part open.

    `people` are those who did it or whom it is about. `since` is inclusive, `until` exclusive, both aware UTC. Acts on
    a kind of subject that a restriction names are shown only where one lets them through. `before_id` is the id of the
    last row shown, to go on from there.
    """

    acts: frozenset[AuditAct]
    people: Collection[int] | None = None
    organisation_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    restrictions: Sequence[Restriction] = field(default=())
    before_id: int | None = None


def acts(session: Session, wanted: ActFilter, limit: int, *, skipped: int = 0) -> Sequence[AuditRow]:
    """Return acts, the last one first, without the first `skipped` of them."""
    query = select(AuditRow).where(*_clauses(wanted))
    return session.scalars(query.order_by(AuditRow.id.desc()).limit(limit).offset(skipped)).all()


def all_acts(session: Session, wanted: ActFilter) -> Iterator[Sequence[AuditRow]]:
    """Return acts, the last one first, a few hundred at a time."""
    while rows := acts(session, wanted, CHUNK):
        yield rows
        wanted = replace(wanted, before_id=rows[-1].id)


def _clauses(wanted: ActFilter) -> Iterator[ColumnElement[bool]]:
    yield AuditRow.act.in_(sorted(wanted.acts))
    yield _let_through(wanted.restrictions)
    if wanted.people is not None:
        people = sorted(wanted.people)
        yield or_(AuditRow.actor_id.in_(people), AuditRow.person_id.in_(people))
    if wanted.organisation_id is not None:
        yield AuditRow.organisation_id == wanted.organisation_id
    if wanted.since is not None:
        yield AuditRow.at >= wanted.since
    if wanted.until is not None:
        yield AuditRow.at < wanted.until
    if wanted.before_id is not None:
        yield AuditRow.id < wanted.before_id


def _let_through(restrictions: Sequence[Restriction]) -> ColumnElement[bool]:
    free = AuditRow.subject_kind.not_in(sorted({one.kind for one in restrictions}))
    fitting = [
        and_(AuditRow.subject_kind == one.kind, AuditRow.act.in_(sorted(one.acts)), AuditRow.subject_id.in_(one.ids))
        for one in restrictions
    ]
    return or_(free, *fitting)
