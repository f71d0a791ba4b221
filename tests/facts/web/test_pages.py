"""The pages of facts: who reads and who keeps them, what is refused, and what they said before."""

import html
import uuid

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from scheduler.db import AppSession
from scheduler.facts.models import Fact
from tests.coalition import Town

SAID = "50 million people live in modern slavery"
FACT = {
    "statement": SAID,
    "source_name": "ILO, Global Estimates",
    "source_url": "ilo.example/2022",
    "source_date": "2022-9",
    "true_until": "2027-12-31",
    "note": "",
}


def count(store: AppSession) -> int:
    found = store.scalar(select(func.count()).select_from(Fact)) or 0
    store.commit()
    return found


def add(town: Town, client: FlaskClient, **changes: str) -> TestResponse:
    owner = str(town.people["editor"].id)
    return client.post("/facts/new", data={**FACT, "owner_id": owner, "form_id": str(uuid.uuid4()), **changes})


@pytest.fixture
def path(app: Flask, town: Town) -> str:
    return str(add(town, town.client(app, "editor")).location)


@pytest.mark.parametrize(
    ("who", "read", "keep"),
    [
        ("visitor", 302, 302),
        ("loner", 403, 403),
        ("member", 200, 403),
        ("editor", 200, 200),
        ("other_lead", 200, 200),
        ("coordinator", 200, 200),
    ],
)
def test_members_read_facts_and_editors_of_any_organisation_keep_them(
    app: Flask, town: Town, path: str, who: str, read: int, keep: int
) -> None:
    client = town.client(app, who)

    reading = {client.get(one).status_code for one in ("/facts", path, f"{path}/versions/1")}
    keeping = {client.get(one).status_code for one in ("/facts/new", f"{path}/edit", f"{path}/retire")}

    assert (reading, keeping) == ({read}, {keep})
    assert ("/facts/new" in client.get("/facts").text) is (keep == 200)
    assert (f"{path}/edit" in client.get(path).text) is (keep == 200)


@pytest.mark.parametrize(("who", "status"), [("visitor", 401), ("loner", 403), ("member", 403)])
def test_nobody_else_adds_changes_or_retires(
    app: Flask, town: Town, store: AppSession, path: str, who: str, status: int
) -> None:
    client = town.client(app, who)
    data = {**FACT, "owner_id": str(town.people["editor"].id), "revision": "1", "reason": "Wrong", "statement": "Mine"}

    answers = [client.post(one, data=data).status_code for one in ("/facts/new", f"{path}/edit", f"{path}/retire")]

    assert answers == [status] * 3
    assert (count(store), store.scalars(select(Fact.statement)).one()) == (1, SAID)


def test_an_added_fact_stands_on_the_list_once_with_its_source(app: Flask, town: Town, store: AppSession) -> None:
    client, form_id = town.client(app, "editor"), str(uuid.uuid4())
    assert "No facts yet" in client.get("/facts").text

    assert [add(town, client, form_id=form_id).status_code for _ in range(2)] == [303, 303]

    assert count(store) == 1
    page = client.get("/facts?q=slavery").text
    assert SAID in page
    assert "ILO, Global Estimates, September 2022" in page
    assert "No matching facts" in client.get("/facts?q=nowhere").text


def test_the_page_shows_source_owner_and_last_day(app: Flask, town: Town, path: str) -> None:
    page = town.client(app, "member").get(path).text

    assert 'href="https://ilo.example/2022"' in page
    assert "31 December 2027" in page
    assert "Edi Editor (Lantern Bay)" in page
    assert "None of the content that you can read uses it." in page


def test_a_passed_last_day_is_pointed_out_on_its_day_after(app: Flask, town: Town) -> None:
    client = town.client(app, "editor")
    past = str(add(town, client, true_until="2020-01-31").location)

    assert "Its last day has passed" in client.get(past).text
    assert "To be checked" in client.get("/facts").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"statement": ""},
        {"statement": "x" * 10_000},
        {"statement": "a\nb"},
        {"source_name": ""},
        {"source_date": ""},
        {"source_date": "2023-02-29"},
        {"source_date": "x" * 10_000},
        {"source_url": "javascript:alert(1)"},
        {"source_url": "not a link"},
        {"true_until": "2027-02-30"},
        {"owner_id": "99999"},
        {"owner_id": "x"},
        {"note": "x" * 10_000},
    ],
)
def test_bad_input_is_refused_beside_its_field_and_kept(
    app: Flask, town: Town, store: AppSession, wrong: dict[str, str]
) -> None:
    answer = add(town, town.client(app, "editor"), **{"note": "Counted twice", **wrong})

    assert answer.status_code == 422
    (name,) = wrong
    assert f'id="{name}-error"' in answer.text
    assert "Counted twice" in answer.text or name == "note"
    assert count(store) == 0


@pytest.mark.parametrize("who", ["editor", "coordinator"])
def test_whoever_adds_a_fact_is_offered_as_its_owner(app: Flask, town: Town, who: str) -> None:
    page = town.client(app, who).get("/facts/new").text
    assert f'<option selected value="{town.people[who].id}">' in page


def test_somebody_without_an_organisation_owns_no_fact(app: Flask, town: Town, store: AppSession) -> None:
    answer = add(town, town.client(app, "editor"), owner_id=str(town.people["loner"].id))
    assert answer.status_code == 422
    assert count(store) == 0


def test_a_stale_edit_shows_both_texts_and_the_next_save_wins(app: Flask, town: Town, path: str) -> None:
    client, owner = town.client(app, "editor"), str(town.people["editor"].id)
    typed = {**FACT, "owner_id": owner}
    theirs = {**typed, "statement": "60 million, they say", "true_until": "2028-01-01", "revision": "1"}
    assert town.client(app, "other_lead").post(f"{path}/edit", data=theirs).status_code == 303

    late = client.post(f"{path}/edit", data={**typed, "statement": "61 million, I say", "revision": "1"})

    assert late.status_code == 409
    for text in ("60 million, they say", "61 million, I say", 'name="revision" type="hidden" value="2"'):
        assert text in late.text
    mine = {**typed, "statement": "61 million, I say", "revision": "2"}
    assert client.post(f"{path}/edit", data=mine).status_code == 303
    assert "61 million, I say" in client.get(path).text


def test_what_it_said_before_can_be_read_with_who_and_when(app: Flask, town: Town, path: str) -> None:
    client, owner = town.client(app, "other_lead"), str(town.people["editor"].id)
    client.post(f"{path}/edit", data={**FACT, "owner_id": owner, "statement": "60 million", "revision": "1"})

    page = client.get(path).text
    assert f'href="{path}/versions/1"' in page
    before, now = (client.get(f"{path}/versions/{number}").text for number in (1, 2))

    assert "This is what the fact said before." in before
    assert f"<bdi>{SAID}</bdi>" in before
    assert "Edi Editor (Lantern Bay)" in before
    assert "This is what the fact said before." not in now
    assert client.get(f"{path}/versions/3").status_code == 404


def test_a_retired_fact_stays_to_be_seen_and_cannot_be_edited(app: Flask, town: Town, path: str) -> None:
    client = town.client(app, "editor")
    assert client.post(f"{path}/retire", data={"reason": "", "revision": "1"}).status_code == 422
    assert client.post(f"{path}/retire", data={"reason": "Old", "revision": "0"}).status_code == 409

    assert client.post(f"{path}/retire", data={"reason": "It was <b>wrong</b>", "revision": "1"}).status_code == 303

    page = town.client(app, "member").get(path).text
    assert "Retired: do not use it any more" in page
    assert html.escape("It was <b>wrong</b>") in page
    assert f"{path}/edit" not in client.get(path).text
    again = [
        client.get(f"{path}/edit"),
        client.post(f"{path}/retire", data={"reason": "Twice", "revision": "2"}),
        client.post(f"{path}/edit", data={**FACT, "owner_id": str(town.people["editor"].id), "revision": "2"}),
    ]
    assert [answer.location for answer in again] == [path] * 3
    assert "This fact has already been retired" in client.get(path).text


@pytest.mark.parametrize("rest", ["", "/edit", "/retire", "/versions/1"])
def test_what_is_not_there_is_404(app: Flask, town: Town, rest: str) -> None:
    assert town.client(app, "editor").get(f"/facts/99{rest}").status_code == 404
