"""The pages about organisations."""

import pytest
from flask import Flask
from sqlalchemy import select

from scheduler.accounts.models import Organisation
from scheduler.db import AppSession
from tests.coalition import Town
from tests.logins import again

NEW = {"name": "Hope & Light", "short_name": "", "zone": "Europe/Paris", "website": "hope.example", "revision": ""}


def named(store: AppSession, name: str) -> Organisation | None:
    found = store.scalar(select(Organisation).where(Organisation.name == name))
    store.commit()
    return found


def test_coordinator_adds_an_organisation(app: Flask, store: AppSession, town: Town):
    answer = town.client(app, "coordinator").post("/organisations/new", data=NEW)

    row = named(store, "Hope & Light")
    assert row is not None
    assert answer.location == f"/organisations/{row.id}"
    assert (row.short_name, row.zone, row.website) == ("Hope & Light", "Europe/Paris", "https://hope.example")


def test_the_country_is_chosen_by_name_and_shown(app: Flask, store: AppSession, town: Town):
    client = town.client(app, "coordinator")
    assert '<option value="PH">Philippines</option>' in client.get("/organisations/new").text

    answer = client.post("/organisations/new", data=NEW | {"country": "PH"})

    row = named(store, "Hope & Light")
    assert row is not None
    assert row.country == "PH"
    assert "Philippines" in client.get(str(answer.location)).text
    client.post(f"{answer.location}/edit", data=NEW | {"country": "", "revision": "1"})
    assert again(store, row).country == ""


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": ""}, "Required"),
        ({"name": "lantern bay"}, "An organisation with this name"),
        ({"name": "Cοordinators"}, "Remove “Cοordinators”: other people or organisations here"),
        ({"short_name": "Kite) and Cora (coordinator"}, "Remove “coordinator”: other people or organisations here"),
        ({"short_name": "Kite, Lantern Bay"}, "An organisation with this name"),
        ({"name": "x" * 161}, "too long"),
        ({"name": "Hope\nLight"}, "One line only"),
        ({"name": "Hope\x00"}, "hidden character"),
        ({"zone": "Europe/Pariss"}, "Paris, France"),
        ({"country": "XX"}, "Not a valid choice"),
        ({"website": "javascript:alert(1)"}, "Enter a full link"),
        ({"short_name": "x" * 41}, "too long"),
    ],
)
def test_bad_input_is_shown_and_kept(app: Flask, store: AppSession, town: Town, change: dict[str, str], message: str):
    answer = town.client(app, "coordinator").post("/organisations/new", data=NEW | change)

    assert answer.status_code == 422
    assert message in answer.text
    assert named(store, "Hope & Light") is None


def test_form_sent_twice_adds_one(app: Flask, store: AppSession, town: Town):
    form = NEW | {"form_id": "01234567-89ab-4def-8123-456789abcdef"}
    client = town.client(app, "coordinator")

    locations = [client.post("/organisations/new", data=form).location for _ in range(2)]

    assert locations[0] == locations[1]


def test_lead_edits_the_own_organisation_and_sees_what_changed_meanwhile(app: Flask, store: AppSession, town: Town):
    path, lead = f"/organisations/{town.bay.id}/edit", town.client(app, "lead")

    town.client(app, "coordinator").post(path, data=NEW | {"name": "Bay One", "revision": "1"})
    late = lead.post(path, data=NEW | {"name": "Bay Two", "revision": "1"})

    assert late.status_code == 409
    assert "Bay One" in late.text
    assert lead.post(path, data=NEW | {"name": "Bay Two", "revision": "2"}).status_code == 303
    assert again(store, town.bay).name == "Bay Two"


def test_closing_says_first_what_happens_and_then_does_it(app: Flask, store: AppSession, town: Town):
    client, path = town.client(app, "coordinator"), f"/organisations/{town.bay.id}/close"

    page = client.get(path).text
    assert "3 memberships end." in page
    assert again(store, town.bay).closed_at is None

    assert client.post(path).location == "/organisations"
    assert again(store, town.bay).closed_at is not None
    assert town.client(app, "lead").get("/people").status_code == 403


def test_closed_organisation_is_the_coordinators_to_look_up(app: Flask, town: Town):
    client, path = town.client(app, "coordinator"), f"/organisations/{town.bay.id}"
    client.post(f"{path}/close")

    assert "This organisation is closed" in client.get(path).text
    assert town.client(app, "other_lead").get(path).status_code == 404
    assert client.get(f"{path}/edit").status_code == 404
    assert client.post(f"{path}/close").status_code == 404


def test_name_of_markup_is_text(app: Flask, town: Town):
    client = town.client(app, "coordinator")
    client.post("/organisations/new", data=NEW | {"name": "<b onmouseover=x>Bold</b>"})

    page = client.get("/organisations").text

    assert "<b onmouseover" not in page
    assert "&lt;b onmouseover=x&gt;Bold" in page
