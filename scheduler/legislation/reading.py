"""Finds and lists bills; they are no secret among members."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.folding import asked_words
from scheduler.legislation.models import Bill
from scheduler.matching import holds_words
from scheduler.web.pagination import Page, first_row

PER_PAGE = 50


def bill_of(session: Session, bill_id: int) -> Bill | None:
    """Return a bill by id."""
    return session.get(Bill, bill_id)


def bill_by_key(session: Session, key: str) -> Bill | None:
    """Return the bill of a key from `domain/naming.py`."""
    return session.scalar(select(Bill).where(Bill.key == key))


def bills_of(session: Session, bill_ids: Collection[int]) -> list[Bill]:
    """Return bills by id, in order of jurisdiction and number; unknown ids are left out."""
    query = select(Bill).where(Bill.id.in_(bill_ids))
    return list(session.scalars(query.order_by(Bill.jurisdiction, Bill.number, Bill.id)))


def bills_page(session: Session, text: str, page: int, *, per_page: int = PER_PAGE) -> Page[Bill]:
    """Return the bills in which every word of the text stands, by jurisdiction and number; pages count from 1."""
    fits = holds_words(Bill.search_text, asked_words(text))
    total = session.scalar(select(func.count()).select_from(Bill).where(fits)) or 0
    query = select(Bill).where(fits).order_by(Bill.jurisdiction, Bill.number, Bill.id)
    rows = session.scalars(query.offset(first_row(page, per_page)).limit(per_page)).all()
    return Page(rows, page, per_page, total)
