"""Milestones of a bill through its pages: who may, what is refused, what a second tab finds."""

import re
import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from scheduler.db import AppSession
from scheduler.legislation.models import Bill, BillMilestone
from tests.coalition import Town

BILL = {"jurisdiction": "US Congress", "number": "H.R. 2732", "title": "Safe Routes Act"}
VOTE = {
    "kind": "committee_vote",
    "day": "2026-06-12",
    "votes_for": "22",
    "votes_against": "0",
    "place": "Committee on the Judiciary",
    "source_url": "congress.example/votes/1",
    "note": "Reported favourably",
}
REASON = "The page named another bill"
COUNT = "22–0"


@pytest.fixture
def bill_id(app: Flask, town: Town, store: AppSession) -> int:
    town.client(app, "editor").post("/bills/new", data={**BILL, "form_id": str(uuid.uuid4())})
    found = store.scalars(select(Bill.id)).one()
    store.commit()
    return found


def add(client: FlaskClient, bill_id: int, **changes: str) -> TestResponse:
    typed = {**VOTE, "form_id": str(uuid.uuid4()), **changes}
    return client.post(f"/bills/{bill_id}/milestones/new", data=typed)


def count(store: AppSession) -> int:
    found = store.scalar(select(func.count()).select_from(BillMilestone)) or 0
    store.commit()
    return found


def only(store: AppSession) -> BillMilestone:
    row = store.scalars(select(BillMilestone), execution_options={"populate_existing": True}).one()
    store.commit()
    return row


@pytest.fixture
def path(app: Flask, town: Town, bill_id: int, store: AppSession) -> str:
    add(town.client(app, "editor"), bill_id)
    return f"/bills/{bill_id}/milestones/{only(store).id}"


@pytest.mark.parametrize(
    ("who", "statuses"),
    [
        ("visitor", (302, 302, 302, 401, 401, 401)),
        ("loner", (403, 403, 403, 403, 403, 403)),
        ("member", (403, 403, 403, 403, 403, 403)),
        ("editor", (200, 200, 200, 303, 303, 303)),
        ("lead", (200, 200, 200, 303, 303, 303)),
        ("other_lead", (200, 200, 200, 303, 303, 303)),
        ("coordinator", (200, 200, 200, 303, 303, 303)),
    ],
)
def test_editors_of_any_organisation_keep_milestones(
    app: Flask, town: Town, bill_id: int, path: str, who: str, statuses: tuple[int, ...]
) -> None:
    client = town.client(app, who)
    asked: list[Callable[[], TestResponse]] = [
        lambda: client.get(f"/bills/{bill_id}/milestones/new"),
        lambda: client.get(f"{path}/edit"),
        lambda: client.get(f"{path}/retract"),
        lambda: add(client, bill_id, day="2026-06-13"),
        lambda: client.post(f"{path}/edit", data={**VOTE, "votes_for": "21", "revision": "1"}),
        lambda: client.post(f"{path}/retract", data={"reason": REASON, "revision": "2"}),
    ]

    assert tuple(ask().status_code for ask in asked) == statuses


def test_a_double_click_adds_one(app: Flask, town: Town, bill_id: int, store: AppSession) -> None:
    client, form_id = town.client(app, "editor"), str(uuid.uuid4())

    assert [add(client, bill_id, form_id=form_id).status_code for _ in range(2)] == [303, 303]

    assert count(store) == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"kind": ""}, "Choose what happened."),
        ({"kind": "coronation"}, "Not a valid choice"),
        ({"day": ""}, "Required."),
        ({"day": "2026-02-30"}, "February 2026 has 28 days."),
        ({"votes_for": "many"}, "Enter a whole number, 0 or more."),
        ({"votes_for": "-1"}, "Enter a whole number, 0 or more."),
        ({"votes_for": "2.5"}, "Enter a whole number, 0 or more."),
        ({"votes_for": "1e3"}, "Enter a whole number, 0 or more."),
        ({"votes_for": "100000"}, "Enter a number up to 99,999."),
        ({"votes_for": "9" * 5000}, "characters too long"),
        ({"votes_for": ""}, "Enter both numbers of votes, or leave both empty."),
        ({"votes_against": ""}, "Enter both numbers of votes, or leave both empty."),
        ({"kind": "hearing"}, "Only a committee vote or a floor vote has a count."),
        ({"source_url": ""}, "Required."),
        ({"source_url": "javascript:alert(1)"}, "Enter a full link"),
        ({"place": "a\nb"}, "line"),
        ({"note": "x" * 501}, "This is 1 character too long"),
    ],
)
def test_bad_input_is_refused_beside_its_field_and_kept(
    app: Flask, town: Town, bill_id: int, store: AppSession, wrong: dict[str, str], message: str
) -> None:
    answer = add(town.client(app, "editor"), bill_id, **{"note": "Kept as typed", **wrong})

    assert answer.status_code == 422
    (name,) = wrong
    beside = [part.partition("</p>")[0] for part in answer.text.split('<p class="field-error" id="')[1:]]
    # Half a count is told beside the half that is missing, a count of what is no vote beside the count.
    place = "votes_for" if wrong == {"kind": "hearing"} else name
    assert [text for text in beside if text.startswith(f"{place}-error") and message in text] == beside
    assert ("Kept as typed" in answer.text) is (name != "note")
    assert count(store) == 0


def test_numbers_in_other_digits_are_numbers(app: Flask, town: Town, bill_id: int, store: AppSession) -> None:
    assert add(town.client(app, "editor"), bill_id, votes_for="٩١", votes_against="３").status_code == 303

    assert (only(store).votes_for, only(store).votes_against) == (91, 3)


def test_a_day_before_the_introduction_is_saved_and_said(app: Flask, town: Town, bill_id: int) -> None:
    client = town.client(app, "editor")
    add(client, bill_id, kind="introduced", day="2026-06-20", votes_for="", votes_against="")

    assert add(client, bill_id).status_code == 303

    page = client.get(f"/bills/{bill_id}").text
    assert "That is before the bill was introduced, on Saturday 20 June 2026. Check both days." in page
    assert page.count("This day is before the bill was introduced.") == 1


def test_a_change_in_a_stale_tab_shows_both_texts(app: Flask, town: Town, path: str, store: AppSession) -> None:
    client = town.client(app, "editor")
    assert client.post(f"{path}/edit", data={**VOTE, "votes_for": "21", "revision": "1"}).status_code == 303

    late = client.post(f"{path}/edit", data={**VOTE, "votes_for": "20", "revision": "1"})

    assert late.status_code == 409
    assert 'value="20"' in late.text
    assert "21" in late.text
    assert 'name="revision" type="hidden" value="2"' in late.text
    assert client.post(f"{path}/edit", data={**VOTE, "votes_for": "20", "revision": "2"}).status_code == 303
    assert only(store).votes_for == 20


def test_taking_back_needs_a_reason_and_what_is_there_now(app: Flask, town: Town, path: str, store: AppSession) -> None:
    client = town.client(app, "editor")

    without = client.post(f"{path}/retract", data={"reason": " ", "revision": "1"})
    assert (without.status_code, 'id="reason-error"' in without.text) == (422, True)
    client.post(f"{path}/edit", data={**VOTE, "votes_for": "21", "revision": "1"})
    stale = client.post(f"{path}/retract", data={"reason": REASON, "revision": "1"})

    assert (stale.status_code, f'value="{REASON}"' in stale.text) == (409, True)
    assert "It was changed in the meantime." in stale.text
    assert only(store).taken_back_at is None


def test_who_comes_second_is_told_that_it_was_taken_back(app: Flask, town: Town, path: str, store: AppSession) -> None:
    client = town.client(app, "editor")
    assert client.post(f"{path}/retract", data={"reason": REASON, "revision": "1"}).status_code == 303

    again = client.post(f"{path}/retract", data={"reason": "Mine", "revision": "2"})
    changed = client.post(f"{path}/edit", data={**VOTE, "note": "Mine", "revision": "2"})

    for answer in (again, changed):
        assert answer.status_code == 409
        assert f"has already been retracted, because: {REASON}" in answer.text
        assert 'value="Mine"' in answer.text
    assert (only(store).taken_back_reason, only(store).note) == (REASON, VOTE["note"])


@pytest.mark.parametrize("rest", ["/edit", "/retract"])
def test_a_milestone_of_another_bill_is_not_there(
    app: Flask, town: Town, bill_id: int, path: str, rest: str, store: AppSession
) -> None:
    client = town.client(app, "editor")
    client.post("/bills/new", data={**BILL, "number": "S. 1", "form_id": str(uuid.uuid4())})
    other = store.scalars(select(Bill.id).where(Bill.number == "S. 1")).one()
    store.commit()

    for missing in (
        f"/bills/{other}/milestones/{only(store).id}",
        f"/bills/{bill_id}/milestones/999",
        "/bills/99/milestones/1",
    ):
        assert client.get(f"{missing}{rest}").status_code == 404
        assert client.post(f"{missing}{rest}", data={**VOTE, "reason": REASON, "revision": "1"}).status_code == 404
    assert client.get("/bills/99/milestones/new").status_code == 404


def test_the_calendar_the_search_and_the_filter_find_it(app: Flask, town: Town, path: str, bill_id: int) -> None:
    client = town.client(app, "member")

    month = client.get("/calendar?month=2026-06&kind=milestone").text
    found = re.sub("</?mark>", "", client.get("/search?q=committee+vote+2732").text)
    by_place = re.sub("</?mark>", "", client.get("/search?q=safe+routes&kind=milestone").text)

    for page in (month, found, by_place):
        assert "Committee vote: H.R. 2732" in page
        assert f'href="{path.partition("/milestones")[0]}#milestone-' in page
    assert "Committee vote" not in client.get("/calendar?month=2026-06&kind=event").text
    assert "Committee vote" not in town.client(app, "visitor").get("/calendar?month=2026-06").text


def test_the_page_of_the_bill_shows_each_milestone_with_its_source(
    app: Flask, town: Town, path: str, bill_id: int
) -> None:
    page = town.client(app, "member").get(f"/bills/{bill_id}").text

    assert f"Committee vote <bdi>{COUNT}</bdi>" in page
    assert 'href="https://congress.example/votes/1"' in page
    assert "Committee on the Judiciary" in page
    assert "retract" not in page
    assert "retract" in town.client(app, "editor").get(f"/bills/{bill_id}").text


def test_what_was_taken_back_stays_struck_through_with_its_reason(
    app: Flask, town: Town, path: str, bill_id: int
) -> None:
    client = town.client(app, "editor")
    client.post(f"{path}/retract", data={"reason": REASON, "revision": "1"})

    page = client.get(f"/bills/{bill_id}").text

    assert f"<s>Committee vote <bdi>{COUNT}</bdi></s>" in page
    assert f"because: <bdi>{REASON}</bdi>" in page
    assert "No milestones yet" in page
    assert f"{path}/retract" not in page


def test_the_same_again_from_another_page_is_refused_and_can_be_told_apart(
    app: Flask, town: Town, bill_id: int, path: str, store: AppSession
) -> None:
    editor = town.client(app, "editor")
    again = add(editor, bill_id)
    assert again.status_code == 422
    assert "already" in again.text.partition('id="day-error"')[2][:600]
    assert VOTE["note"] in again.text
    assert count(store) == 1

    assert add(editor, bill_id, place="Committee on Rules").status_code == 303
    editor.post(f"{path}/retract", data={"reason": REASON, "revision": "1"})
    assert add(editor, bill_id).status_code == 303


def test_the_pages_of_what_was_retracted_lead_back_with_the_reason(app: Flask, town: Town, path: str) -> None:
    editor = town.client(app, "editor")
    editor.post(f"{path}/retract", data={"reason": REASON, "revision": "1"})

    for page in ("edit", "retract"):
        answer = editor.get(f"{path}/{page}")
        assert answer.status_code == 303
        assert f"because: {REASON}" in editor.get(answer.location).text


def test_votes_of_a_day_to_come_are_not_counted_yet(app: Flask, town: Town, bill_id: int, store: AppSession) -> None:
    answer = add(town.client(app, "editor"), bill_id, day="2027-12-10")

    assert answer.status_code == 422
    assert "That day is still to come." in answer.text.partition('id="votes_for-error"')[2][:600]
    assert 'id="votes_against-error"' not in answer.text
    assert count(store) == 0


@pytest.mark.parametrize(("typed", "number"), [("1,024", 1024), ("1 024", 1024), ("12", 12)])
def test_numbers_are_read_as_people_write_them(
    app: Flask, town: Town, bill_id: int, store: AppSession, typed: str, number: int
) -> None:
    add(town.client(app, "editor"), bill_id, votes_for=typed)

    assert only(store).votes_for == number
