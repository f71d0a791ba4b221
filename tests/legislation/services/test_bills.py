import uuid
from dataclasses import replace
from datetime import datetime

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from scheduler.accounts.models import Person
from scheduler.agenda.services.changes import ChangeContext
from scheduler.legislation.models import Bill
from scheduler.legislation.reading import bills_page, companions_of
from scheduler.legislation.services.bills import (
    BillDraft,
    BillExistsError,
    add_bill,
    change_bill,
    find_or_create,
)
from scheduler.rows import StaleEditError
from tests.factories import person

DRAFT = BillDraft("US Congress", "H.R. 1234", "Safe Routes Act", "https://congress.example/hr1234")


def new_form() -> str:
    return str(uuid.uuid4())


def by(actor: Person, now: datetime) -> ChangeContext:
    return ChangeContext((), actor.id, now)


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

    change_bill(session, bill, replace(DRAFT, title="Safer Routes Act"), revision=1, context=by(actor, now))

    assert (bill.title, bill.revision) == ("Safer Routes Act", 2)


def test_change_of_a_stale_bill_is_refused_with_what_stands_now(session: Session, now: datetime) -> None:
    actor = person(session)
    bill = find_or_create(session, DRAFT, actor_id=None, now=now)

    with pytest.raises(StaleEditError) as caught:
        change_bill(session, bill, replace(DRAFT, title="Mine"), revision=0, context=by(actor, now))

    assert caught.value.current["title"] == "Safe Routes Act"
    assert bill.title == "Safe Routes Act"


def test_change_to_the_number_of_another_bill_is_refused(session: Session, now: datetime) -> None:
    actor = person(session)
    find_or_create(session, DRAFT, actor_id=None, now=now)
    other = find_or_create(session, replace(DRAFT, number="S. 99"), actor_id=None, now=now)

    with pytest.raises(BillExistsError):
        change_bill(session, other, DRAFT, revision=1, context=by(actor, now))

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


def numbers(session: Session) -> list[str]:
    return [bill.number for bill in bills_page(session, "", 1).items]


def test_one_field_may_name_a_bill_and_its_companion(session: Session, now: datetime) -> None:
    form_id = new_form()
    draft = replace(DRAFT, number="H.R. 2732 / S. 1207")

    first = add_bill(session, draft, actor_id=None, now=now, form_id=form_id)
    again = add_bill(session, draft, actor_id=None, now=now, form_id=form_id)

    bills = bills_page(session, "", 1).items
    assert again is first
    assert [bill.number for bill in bills] == ["H.R. 2732", "S. 1207"]
    assert companions_of(session, bills) == {bills[0].id: ("S. 1207",), bills[1].id: ("H.R. 2732",)}


def test_what_is_there_already_becomes_the_companion(session: Session, now: datetime) -> None:
    there = find_or_create(session, replace(DRAFT, number="HR 2732", title="Older"), actor_id=None, now=now)

    added = add_bill(session, replace(DRAFT, number="H.R. 2732 / S. 1207"), actor_id=None, now=now, form_id=new_form())

    assert (added.number, there.title, numbers(session)) == ("S. 1207", "Older", ["HR 2732", "S. 1207"])
    assert companions_of(session, [added]) == {added.id: ("HR 2732",)}
    with pytest.raises(BillExistsError):
        add_bill(session, replace(DRAFT, number="S 1207/HR 2732"), actor_id=None, now=now, form_id=new_form())


def test_a_changed_number_may_name_a_companion(session: Session, now: datetime) -> None:
    actor = person(session)
    bill = find_or_create(session, DRAFT, actor_id=None, now=now)
    third = find_or_create(session, replace(DRAFT, number="C-7"), actor_id=None, now=now)

    change_bill(session, bill, replace(DRAFT, number="H.R. 1234; S. 9; C-7"), revision=1, context=by(actor, now))

    assert numbers(session) == ["C-7", "H.R. 1234", "S. 9"]
    assert companions_of(session, [third]) == {third.id: ("H.R. 1234", "S. 9")}


def test_a_number_of_before_that_names_two_is_split_only_when_it_changes(session: Session, now: datetime) -> None:
    actor = person(session)
    bill = find_or_create(session, replace(DRAFT, number="H.R. 1; S. 2"), actor_id=None, now=now)

    titled = replace(DRAFT, number="H.R. 1; S. 2", title="Safer Routes Act")
    change_bill(session, bill, titled, revision=1, context=by(actor, now))
    assert numbers(session) == ["H.R. 1; S. 2"]

    change_bill(session, bill, replace(titled, number="H.R. 1 / S. 2"), revision=2, context=by(actor, now))
    assert numbers(session) == ["H.R. 1", "S. 2"]


@pytest.mark.parametrize("place", range(3))
def test_a_bill_can_be_taken_out_of_its_companions(session: Session, now: datetime, place: int) -> None:
    actor = person(session)
    add_bill(session, replace(DRAFT, number="A 1 / B 2 / C 3"), actor_id=None, now=now, form_id=new_form())
    bills = bills_page(session, "", 1).items
    parted, first, second = bills[place], *(bill for n, bill in enumerate(bills) if n != place)
    draft = replace(DRAFT, number=parted.number)

    change_bill(session, parted, draft, revision=1, context=by(actor, now), is_apart=True)
    assert companions_of(session, bills) == {first.id: (second.number,), second.id: (first.number,)}
    assert parted.revision == 2

    change_bill(session, first, replace(DRAFT, number=first.number), revision=1, context=by(actor, now), is_apart=True)
    assert companions_of(session, bills) == {}


@pytest.mark.parametrize("number", ["Nº 12", "№ 12", "Ｎo. １２", "12"])
def test_signs_and_accents_make_no_duplicate(session: Session, now: datetime, number: str) -> None:
    add_bill(session, BillDraft("Assemblée", "N° 12", "Loi"), actor_id=None, now=now, form_id=new_form())

    with pytest.raises(BillExistsError):
        add_bill(session, BillDraft("assemblee", number, "Loi"), actor_id=None, now=now, form_id=new_form())


def test_one_that_was_there_twice_before_can_still_be_changed(session: Session, now: datetime) -> None:
    actor = person(session)
    find_or_create(session, DRAFT, actor_id=None, now=now)
    twin = find_or_create(session, replace(DRAFT, number="S. 9"), actor_id=None, now=now)
    twin.number, twin.key = "HR 1234", f"{twin.key}#{twin.id}"
    session.flush()

    change_bill(session, twin, replace(DRAFT, number="HR 1234", title="Other"), revision=1, context=by(actor, now))

    assert twin.title == "Other"


def test_chamber_and_sponsors_are_those_of_one_bill_and_are_found(session: Session, now: datetime) -> None:
    actor = person(session)
    known = replace(DRAFT, number="H.R. 2732 / S. 1207", chamber="House of Representatives", sponsors="Rep. Müller")

    first = add_bill(session, known, actor_id=None, now=now, form_id=new_form())
    companion = bills_page(session, "1207", 1).items[0]
    assert (first.chamber, first.sponsors, companion.chamber, companion.sponsors) == (
        "House of Representatives",
        "Rep. Müller",
        "",
        "",
    )
    assert [bill.id for bill in bills_page(session, "representatives muller", 1).items] == [first.id]

    draft = replace(DRAFT, number="S. 1207", chamber="Senate")
    change_bill(session, companion, draft, revision=1, context=by(actor, now))
    assert (companion.chamber, first.chamber) == ("Senate", "House of Representatives")
