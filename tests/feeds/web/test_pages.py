import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scheduler.db import AppSession
from scheduler.feeds.models import Feed
from tests.coalition import Town


def addresses(page: str) -> list[str]:
    return re.findall(r"<code[^>]*>http://localhost(/feeds/[\w-]+\.ics)</code>", page)


def make(client: FlaskClient, path: str = "/feeds/new", **values: str) -> str:
    """Make a feed through the page and return its address."""
    answer = client.post(path, data={"name": "Mine", "scope": "mine", **values})
    assert answer.status_code == 302, answer.text
    return addresses(client.get("/feeds").text)[0]


@pytest.mark.parametrize("path", ["/feeds", "/feeds/1", "/feeds/new", "/feeds/new/1", "/feeds/1/edit"])
def test_visitors_are_asked_to_log_in(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 302
    assert client.post("/feeds/1/rotate").status_code == 302
    assert client.post("/feeds/1/revoke").status_code == 302


def test_a_member_makes_changes_rotates_and_revokes_a_feed(app: Flask, town: Town, store: AppSession) -> None:
    client = town.client(app, "member")
    address = make(client)
    assert client.get(address).status_code == 200
    feed = store.query(Feed).one()
    store.commit()

    answer = client.post(f"/feeds/{feed.id}/edit", data={"name": "My days", "scope": "all", "revision": "1"})
    assert answer.status_code == 302
    assert "NAME:My days" in client.get(address).text

    client.post(f"/feeds/{feed.id}/rotate")
    assert client.get(address).status_code == 410
    new_address = addresses(client.get("/feeds").text)[0]
    assert client.get(new_address).status_code == 200

    client.post(f"/feeds/{feed.id}/revoke")
    assert client.get(new_address).status_code == 410
    assert addresses(client.get("/feeds").text) == ["/feeds/public.ics"]


@pytest.mark.parametrize("who", ["editor", "lead", "other_lead", "coordinator"])
def test_nobody_else_touches_a_members_feed(app: Flask, town: Town, store: AppSession, who: str) -> None:
    make(town.client(app, "member"))
    feed = store.query(Feed).one()
    store.commit()
    client = town.client(app, who)

    assert client.get(f"/feeds/{feed.id}").status_code == 404
    assert client.get(f"/feeds/{feed.id}/edit").status_code == 404
    for act in ("rotate", "revoke", "edit"):
        assert client.post(f"/feeds/{feed.id}/{act}").status_code == 404


@pytest.mark.parametrize(
    ("who", "status"), [("member", 404), ("editor", 404), ("other_lead", 404), ("coordinator", 404), ("lead", 200)]
)
def test_only_a_lead_makes_a_feed_for_staff(app: Flask, town: Town, who: str, status: int) -> None:
    client = town.client(app, who)
    path = f"/feeds/new/{town.bay.id}"
    assert client.get(path).status_code == status
    made = client.post(path, data={"name": "Staff"})
    assert made.status_code == (302 if status == 200 else 404)


def test_a_stale_form_keeps_what_was_typed(app: Flask, town: Town, store: AppSession) -> None:
    client = town.client(app, "member")
    make(client)
    feed = store.query(Feed).one()
    store.commit()
    path = f"/feeds/{feed.id}/edit"
    client.post(path, data={"name": "First", "scope": "mine", "revision": "1"})

    answer = client.post(path, data={"name": "Second", "scope": "mine", "revision": "1"})

    assert answer.status_code == 409
    assert "First" in answer.text
    assert 'value="Second"' in answer.text


@pytest.mark.parametrize("name", ["", "x" * 121, "a\x00b", "a\r\nATTACH:x"])
def test_a_bad_name_is_refused_beside_the_field(app: Flask, town: Town, name: str) -> None:
    answer = town.client(app, "member").post("/feeds/new", data={"name": name, "scope": "mine"})
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text


def test_an_unchanged_feed_answers_304_and_zips(client: FlaskClient) -> None:
    first = client.get("/feeds/public.ics", headers={"Accept-Encoding": "gzip"})
    assert first.headers["Content-Encoding"] == "gzip"
    assert first.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert "Set-Cookie" not in first.headers
    again = client.get("/feeds/public.ics", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert client.head("/feeds/public.ics").status_code == 200
    assert client.get("/feeds/public.ics", headers={"Accept": "application/weird"}).status_code == 200


def test_an_unknown_address_is_not_found(client: FlaskClient) -> None:
    for token in ("x", "a" * 43, "a" * 5000):
        assert client.get(f"/feeds/{token}.ics").status_code == 404


def test_who_logs_out_everywhere_reads_before_that_addresses_stay(app: Flask, town: Town) -> None:
    client, said = town.client(app, "member"), "Addresses of feeds stay as they are."
    assert said not in client.get("/account/log-ins").text

    make(client)

    assert said in client.get("/account/log-ins").text
    assert said not in town.client(app, "loner").get("/account/log-ins").text
    make(town.client(app, "lead"), f"/feeds/new/{town.bay.id}")
    assert said in town.client(app, "lead").get("/account/log-ins").text
