"""Finds and lists facts and what they said before; they are no secret among members."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from scheduler.facts.models import Fact, FactVersion
from scheduler.folding import asked_words
from scheduler.matching import given_words, holds_given, spelling_counts
from scheduler.web.pagination import Page, first_row

PER_PAGE = 50


def fact_of(session: Session, fact_id: int) -> Fact | None:
    """Return a fact by id, be it retired or not."""
    return session.get(Fact, fact_id)


def facts_by_id(session: Session, ids: Collection[int]) -> Sequence[Fact]:
    """Return facts by their ids, in that order."""
    return session.scalars(select(Fact).where(Fact.id.in_(ids)).order_by(Fact.id)).all()


def facts_page(session: Session, text: str, page: int, *, per_page: int = PER_PAGE, in_use: bool = False) -> Page[Fact]:
    """Return the facts in which every word of the text stands, by statement, retired ones last; pages count from 1.

    `in_use` leaves out those that are retired.
    """
    words = asked_words(text)
    asked = given_words(words)
    counted, listed = _fitting(spelling_counts(words), in_use=in_use)
    total = session.scalar(counted, asked) or 0
    rows = session.scalars(listed.offset(first_row(page, per_page)).limit(per_page), asked).all() if total else ()
    return Page(rows, page, per_page, total)


# Built once: the search asks for them, and to build one takes longer than to answer it.
@lru_cache(maxsize=32)
def _fitting(spellings: tuple[int, ...], *, in_use: bool) -> tuple[Select[int], Select[Fact]]:
    fits = [holds_given(Fact.search_text, spellings), *([Fact.retired_at.is_(None)] if in_use else [])]
    listed = select(Fact).where(*fits).order_by(Fact.retired_at.is_not(None), Fact.statement, Fact.id)
    return select(func.count()).select_from(Fact).where(*fits), listed


def versions_page(session: Session, fact_id: int, page: int, *, per_page: int = 20) -> Page[FactVersion]:
    """Return what a fact has said, newest first; pages count from 1."""
    of_fact = FactVersion.fact_id == fact_id
    total = session.scalar(select(func.count()).select_from(FactVersion).where(of_fact)) or 0
    query = select(FactVersion).where(of_fact).order_by(FactVersion.number.desc())
    rows = session.scalars(query.offset(first_row(page, per_page)).limit(per_page)).all()
    return Page(rows, page, per_page, total)


def version_of(session: Session, fact_id: int, number: int) -> FactVersion | None:
    """Return what a fact said in one of its versions."""
    return session.scalar(select(FactVersion).where(FactVersion.fact_id == fact_id, FactVersion.number == number))


def to_be_notified(session: Session, today: date, advised_up_to: date) -> Sequence[int]:
    """Return the ids of facts in use of whose last day nobody has been told: it has passed, or is near."""
    passed = (Fact.true_until < today) & Fact.expired_until.is_distinct_from(Fact.true_until)
    near = Fact.true_until.between(today, advised_up_to) & Fact.advised_until.is_distinct_from(Fact.true_until)
    return session.scalars(select(Fact.id).where(Fact.retired_at.is_(None), or_(passed, near)).order_by(Fact.id)).all()
