"""Adds, changes and finds bills."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.audit.services import record
from scheduler.db import once
from scheduler.folding import fold
from scheduler.legislation.domain.naming import bill_key
from scheduler.legislation.models import Bill
from scheduler.legislation.reading import bill_by_key
from scheduler.rows import Sent, lock_row, once_by_form, write_alone

FIELDS = ("jurisdiction", "number", "title", "url")


@dataclass(frozen=True, slots=True)
class BillDraft:
    """What is written down of a bill; `url` is its official page, `""` when there is none."""

    jurisdiction: str
    number: str
    title: str
    url: str = ""


class BillExistsError(ValueError):
    """Another bill has that jurisdiction and number."""

    def __init__(self, bill: Bill) -> None:
        super().__init__(f"bill {bill.id} has that number")
        self.bill = bill


class StaleEditError(ValueError):
    """Somebody else has changed the bill since the page was made; `current` is what it says now, by field."""

    def __init__(self, current: Mapping[str, str]) -> None:
        super().__init__("the bill has changed since")
        self.current = current


def add_bill(session: Session, draft: BillDraft, *, actor_id: int | None, now: datetime, form_id: str) -> Bill:
    """Add a bill; the same form sent twice adds it once.

    Raises:
        BillExistsError: another one has that jurisdiction and number.
    """

    def make(form_id: str | None) -> Bill:
        bill = _find_or_create(session, draft, actor_id=actor_id, now=now, form_id=form_id)
        if bill.form_id != form_id:
            raise BillExistsError(bill)
        return bill

    return once_by_form(session, Bill, Sent(form_id, actor_id, draft), make)


def find_or_create(session: Session, draft: BillDraft, *, actor_id: int | None, now: datetime) -> Bill:
    """Return the bill with that jurisdiction and number as it stands, else add it."""
    return _find_or_create(session, draft, actor_id=actor_id, now=now, form_id=None)


def change_bill(
    session: Session, bill: Bill, draft: BillDraft, *, revision: int | None, actor_id: int, now: datetime
) -> None:
    """Change what is written down of a bill; saying again what is said already changes nothing.

    Raises:
        StaleEditError: somebody else changed it in the meantime.
        BillExistsError: another one has that jurisdiction and number.
    """
    # Alone, as no row keeps others from giving a bill the same number at this moment.
    write_alone(session)
    lock_row(session, Bill, bill.id)
    if draft == BillDraft(**{name: getattr(bill, name) for name in FIELDS}):
        return
    if revision != bill.revision:
        raise StaleEditError({name: getattr(bill, name) for name in FIELDS})
    _refuse_taken(session, bill_key(draft.jurisdiction, draft.number), bill)
    _fill(bill, draft)
    bill.revision += 1
    session.flush()
    record(session, "bill.changed", ("bill", bill.id), actor_id=actor_id, now=now)


def _find_or_create(
    session: Session, draft: BillDraft, *, actor_id: int | None, now: datetime, form_id: str | None
) -> Bill:
    key = bill_key(draft.jurisdiction, draft.number)
    return once(
        session,
        lambda: bill_by_key(session, key),
        lambda: _new_bill(session, draft, actor_id=actor_id, now=now, form_id=form_id),
    )


def _refuse_taken(session: Session, key: str, bill: Bill) -> None:
    found = bill_by_key(session, key)
    if found is not None and found.id != bill.id:
        raise BillExistsError(found)


def _new_bill(session: Session, draft: BillDraft, *, actor_id: int | None, now: datetime, form_id: str | None) -> Bill:
    bill = Bill(form_id=form_id, created_by_id=actor_id, created_at=now)
    _fill(bill, draft)
    session.add(bill)
    session.flush()
    record(session, "bill.added", ("bill", bill.id), actor_id=actor_id, now=now)
    return bill


def _fill(bill: Bill, draft: BillDraft) -> None:
    bill.jurisdiction, bill.number, bill.title, bill.url = draft.jurisdiction, draft.number, draft.title, draft.url
    bill.key = bill_key(draft.jurisdiction, draft.number)
    bill.search_text = "\n".join(map(fold, (draft.jurisdiction, draft.number, draft.title)))
