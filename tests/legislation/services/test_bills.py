import uuid
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.legislation.models import Bill
from scheduler.legislation.reading import bills_page
from scheduler.legislation.services import (
    BillDraft,
    BillExistsError,
    StaleEditError,
    add_bill,
    change_bill,
    find_or_create,
)
from tests.factories import person

DRAFT = BillDraft("US Congress", "H.R. 1234", "Safe Routes Act", "https://congress.example/hr1234")


def new_form() -> str:
    return str(uuid.uuid4())


def count(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(Bill)) or 0


def test_add_bill_keeps_what_was_written(session: Session, now: datetime) -> None:
    actor = person(session)

    bill = add_bill(session, DRAFT, actor_id=actor.id, now=now, form_id=new_form())

    assert (bill.jurisdiction, bill.number, bill.title, bill.url) == (
        "US Congress",
        "H.R. 1234",
        "Safe Routes Act",
        "https://congress.example/hr1234",
    )
    assert (bill.created_by_id, bill.created_at, bill.revision) == (actor.id, now, 1)


def test_the_same_form_sent_twice_adds_one_bill(session: Session, now: datetime) -> None:
    form_id = new_form()

    first = add_bill(session, DRAFT, actor_id=None, now=now, form_id=form_id)
    second = add_bill(session, DRAFT, actor_id=None, now=now, form_id=form_id)

    assert second is first
    assert count(session) == 1


def test_another_spelling_of_a_known_number_is_refused(session: Session, now: datetime) -> None:
    first = add_bill(session, DRAFT, actor_id=None, now=now, form_id=new_form())

    with pytest.raises(BillExistsError) as caught:
        add_bill(session, replace(DRAFT, number="hr1234"), actor_id=None, now=now, form_id=new_form())

    assert caught.value.bill is first
    assert count(session) == 1


def test_find_or_create_leaves_a_known_bill_as_it_stands(session: Session, now: datetime) -> None:
    first = find_or_create(session, DRAFT, actor_id=None, now=now)

    again = find_or_create(session, replace(DRAFT, title="Another title"), actor_id=None, now=now)

    assert again is first
    assert first.title == "Safe Routes Act"


def test_change_bill_raises_the_revision(session: Session, now: datetime) -> None:
    actor = person(session)
    bill = find_or_create(session, DRAFT, actor_id=None, now=now)

    change_bill(session, bill, replace(DRAFT, title="Safer Routes Act"), revision=1, actor_id=actor.id, now=now)

    assert (bill.title, bill.revision) == ("Safer Routes Act", 2)


def test_change_of_a_stale_bill_is_refused_with_what_stands_now(session: Session, now: datetime) -> None:
    actor = person(session)
    bill = find_or_create(session, DRAFT, actor_id=None, now=now)

    with pytest.raises(StaleEditError) as caught:
        change_bill(session, bill, replace(DRAFT, title="Mine"), revision=0, actor_id=actor.id, now=now)

    assert caught.value.current["title"] == "Safe Routes Act"
    assert bill.title == "Safe Routes Act"


def test_change_to_the_number_of_another_bill_is_refused(session: Session, now: datetime) -> None:
    actor = person(session)
    find_or_create(session, DRAFT, actor_id=None, now=now)
    other = find_or_create(session, replace(DRAFT, number="S. 99"), actor_id=None, now=now)

    with pytest.raises(BillExistsError):
        change_bill(session, other, DRAFT, revision=1, actor_id=actor.id, now=now)

    assert (other.number, other.revision) == ("S. 99", 1)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("", ["2021/0114", "H.R. 1234"]),
        ("ESPAÑA", ["2021/0114"]),
        ("espana", ["2021/0114"]),
        ("España ２０２１", ["2021/0114"]),
        ("hr1234", ["H.R. 1234"]),
        ("H.R.1234", ["H.R. 1234"]),
        ("h r 1234", ["H.R. 1234"]),
        ("1/2345", []),
        ("safe 1234", ["H.R. 1234"]),
        ("%", []),
        ("nothing", []),
    ],
)
def test_search_finds_every_word_in_any_case(session: Session, now: datetime, text: str, numbers: list[str]) -> None:
    find_or_create(session, DRAFT, actor_id=None, now=now)
    find_or_create(session, BillDraft("España", "2021/0114", "Ley de rutas"), actor_id=None, now=now)

    page = bills_page(session, text, 1)

    assert [bill.number for bill in page.items] == numbers
    assert page.total == len(numbers)
