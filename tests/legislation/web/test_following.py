"""Members follow bills on their pages and find those that they follow; whoever leaves follows none."""

import uuid

import pytest
from flask import Flask
from sqlalchemy import select

from scheduler.agenda.models import Follow
from scheduler.db import AppSession
from scheduler.legislation.models import Bill
from tests.coalition import Town
from tests.legislation.web.test_pages import BILL


def followers(store: AppSession) -> list[int]:
    found = list(store.scalars(select(Follow.person_id)))
    store.commit()
    return found


@pytest.fixture
def path(app: Flask, town: Town, store: AppSession) -> str:
    client = town.client(app, "editor")
    for number in ("H.R. 1234", "S. 7"):
        client.post("/bills/new", data={**BILL, "number": number, "form_id": str(uuid.uuid4())})
    bill_id = store.scalars(select(Bill.id).where(Bill.number == "H.R. 1234")).one()
    store.commit()
    return f"/bills/{bill_id}"


@pytest.mark.parametrize(
    ("who", "status"),
    [("visitor", 302), ("loner", 403), ("member", 303), ("other_lead", 303), ("coordinator", 303)],
)
def test_members_follow_and_stop(app: Flask, town: Town, store: AppSession, path: str, who: str, status: int) -> None:
    client = town.client(app, who)

    assert client.post(f"{path}/follow").status_code == status
    assert len(followers(store)) == (status == 303)
    if status == 303:
        assert "Stop following" in client.get(path).text
        assert "S. 7" not in client.get("/bills?show=followed").text
        assert "H.R. 1234" in client.get("/bills?show=followed").text
        assert "H.R. 1234" not in client.get("/bills?show=followed&q=child").text
    assert client.post(f"{path}/unfollow").status_code == status
    assert followers(store) == []
    if status == 303:
        assert "You follow no bills" in client.get("/bills?show=followed").text


def test_a_bill_that_is_not_there_is_not_followed(app: Flask, town: Town) -> None:
    client = town.client(app, "member")

    assert [client.post(f"/bills/99/{act}").status_code for act in ("follow", "unfollow")] == [404, 404]
