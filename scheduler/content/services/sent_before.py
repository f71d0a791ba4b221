"""What held for an item's copy at an earlier moment, for what was sent then and is entered late."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.agenda.models import Guard
from scheduler.agenda.services.guards import periods_of
from scheduler.agenda.visibility_sql import concealed
from scheduler.audit.acts import AuditAct
from scheduler.audit.models import AuditRow
from scheduler.audit.services import history_of_several
from scheduler.audit.subjects import SubjectKind
from scheduler.content.domain.sent_copies import UNKNOWN, embargo_known
from scheduler.content.domain.workflow import SETTLED
from scheduler.content.models import Item

_CHANGES_STATUS = {
    AuditAct.CONTENT_REOPEN: "from",
    AuditAct.CONTENT_CANCEL: "from",
    AuditAct.CONTENT_WITHDRAW: "from",
    AuditAct.CONTENT_DELETED: "state",
    AuditAct.CONTENT_BROUGHT_BACK: "",
}
"""Where each act that retracts, cancels, deletes or brings back holds the state before it; deleted is off."""

_CHANGES_EMBARGO = frozenset({AuditAct.GUARD_HELD, AuditAct.GUARD_RELEASED, AuditAct.GUARD_ADVANCED})
"""Acts after which the embargo is another one; that it lifts in time is none, for those who know when."""

_MAX_ACTS = 1000


@dataclass(frozen=True, slots=True)
class Before:
    """What held then: whether there was an embargo, what who got copy knows of it, whether the item was off."""

    had_embargo: bool
    embargo: str
    is_off: bool


def held_at(session: Session, item: Item, at: datetime | None) -> Before:
    """Return what held for an item at a moment that is past (aware UTC), or what holds, for None.

    The embargo is `UNKNOWN` if it has changed since: until when it was then is not kept.
    """
    guard = session.get_one(Guard, item.guard_id)
    if at is None:
        embargo = embargo_known(guard.embargo_at, is_concealed=concealed(guard), is_held=guard.held)
        return Before(concealed(guard), embargo, item.state in SETTLED)
    acts = _acts_since(session, item, at)
    had_embargo = had_embargo_at(session, guard, at)
    embargo = embargo_known(guard.embargo_at, is_concealed=had_embargo, is_held=guard.held)
    if any(_changes_embargo(row) for row in acts):
        embargo = UNKNOWN
    offs = [_was_off(row) for row in acts if row.act in _CHANGES_STATUS]
    return Before(had_embargo, embargo, offs[-1] if offs else item.state in SETTLED)


def had_embargo_at(session: Session, guard: Guard, at: datetime) -> bool:
    """Say whether text was kept back at a moment; what is from the beginning has no period while it lasts."""
    periods = periods_of(session, guard.id)
    covers = ((row.since is None or row.since <= at) and (row.until is None or row.until >= at) for row in periods)
    return any(covers) if periods else concealed(guard)


def _acts_since(session: Session, item: Item, at: datetime) -> list[AuditRow]:
    """Return what changed embargo and status after a moment, newest first."""
    subjects = [(SubjectKind.CONTENT, item.id), (SubjectKind.GUARD, item.guard_id)]
    wanted = AuditRow.act.in_([*_CHANGES_STATUS, *_CHANGES_EMBARGO, AuditAct.GUARD_CHANGED])
    return list(history_of_several(session, subjects, AuditRow.at > at, wanted, limit=_MAX_ACTS))


def _was_off(row: AuditRow) -> bool:
    state = _CHANGES_STATUS[AuditAct(row.act)]
    return not state or row.details.get(state) in SETTLED


def _changes_embargo(row: AuditRow) -> bool:
    if row.act == AuditAct.GUARD_CHANGED:
        return bool(row.details.get("embargo_at") != row.details.get("embargo_at_before"))
    return row.act in _CHANGES_EMBARGO
