"""Bills that an older release has saved are found by today's words, and no duplicate of them gets in."""

import uuid
from datetime import datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import sessionmaker

from scheduler.db import AppSession
from scheduler.legislation.jobs import refold_bills
from scheduler.legislation.models import Bill
from scheduler.legislation.reading import bills_page
from scheduler.legislation.services.bills import BillDraft, BillExistsError, add_bill

DRAFT = BillDraft("Assemblée", "Nº 12", "Loi d’égalité")


def save_as_before(sessions: sessionmaker[AppSession], *numbers: str, now: datetime) -> None:
    """Save bills as the release before saved them."""
    with sessions() as session:
        for number in numbers:
            text = f"{DRAFT.jurisdiction}\n{number}\n{DRAFT.title}".casefold()
            key = f"assemblée|{number.casefold().replace(' ', '')}"
            bill = Bill(jurisdiction=DRAFT.jurisdiction, number=number, title=DRAFT.title, key=key, search_text=text)
            bill.created_at = now
            session.add(bill)
            session.flush()
        session.commit()


def test_what_an_older_release_saved_is_found_and_refuses_its_like(
    sessions: sessionmaker[AppSession], now: datetime
) -> None:
    save_as_before(sessions, "Nº 12", now=now)

    assert refold_bills(sessions) == 1
    assert refold_bills(sessions) == 0

    with sessions() as session:
        assert [bill.number for bill in bills_page(session, "égalite assemblee", 1).items] == ["Nº 12"]
        assert session.scalars(select(Bill.revision)).all() == [1]
        with pytest.raises(BillExistsError):
            add_bill(session, DRAFT, actor_id=None, now=now, form_id=str(uuid.uuid4()))


def test_two_that_are_the_same_now_are_kept_and_told_apart(sessions: sessionmaker[AppSession], now: datetime) -> None:
    save_as_before(sessions, "N° 12", "Nº 12", now=now)

    assert refold_bills(sessions) == 2
    assert refold_bills(sessions) == 0

    with sessions() as session:
        first, second = session.scalars(select(Bill).order_by(Bill.id))
        assert (first.key, second.key) == ("assemblee|12", f"assemblee|12#{second.id}")
