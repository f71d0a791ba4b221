"""A person's own page."""

from datetime import date

import pytest
from flask import Flask

from scheduler.accounts.models import MemberRole, Person
from scheduler.db import AppSession
from tests import factories
from tests.logins import again, logged_in


@pytest.fixture
def ana(store: AppSession) -> Person:
    bay = factories.organisation(store)
    factories.person(store, "Bo Deputy", (bay, MemberRole.EDITOR))
    ana = factories.person(store, "Ana", (bay, MemberRole.LEAD), zone="Asia/Manila")
    store.commit()
    return ana


def test_page_shows_name_zone_and_roles(app: Flask, ana: Person):
    page = logged_in(app, ana).get("/account").text

    assert 'value="Ana"' in page
    assert 'value="Asia/Manila"' in page
    assert "Lantern Bay: Lead" in page
    assert ana.email in page


def test_name_and_zone_are_saved(app: Flask, store: AppSession, ana: Person):
    answer = logged_in(app, ana).post("/account", data={"name": "Ana B.", "zone": "Europe/Paris", "revision": "1"})

    again(store, ana)
    assert (answer.status_code, answer.location) == (303, "/account")
    assert (ana.name, ana.zone, ana.revision) == ("Ana B.", "Europe/Paris", 2)


@pytest.mark.parametrize(
    ("name", "zone", "message"),
    [
        ("", "UTC", "Required"),
        ("A\x00na", "UTC", "hidden character"),
        ("Ana\r\nBcc: all@example.org", "UTC", "One line only"),
        ("A" * 121, "UTC", "too long"),
        ("Ana", "Mars/Olympus", "No time zone has this name"),
        ("Ana", "", "Required"),
    ],
)
def test_bad_input_is_shown_beside_its_field_and_changes_nothing(
    app: Flask, store: AppSession, ana: Person, name: str, zone: str, message: str
):
    answer = logged_in(app, ana).post("/account", data={"name": name, "zone": zone, "revision": "1"})

    again(store, ana)
    assert answer.status_code == 422
    assert message in answer.text
    assert (ana.name, ana.zone) == ("Ana", "Asia/Manila")


def test_name_of_markup_is_shown_as_text(app: Flask, ana: Person):
    client = logged_in(app, ana)
    client.post("/account", data={"name": "<script>alert(1)</script>", "zone": "UTC", "revision": "1"})

    page = client.get("/account").text

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_stale_save_shows_both_texts_and_can_be_sent_again(app: Flask, store: AppSession, ana: Person):
    client = logged_in(app, ana)
    client.post("/account", data={"name": "Ana One", "zone": "UTC", "revision": "1"})

    late = client.post("/account", data={"name": "Ana Two", "zone": "UTC", "revision": "1"})

    assert late.status_code == 409
    assert "Ana One" in late.text
    assert 'value="Ana Two"' in late.text
    second = client.post("/account", data={"name": "Ana Two", "zone": "UTC", "revision": "2"})
    again(store, ana)
    assert (second.status_code, ana.name) == (303, "Ana Two")


def test_absence_and_deputy_are_saved(app: Flask, store: AppSession, ana: Person):
    bo = store.query(Person).filter_by(name="Bo Deputy").one()
    store.commit()

    answer = logged_in(app, ana).post(
        "/account/absence", data={"away_until": "2027-07-20", "deputy": str(bo.id), "revision": "1"}
    )

    again(store, ana)
    assert answer.status_code == 303
    assert (ana.away_until, ana.deputy_id) == (date(2027, 7, 20), bo.id)


def test_stale_absence_is_shown_and_not_saved(app: Flask, store: AppSession, ana: Person):
    client = logged_in(app, ana)
    client.post("/account/absence", data={"away_until": "2027-07-20", "deputy": "", "revision": "1"})

    late = client.post("/account/absence", data={"away_until": "2027-08-20", "deputy": "", "revision": "1"})

    assert late.status_code == 409
    assert "2027-07-20" in late.text
    assert 'value="2027-08-20"' in late.text
    assert again(store, ana).away_until == date(2027, 7, 20)


def test_deputy_from_another_organisation_is_refused(app: Flask, store: AppSession, ana: Person):
    other = factories.organisation(store, "Harbour Light")
    stranger = factories.person(store, "Stranger", (other, MemberRole.LEAD))
    store.commit()

    answer = logged_in(app, ana).post(
        "/account/absence", data={"away_until": "2027-07-20", "deputy": str(stranger.id), "revision": "1"}
    )

    again(store, ana)
    assert answer.status_code == 422
    assert ana.deputy_id is None


@pytest.mark.parametrize("day", ["2027-02-30", "tomorrow", "0001-01-01", "2027-07-20\x00"])
def test_impossible_last_day_is_refused(app: Flask, store: AppSession, ana: Person, day: str):
    answer = logged_in(app, ana).post("/account/absence", data={"away_until": day, "deputy": "", "revision": "1"})

    assert answer.status_code == 422


def test_person_without_organisation_has_a_page_too(app: Flask, store: AppSession):
    loner = factories.person(store, "Loner")
    store.commit()

    page = logged_in(app, loner).get("/account")

    assert page.status_code == 200
    assert "You do not belong to an organisation at the moment" in page.text


@pytest.mark.parametrize(("method", "path"), [("GET", "/account"), ("POST", "/account"), ("POST", "/account/absence")])
def test_visitor_is_asked_to_log_in(app: Flask, method: str, path: str):
    answer = app.test_client().open(path, method=method)

    assert answer.status_code == 302
    assert answer.location.startswith("/login")
