"""Finds and lists bills and their milestones; they are no secret among members."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from scheduler.agenda.services.follows import followed
from scheduler.folding import asked_words
from scheduler.legislation.domain.milestones import BillStatus, Count, MilestoneKind, Step, status_on
from scheduler.legislation.models import Bill, BillMilestone
from scheduler.matching import given_words, holds_given, spelling_counts
from scheduler.request_cache import asked_once_each
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


def families_of(session: Session, bill_ids: Collection[int]) -> dict[int, frozenset[int]]:
    """Return by bill the ids of it and of its companions."""
    root = func.coalesce(Bill.companion_of_id, Bill.id)
    query = select(Bill.id, root.label("root")).where(root.in_(select(root).where(Bill.id.in_(bill_ids))))
    roots = {row.id: row.root for row in session.execute(query)}
    return {ident: frozenset(one for one in roots if roots[one] == roots[ident]) for ident in bill_ids}


def series_of(bill_id: int) -> str:
    """Return the key under which a bill is followed."""
    return f"bill:{bill_id}"


def followed_bills(session: Session, person_id: int) -> frozenset[int]:
    """Return the ids of the bills that a person follows, and of their companions, which are the same text."""
    start = series_of(0).removesuffix("0")
    ids = {int(target.removeprefix(start)) for target in followed(session, person_id) if target.startswith(start)}
    return frozenset().union(*families_of(session, ids).values()) if ids else frozenset()


def other_companions(session: Session, bill: Bill) -> Sequence[Bill]:
    """Return the bills that were written down with one, by number."""
    family = family_of(session, {bill.companion_of_id or bill.id}) - {bill.id}
    return session.scalars(select(Bill).where(Bill.id.in_(family)).order_by(Bill.number, Bill.id)).all()


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


def bills_page(
    session: Session, text: str, page: int, *, among: Collection[int] | None = None, per_page: int = PER_PAGE
) -> Page[Bill]:
    """Return the bills in which every word of the text stands, by jurisdiction and number; pages count from 1.

    With `among`, only those of these ids.
    """
    words = asked_words(text)
    asked = {**given_words(words), "among": sorted(among or ())}
    counted, listed = _fitting(spelling_counts(words), is_among=among is not None)
    total = session.scalar(counted, asked) or 0
    rows = session.scalars(listed.offset(first_row(page, per_page)).limit(per_page), asked).all() if total else ()
    return Page(rows, page, per_page, total)


# Built once: the search asks for them, and to build one takes longer than to answer it.
@lru_cache(maxsize=32)
def _fitting(spellings: tuple[int, ...], *, is_among: bool) -> tuple[Select[int], Select[Bill]]:
    fits = holds_given(Bill.search_text, spellings)
    if is_among:
        fits = and_(fits, Bill.id.in_(bindparam("among", expanding=True)))
    listed = select(Bill).where(fits).order_by(Bill.jurisdiction, Bill.number, Bill.id)
    return select(func.count()).select_from(Bill).where(fits), listed


def has_milestone(session: Session, bill_id: int, kind: MilestoneKind, day: date, place: str) -> bool:
    """Say whether a bill has such a milestone that stands."""
    row = BillMilestone
    query = select(row.id).where(row.bill_id == bill_id, row.kind == kind, row.day == day, row.place == place)
    return session.scalar(query.where(row.taken_back_at.is_(None)).limit(1)) is not None


def milestone_of(session: Session, bill_id: int, milestone_id: int) -> BillMilestone | None:
    """Return a milestone of a bill, be it taken back or not."""
    return session.scalar(
        select(BillMilestone).where(BillMilestone.id == milestone_id, BillMilestone.bill_id == bill_id)
    )


def milestone_rows(session: Session, bill_id: int) -> Sequence[BillMilestone]:
    """Return all milestones of a bill, newest day first; those of one day the latest entered first."""
    query = select(BillMilestone).where(BillMilestone.bill_id == bill_id)
    return session.scalars(query.order_by(BillMilestone.day.desc(), BillMilestone.id.desc())).all()


def milestone_row(session: Session, milestone_id: int) -> BillMilestone | None:
    """Return a milestone by id."""
    return session.get(BillMilestone, milestone_id)


def milestones_by_id(session: Session, ids: Collection[int]) -> Sequence[BillMilestone]:
    """Return milestones by their ids, in that order."""
    return session.scalars(select(BillMilestone).where(BillMilestone.id.in_(ids)).order_by(BillMilestone.id)).all()


def milestones_changed_at(session: Session, ids: Collection[int], at: datetime) -> list[BillMilestone]:
    """Return those of some milestones that were entered, changed or taken back at this moment.

    What else readers may see of a milestone, such as another name of its bill, is no news.
    """
    return [row for row in milestones_by_id(session, ids) if row.changed_at == at]


def milestones_reached(session: Session, first_day: date, last_day: date) -> Sequence[int]:
    """Return the ids of the milestones of these days that stand and were entered before their day, UTC."""
    row = BillMilestone
    query = select(row).where(row.day.between(first_day, last_day), row.taken_back_at.is_(None)).order_by(row.id)
    return [one.id for one in session.scalars(query) if (one.changed_at or one.created_at).date() < one.day]


def milestones_with_bills(session: Session, ids: Collection[int]) -> dict[int, tuple[Bill, BillMilestone]]:
    """Return milestones by id, each with its bill."""
    query = select(Bill, BillMilestone).join(BillMilestone, BillMilestone.bill_id == Bill.id)
    rows = session.execute(query.where(BillMilestone.id.in_(ids))).all()
    return {row.BillMilestone.id: (row.Bill, row.BillMilestone) for row in rows}


def milestones_changed_since(
    session: Session, bill_ids: Collection[int], since: datetime
) -> list[tuple[Bill, BillMilestone]]:
    """Return what was entered, changed or taken back of bills and their companions after a moment, in that order."""
    roots = select(func.coalesce(Bill.companion_of_id, Bill.id)).where(Bill.id.in_(bill_ids))
    query = select(Bill, BillMilestone).join(BillMilestone, BillMilestone.bill_id == Bill.id)
    query = query.where(func.coalesce(Bill.companion_of_id, Bill.id).in_(roots), BillMilestone.changed_at > since)
    rows = session.execute(query.order_by(BillMilestone.changed_at, BillMilestone.id)).all()
    return [(row.Bill, row.BillMilestone) for row in rows]


def standing_milestones(session: Session, bill_ids: Collection[int]) -> Sequence[BillMilestone]:
    """Return the milestones of bills that were not taken back, by day."""
    rows = [row for found in _standing_by_bill(session, bill_ids).values() for row in found]
    return sorted(rows, key=lambda row: (row.day, row.id))


@asked_once_each
def _standing_by_bill(session: Session, bill_ids: Collection[int]) -> dict[int, tuple[BillMilestone, ...]]:
    query = select(BillMilestone).where(BillMilestone.bill_id.in_(bill_ids), BillMilestone.taken_back_at.is_(None))
    found: dict[int, tuple[BillMilestone, ...]] = dict.fromkeys(bill_ids, ())
    for row in session.scalars(query):
        found[row.bill_id] += (row,)
    return found


def steps_of(rows: Iterable[BillMilestone]) -> list[Step]:
    """Return those of the milestones that stand."""
    return [_step(row) for row in rows if row.taken_back_at is None]


def statuses_of(session: Session, bills: Collection[Bill], today: date) -> dict[int, BillStatus]:
    """Return by bill how far it is on a day."""
    if not bills:
        return {}
    ids = [bill.id for bill in bills]
    query = select(BillMilestone).where(BillMilestone.bill_id.in_(ids), BillMilestone.taken_back_at.is_(None))
    steps: dict[int, list[Step]] = {ident: [] for ident in ids}
    for row in session.scalars(query):
        steps[row.bill_id].append(_step(row))
    return {ident: status_on(found, today) for ident, found in steps.items()}


def count_of(row: BillMilestone) -> Count | None:
    """Return how the vote went, if it was one whose count is known."""
    if row.votes_for is None or row.votes_against is None:
        return None
    return Count(row.votes_for, row.votes_against)


def _step(row: BillMilestone) -> Step:
    return Step(row.id, MilestoneKind(row.kind), row.day, count_of(row))
