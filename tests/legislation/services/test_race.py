from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from threading import Barrier

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import sessionmaker

from scheduler.db import AppSession
from scheduler.legislation.models import Bill
from scheduler.legislation.reading import companions_of
from scheduler.legislation.services.bills import BillDraft, BillExistsError, add_bill

DRAFT = BillDraft("US Congress", "H.R. 1234", "Safe Routes Act")
PAIR = replace(DRAFT, number="H.R. 1234 / S. 99")
FORM = "0" * 36
PEOPLE = 4


def together(sessions: sessionmaker[AppSession], now: datetime, sent: Sequence[tuple[BillDraft, str]]) -> list[int]:
    """Send several forms at once; returns the bill of each, 0 where it was refused as it is there already."""
    start = Barrier(len(sent))

    def send(draft: BillDraft, form_id: str) -> int:
        with sessions() as session:
            start.wait()
            try:
                ident = add_bill(session, draft, actor_id=None, now=now, form_id=form_id).id
            except BillExistsError:
                return 0
            session.commit()
            return ident

    with ThreadPoolExecutor(len(sent)) as pool:
        return [one.result() for one in [pool.submit(send, *form) for form in sent]]


def companions(sessions: sessionmaker[AppSession]) -> dict[str, tuple[str, ...]]:
    with sessions() as session:
        bills = session.scalars(select(Bill)).all()
        numbers = companions_of(session, bills)
        return {bill.number: numbers.get(bill.id, ()) for bill in bills}


def test_one_form_sent_twice_at_the_same_time_adds_one_bill(sessions: sessionmaker[AppSession], now: datetime) -> None:
    def send() -> int:
        with sessions() as session:
            ident = add_bill(session, DRAFT, actor_id=None, now=now, form_id=FORM).id
            session.commit()
            return ident

    with ThreadPoolExecutor(1) as pool, sessions() as first:
        mine = add_bill(first, DRAFT, actor_id=None, now=now, form_id=FORM).id
        # The second one waits for the first, whose row it cannot see yet.
        other = pool.submit(send)
        first.commit()

        assert other.result() == mine
        assert first.scalar(select(func.count()).select_from(Bill)) == 1


@pytest.mark.parametrize(
    ("draft", "listed"),
    [(DRAFT, {"H.R. 1234": ()}), (PAIR, {"H.R. 1234": ("S. 99",), "S. 99": ("H.R. 1234",)})],
    ids=["bill", "pair"],
)
def test_one_form_sent_several_times_at_once_is_one_act(
    sessions: sessionmaker[AppSession], now: datetime, draft: BillDraft, listed: dict[str, tuple[str, ...]]
) -> None:
    idents = together(sessions, now, [(draft, FORM)] * PEOPLE)

    assert len(set(idents)) == 1
    assert 0 not in idents
    assert companions(sessions) == listed


def test_several_forms_that_name_one_pair_at_once_make_one_pair(
    sessions: sessionmaker[AppSession], now: datetime
) -> None:
    numbers = ("H.R. 1234 / S. 99", "S. 99 / H.R. 1234") * 2

    idents = together(sessions, now, [(replace(DRAFT, number=one), str(n) * 36) for n, one in enumerate(numbers)])

    assert sorted(ident != 0 for ident in idents) == [False] * (PEOPLE - 1) + [True]
    assert companions(sessions) == {"H.R. 1234": ("S. 99",), "S. 99": ("H.R. 1234",)}
