import uuid

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from scheduler.db import AppSession
from scheduler.legislation.models import Bill
from tests.coalition import Town

BILL = {"jurisdiction": "US Congress", "number": "H.R. 1234", "title": "Safe Routes Act", "url": "congress.example/1"}


def count(store: AppSession) -> int:
    found = store.scalar(select(func.count()).select_from(Bill)) or 0
    store.commit()
    return found


def add(client: FlaskClient, **changes: str) -> TestResponse:
    return client.post("/bills/new", data={**BILL, "form_id": str(uuid.uuid4()), **changes})


@pytest.mark.parametrize(
    ("who", "statuses"),
    [
        ("visitor", (302, 302, 401)),
        ("loner", (403, 403, 403)),
        ("member", (200, 403, 403)),
        ("editor", (200, 200, 303)),
        ("coordinator", (200, 200, 303)),
    ],
)
def test_members_read_the_list_and_editors_add_to_it(
    app: Flask, town: Town, who: str, statuses: tuple[int, int, int]
) -> None:
    client = town.client(app, who)

    answers = (client.get("/bills"), client.get("/bills/new"), add(client))

    assert tuple(answer.status_code for answer in answers) == statuses


def test_an_added_bill_stands_on_the_list_once(app: Flask, town: Town, store: AppSession) -> None:
    client, form_id = town.client(app, "editor"), str(uuid.uuid4())

    assert [add(client, form_id=form_id).status_code for _ in range(2)] == [303, 303]

    assert count(store) == 1
    page = client.get("/bills").text
    assert "H.R. 1234" in page
    assert 'href="https://congress.example/1"' in page


def test_companions_are_added_at_once_and_stand_beside_each_other(app: Flask, town: Town, store: AppSession) -> None:
    client = town.client(app, "editor")

    assert add(client, number="H.R. 2732 / S. 1207").status_code == 303

    page = client.get("/bills").text
    assert "H.R. 2732 added, with its companion S. 1207." in page
    assert (page.count("companion: S. 1207"), page.count("companion: H.R. 2732"), count(store)) == (1, 1, 2)


def test_companions_are_parted_on_the_page_of_either(app: Flask, town: Town, store: AppSession) -> None:
    client = town.client(app, "editor")
    add(client, number="H.R. 2732 / S. 1207")
    bill_id = store.scalars(select(Bill.id).where(Bill.number == "S. 1207")).one()
    store.commit()
    path, typed = f"/bills/{bill_id}/edit", {**BILL, "number": "S. 1207", "revision": "1", "is_apart": "y"}

    assert "Listed as the same text: H.R. 2732." in client.get(path).text
    assert [town.client(app, who).post(path, data=typed).status_code for who in ("visitor", "loner", "member")] == [
        401,
        403,
        403,
    ]
    assert client.post(path, data=typed).status_code == 303

    assert "companion:" not in client.get("/bills").text
    assert "Remove from its companions" not in client.get(path).text


def test_a_number_that_is_there_is_refused_beside_its_field(app: Flask, town: Town, store: AppSession) -> None:
    client = town.client(app, "editor")
    add(client)

    answer = add(client, number="HR 1234", title="Mine")

    assert answer.status_code == 422
    assert "This bill is already listed: Safe Routes Act" in answer.text
    assert 'value="Mine"' in answer.text
    assert count(store) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": ""},
        {"number": "a\nb"},
        {"chamber": "x" * 81},
        {"sponsors": "x" * 301},
        {"url": "javascript:alert(1)"},
        {"title": "x" * 301},
    ],
)
def test_bad_input_is_refused_and_kept(app: Flask, town: Town, store: AppSession, wrong: dict[str, str]) -> None:
    answer = add(town.client(app, "editor"), **wrong)

    assert answer.status_code == 422
    assert 'value="US Congress"' in answer.text
    assert count(store) == 0


def test_a_stale_edit_shows_both_texts_and_the_next_save_wins(app: Flask, town: Town, store: AppSession) -> None:
    client = town.client(app, "editor")
    add(client)
    bill_id = store.scalars(select(Bill.id)).one()
    store.commit()
    path = f"/bills/{bill_id}/edit"
    assert client.post(path, data={**BILL, "title": "Theirs", "revision": "1"}).status_code == 303

    late = client.post(path, data={**BILL, "title": "Mine", "revision": "1"})
    assert late.status_code == 409
    assert "Theirs" in late.text
    assert "Mine" in late.text
    assert 'name="revision" type="hidden" value="2"' in late.text

    assert client.post(path, data={**BILL, "title": "Mine", "revision": "2"}).status_code == 303
    assert "Mine" in client.get("/bills").text


def test_editing_what_is_not_there_is_404(app: Flask, town: Town) -> None:
    assert town.client(app, "editor").get("/bills/99/edit").status_code == 404
    assert town.client(app, "member").get("/bills/99/edit").status_code == 403
