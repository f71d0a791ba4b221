"""Finds and lists bills; they are no secret among members."""

from collections.abc import Collection

from sqlalchemy import func, or_, select
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


def family_of(session: Session, roots: Collection[int]) -> frozenset[int]:
    """Return the ids of some bills and of their companions."""
    query = select(Bill.id).where(or_(Bill.id.in_(roots), Bill.companion_of_id.in_(roots)))
    return frozenset(session.scalars(query))


def companions_of(session: Session, bills: Collection[Bill]) -> dict[int, tuple[str, ...]]:
    """Return by bill the numbers of those that were written down with it; bills without any are left out."""
    roots = {bill.companion_of_id or bill.id for bill in bills}
    query = select(Bill).where(or_(Bill.id.in_(roots), Bill.companion_of_id.in_(roots))).order_by(Bill.id)
    families: dict[int, list[Bill]] = {}
    for row in session.scalars(query):
        families.setdefault(row.companion_of_id or row.id, []).append(row)
    found = {
        bill.id: tuple(row.number for row in families[bill.companion_of_id or bill.id] if row.id != bill.id)
        for bill in bills
    }
    return {ident: numbers for ident, numbers in found.items() if numbers}


def bills_page(session: Session, text: str, page: int, *, per_page: int = PER_PAGE) -> Page[Bill]:
    """Return the bills in which every word of the text stands, by jurisdiction and number; pages count from 1."""
    fits = holds_words(Bill.search_text, asked_words(text))
    total = session.scalar(select(func.count()).select_from(Bill).where(fits)) or 0
    query = select(Bill).where(fits).order_by(Bill.jurisdiction, Bill.number, Bill.id)
    rows = session.scalars(query.offset(first_row(page, per_page)).limit(per_page)).all()
    return Page(rows, page, per_page, total)
