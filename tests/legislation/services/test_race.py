from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import sessionmaker

from scheduler.db import AppSession
from scheduler.legislation.models import Bill
from scheduler.legislation.services import BillDraft, add_bill

DRAFT = BillDraft("US Congress", "H.R. 1234", "Safe Routes Act")
FORM = "0" * 36


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
