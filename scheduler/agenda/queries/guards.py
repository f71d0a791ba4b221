"""What is asked of guards themselves: who let themselves in, and when text was kept back."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Person
from scheduler.agenda.domain.visibility import Period
from scheduler.agenda.models import EmergencyAccess, Guard, GuardPeriod
from scheduler.agenda.visibility_sql import periods


@dataclass(frozen=True, slots=True)
class AccessLine:
    """Who let themselves into an embargo group, when (aware UTC), and why."""

    person: str
    at: datetime
    reason: str


def access_lines(session: Session, guard: Guard) -> tuple[AccessLine, ...]:
    """Return who let themselves into the embargo group of a guard, latest first, for somebody who is in it."""
    query = select(Person.name, EmergencyAccess.at, EmergencyAccess.reason)
    query = query.join(Person, Person.id == EmergencyAccess.person_id).where(EmergencyAccess.guard_id == guard.id)
    rows = session.execute(query.order_by(EmergencyAccess.at.desc(), EmergencyAccess.id.desc()))
    return tuple(AccessLine(*row) for row in rows)


def periods_by_guard(session: Session, guard_ids: Collection[int]) -> dict[int, tuple[Period, ...]]:
    """Return the times, now over, in which text was kept back, by guard; a guard that never did is left out."""
    found: dict[int, list[GuardPeriod]] = {}
    for row in session.scalars(select(GuardPeriod).where(GuardPeriod.guard_id.in_(guard_ids))):
        found.setdefault(row.guard_id, []).append(row)
    return {guard_id: periods(rows) for guard_id, rows in found.items()}


def guards_opened_by(person_id: int) -> Select[int]:
    """Select the guards into whose embargo group a coordinator has let themselves."""
    return select(EmergencyAccess.guard_id).where(EmergencyAccess.person_id == person_id)
