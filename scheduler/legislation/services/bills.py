"""Adds, changes and finds bills."""

from collections.abc import Collection, Container, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from scheduler.agenda.services.changes import ChangeContext
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.db import once
from scheduler.folding import fold
from scheduler.legislation.domain.naming import bill_key, cited_numbers
from scheduler.legislation.models import Bill
from scheduler.legislation.reading import bill_by_key, family_of, milestone_rows
from scheduler.legislation.services.calendar_entries import publish_milestones
from scheduler.rows import Sent, StaleEditError, lock_row, lock_rows, once_by_form, write_alone

FIELDS = ("jurisdiction", "number", "title", "url", "chamber", "sponsors")


@dataclass(frozen=True, slots=True)
class BillDraft:
    """What is written down of a bill; `url` is its official page. What is not known is `""`."""

    jurisdiction: str
    number: str
    title: str
    url: str = ""
    chamber: str = ""
    sponsors: str = ""


class BillExistsError(ValueError):
    """Another bill has that jurisdiction and number."""

    def __init__(self, bill: Bill) -> None:
        super().__init__(f"bill {bill.id} has that number")
        self.bill = bill


def add_bill(session: Session, draft: BillDraft, *, actor_id: int | None, now: datetime, form_id: str) -> Bill:
    """Add a bill, or a bill and its companions where the number names several; the same form sent twice adds it once.

    Of several, those that are on the list already stay as they stand and become companions of the others.

    Returns:
        The first that was added.

    Raises:
        BillExistsError: another one has that jurisdiction and number, or all of several are there.
    """
    # Alone: beside another, the form's own bill could be saved after the form was looked for and before its number is,
    # and then be taken for somebody else's; and companions named the other way round would wait for each other.
    write_alone(session)
    drafts = _apart(draft, cited_numbers(draft.number))

    def make(form_id: str | None) -> Bill:
        added: list[Bill] = []
        bills: list[Bill] = []
        for one in drafts:
            bill, is_new = _find_or_create(session, one, actor_id=actor_id, now=now, form_id=None if added else form_id)
            bills.append(bill)
            added += [bill] if is_new else []
        if not added:
            raise BillExistsError(bills[0])
        _make_companions(session, bills)
        return added[0]

    return once_by_form(session, Bill, Sent(form_id, actor_id, draft), make)


def find_or_create(session: Session, draft: BillDraft, *, actor_id: int | None, now: datetime) -> Bill:
    """Return the bill with that jurisdiction and number as it stands, else add it."""
    return _find_or_create(session, draft, actor_id=actor_id, now=now, form_id=None)[0]


def change_bill(
    session: Session,
    bill: Bill,
    draft: BillDraft,
    *,
    revision: int | None,
    context: ChangeContext,
    is_apart: bool = False,
) -> None:
    """Change what is written down of a bill; saying again what is said already changes nothing.

    A changed number that names several makes companions of it, as `add_bill` does; one that named several before such
    numbers were taken apart stays one bill until it is changed. `is_apart` takes the bill out of its companions, who
    stay those of each other. The calendar entries of its milestones say what it is called now.

    Raises:
        StaleEditError: somebody else changed it in the meantime.
        BillExistsError: another one has that jurisdiction and number.
    """
    # Alone, as no row keeps others from giving a bill the same number at this moment.
    write_alone(session)
    actor_id, now = context.actor_id, context.now
    lock_row(session, Bill, bill.id)
    family = family_of(session, {bill.companion_of_id or bill.id}) - {bill.id} if is_apart else frozenset()
    if draft == BillDraft(**{name: getattr(bill, name) for name in FIELDS}) and not family:
        return
    if revision != bill.revision:
        raise StaleEditError({name: getattr(bill, name) for name in FIELDS})
    cited = cited_numbers(draft.number) if draft.number != bill.number else (draft.number,)
    drafts = _apart(draft, cited)
    key = bill_key(draft.jurisdiction, drafts[0].number)
    # One that was there twice when keys began to be folded keeps its own key until it gets another number.
    if key != bill_key(bill.jurisdiction, bill.number):
        _refuse_taken(session, key, bill)
        bill.key = key
    _fill(bill, drafts[0])
    bill.revision += 1
    _part(session, bill, family)
    session.flush()
    record(session, AuditAct.BILL_CHANGED, (SubjectKind.BILL, bill.id), actor_id=actor_id, now=now)
    others = [find_or_create(session, one, actor_id=actor_id, now=now) for one in drafts[1:]]
    _make_companions(session, [bill, *others])
    publish_milestones(session, bill, milestone_rows(session, bill.id), context)


def _apart(draft: BillDraft, numbers: Sequence[str]) -> list[BillDraft]:
    """Return a draft of each number; chamber and sponsors are those of the first, as companions have others."""
    first, *others = numbers
    return [replace(draft, number=first), *(replace(draft, number=one, chamber="", sponsors="") for one in others)]


def _find_or_create(
    session: Session, draft: BillDraft, *, actor_id: int | None, now: datetime, form_id: str | None
) -> tuple[Bill, bool]:
    """Return the bill, and whether it was added now."""
    key = bill_key(draft.jurisdiction, draft.number)
    made: list[Bill] = []

    def make() -> Bill:
        made[:] = [_new_bill(session, draft, actor_id=actor_id, now=now, form_id=form_id)]
        return made[0]

    bill = once(session, lambda: bill_by_key(session, key), make)
    return bill, bill in made


def _make_companions(session: Session, bills: Sequence[Bill]) -> None:
    """Let all be companions of one, and those that were companions of any of them too."""
    roots = {bill.companion_of_id or bill.id for bill in bills}
    if len(bills) < 2 or len(roots) < 2:
        return
    first = bills[0].companion_of_id or bills[0].id
    for row in lock_rows(session, Bill, family_of(session, roots)):
        row.companion_of_id = None if row.id == first else first
    session.flush()


def _part(session: Session, bill: Bill, others: Collection[int]) -> None:
    """Let a bill be no companion any more of these, which are all that it has."""
    if not others:
        return
    bill.companion_of_id, first = None, min(others)
    for row in lock_rows(session, Bill, others):
        row.companion_of_id = None if row.id == first else first
    session.flush()


def _refuse_taken(session: Session, key: str, bill: Bill) -> None:
    found = bill_by_key(session, key)
    if found is not None and found.id != bill.id:
        raise BillExistsError(found)


def _new_bill(session: Session, draft: BillDraft, *, actor_id: int | None, now: datetime, form_id: str | None) -> Bill:
    key = bill_key(draft.jurisdiction, draft.number)
    bill = Bill(form_id=form_id, key=key, created_by_id=actor_id, created_at=now)
    _fill(bill, draft)
    session.add(bill)
    session.flush()
    record(session, AuditAct.BILL_ADDED, (SubjectKind.BILL, bill.id), actor_id=actor_id, now=now)
    return bill


def _fill(bill: Bill, draft: BillDraft) -> None:
    for name in FIELDS:
        setattr(bill, name, getattr(draft, name))
    bill.search_text = _search_text(bill)


def _search_text(bill: Bill) -> str:
    # What is not known adds nothing, so that bills of before stay as they were folded.
    more = [text for text in (bill.chamber, bill.sponsors) if text]
    return "\n".join(map(fold, (bill.jurisdiction, bill.number, bill.title, *more)))


def outdated_bills(session: Session) -> Sequence[int]:
    """Return the ids of the bills whose key or search text an older release has written."""
    bills = session.scalars(select(Bill).order_by(Bill.id)).all()
    keys = {bill.key for bill in bills}
    return [bill.id for bill in bills if bill.search_text != _search_text(bill) or bill.key != _key_of(bill, keys)]


def refold_bill(session: Session, bill_id: int) -> None:
    """Give a bill its key and its search text as they are folded now; nothing that a reader sees changes."""
    write_alone(session)
    for bill in lock_rows(session, Bill, [bill_id]):
        key = bill_key(bill.jurisdiction, bill.number)
        bill.key = _key_of(bill, {key} if bill_by_key(session, key) else set())
        bill.search_text = _search_text(bill)
    session.flush()


def _key_of(bill: Bill, taken: Container[str]) -> str:
    """Return the key of a bill; one of its own where another has it, from before keys were folded so."""
    key = bill_key(bill.jurisdiction, bill.number)
    return f"{key}#{bill.id}" if key in taken and bill.key != key else key
