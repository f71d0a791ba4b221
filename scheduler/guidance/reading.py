"""Reads what the coalition says of copy."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from functools import cache

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from scheduler.guidance.models import CheckRule, Helpline, Level, Term
from scheduler.request_cache import asked_once

VALID_FOR = timedelta(days=183)
"""For how long after the day checked a helpline is taken to be right: six months."""


@asked_once
def check_levels(session: Session) -> dict[str, Level]:
    """Return by slug what checks mean, as far as somebody has said so; any other is advice."""
    return {row.slug: Level(row.level) for row in session.scalars(_rules())}


@asked_once
def term_rows(session: Session) -> Sequence[Term]:
    """Return the coalition's own terms and the shipped ones that it does not use, the oldest first."""
    return session.scalars(_terms()).all()


# Asked by each page of an item: these queries take longer to build than to answer.
@cache
def _rules() -> Select[CheckRule]:
    return select(CheckRule)


@cache
def _terms() -> Select[Term]:
    return select(Term).order_by(Term.id)


def own_term(session: Session, term_id: int) -> Term | None:
    """Return a term that the coalition has added."""
    return session.scalar(select(Term).where(Term.id == term_id, Term.shipped_slug.is_(None)))


@asked_once
def helplines_of(session: Session, countries: Collection[str] | None = None) -> Sequence[Helpline]:
    """Return helplines by country and name, of some countries or of all."""
    query = select(Helpline).order_by(Helpline.country, func.lower(Helpline.name), Helpline.id)
    if countries is not None:
        query = query.where(Helpline.country.in_(countries))
    return session.scalars(query).all()


def helpline_of(session: Session, helpline_id: int) -> Helpline | None:
    """Return a helpline by id."""
    return session.get(Helpline, helpline_id)


def is_outdated(helpline: Helpline, today: date) -> bool:
    """Say whether a helpline has to be checked again."""
    return helpline.checked_on + VALID_FOR < today


def outdated_helplines(session: Session, today: date) -> Sequence[Helpline]:
    """Return the helplines that are to be checked again, the longest unchecked first."""
    query = select(Helpline).where(Helpline.checked_on < today - VALID_FOR)
    return session.scalars(query.order_by(Helpline.checked_on, Helpline.id)).all()
