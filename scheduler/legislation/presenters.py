"""What the page of a bill shows of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from scheduler.legislation.domain.milestones import before_introduction, status_on
from scheduler.legislation.labels import count_label, milestone_label, status_labels
from scheduler.legislation.models import Bill, BillMilestone
from scheduler.legislation.reading import (
    bill_of,
    count_of,
    followed_bills,
    milestone_rows,
    other_companions,
    steps_of,
)


@dataclass(frozen=True, slots=True)
class MilestoneLine:
    """A milestone as a bill's page shows it; `is_planned` says that its day is to come."""

    row: BillMilestone
    name: str
    count: str
    is_planned: bool
    is_before_introduction: bool


@dataclass(frozen=True, slots=True)
class BillPage:
    """A bill with its milestones, newest first."""

    bill: Bill
    companions: Sequence[Bill]
    status: Sequence[str]
    milestones: Sequence[MilestoneLine]
    is_followed: bool


def page_of_bill(session: Session, bill_id: int, person_id: int, today: date) -> BillPage | None:
    """Return what the page of a bill shows a person on a day of theirs."""
    bill = bill_of(session, bill_id)
    if bill is None:
        return None
    rows = milestone_rows(session, bill_id)
    steps = steps_of(rows)
    early = before_introduction(steps)
    lines = [_line(row, today, is_early=row.id in early) for row in rows]
    status = status_labels(status_on(steps, today))
    is_followed = bill.id in followed_bills(session, person_id)
    return BillPage(bill, other_companions(session, bill), status, lines, is_followed)


def _line(row: BillMilestone, today: date, *, is_early: bool) -> MilestoneLine:
    count = count_of(row)
    return MilestoneLine(
        row=row,
        name=milestone_label(row.kind),
        count=count_label(count) if count else "",
        is_planned=row.day > today and row.taken_back_at is None,
        is_before_introduction=is_early,
    )
