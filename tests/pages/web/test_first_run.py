"""The first run, as the coordinator of a new coalition meets it."""

import re
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from scheduler.accounts.domain.limits import LimitedAct
from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.models import Coalition, Invitation, Organisation, Person
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.accounts.services.limits import spend
from scheduler.accounts.services.organisations import name_coalition
from scheduler.db import AppSession
from scheduler.observances.models import Observance
from scheduler.observances.services.catalogue import load_shipped_catalogue
from tests import factories
from tests.logins import again, logged_in


@pytest.fixture
def cora(store: AppSession) -> Person:
    cora = factories.person(store, "Cora Chair", coordinator=True)
    store.commit()
    return cora


@pytest.fixture
def client(app: Flask, cora: Person) -> FlaskClient:
    return logged_in(app, cora)


def place(store: AppSession, *names: str) -> None:
    name_coalition(store, "Free Tides", "Asia/Manila")
    for name in names:
        factories.organisation(store, name)
    store.commit()


def organisations(store: AppSession) -> list[tuple[str, str]]:
    rows = store.scalars(select(Organisation).order_by(Organisation.id)).all()
    store.commit()
    return [(row.name, row.zone) for row in rows]


def invited(store: AppSession) -> list[tuple[str, str]]:
    rows = store.scalars(select(Invitation).order_by(Invitation.id)).all()
    store.commit()
    return [(row.email, row.role) for row in rows]


def test_whole_way(client: FlaskClient, store: AppSession):
    assert client.get("/welcome").location == "/welcome/name"
    first = client.post("/welcome/name", data={"name": "Free Tides", "zone": "Asia/Manila"})
    assert (first.location, client.get("/welcome").location) == ("/welcome/organisations",) * 2
    second = client.post("/welcome/organisations", data={"names": "Lantern Bay\r\nOld Port\r\n"})
    assert (second.location, client.get("/welcome").location) == ("/welcome/topics",) * 2
    third = client.post("/welcome/topics", data={"topics": ["trafficking"]})
    assert (third.location, client.get("/welcome").location) == ("/welcome/people",) * 2
    last = client.post(
        "/welcome/people", data={"people": "lena@bay.example, Lantern Bay, lead\no@port.example, old port"}
    )

    assert last.location == "/"
    assert client.get("/welcome").location == "/"
    assert organisations(store) == [("Lantern Bay", "Asia/Manila"), ("Old Port", "Asia/Manila")]
    assert invited(store) == [("lena@bay.example", "lead"), ("o@port.example", "member")]


@pytest.mark.parametrize("acts", [False, True])
def test_who_acts_for_no_organisation_is_told_to_name_themselves(
    app: Flask, client: FlaskClient, store: AppSession, acts: bool
):
    place(store, "Lantern Bay")
    bay = store.scalars(select(Organisation)).one()
    lou = factories.person(store, "Lou", (bay, MemberRole.LEAD), coordinator=True)
    store.commit()
    visitor = logged_in(app, lou) if acts else client

    assert ("add your own email here too" in visitor.get("/welcome/people").text) is not acts


def test_coordinator_who_names_herself_acts_for_the_organisation_at_once(client: FlaskClient, store: AppSession):
    place(store, "Lantern Bay")
    text = "CORA@example.org, Lantern Bay, lead\nlena@bay.example, Lantern Bay"
    cora = store.scalars(select(Person)).one()
    cora.email = "cora@example.org"
    store.commit()

    pages = [client.post("/welcome/people", data={"people": text}, follow_redirects=True).text for _ in range(2)]

    assert "1 person has been invited." in pages[0]
    assert actor_roles(store, cora.id).is_lead_of(store.scalars(select(Organisation.id)).one())
    store.commit()
    assert [client.get(path).status_code for path in ("/content/new", "/welcome")] == [200, 302]


def test_without_a_mail_server_the_step_says_where_invitations_go(client: FlaskClient):
    assert "No mail server is set, so no email is sent" in client.get("/welcome/people").text


def test_usual_topics_are_checked(client: FlaskClient, store: AppSession):
    place(store)

    boxes = re.findall(r"<input[^>]*type=\"checkbox\"[^>]*>", client.get("/welcome/topics").text)

    assert len(boxes) == 18
    checked = [box.split('value="')[1].split('"')[0] for box in boxes if " checked" in box]
    assert checked == ["trafficking", "child-protection", "online-safety"]


def test_observances_of_the_topics_are_registered_once(client: FlaskClient, store: AppSession, now: datetime):
    place(store, "Lantern Bay")
    load_shipped_catalogue(store, now)
    store.commit()

    pages = [
        client.post("/welcome/topics", data={"topics": ["trafficking"]}, follow_redirects=True).text for _ in range(2)
    ]

    registered = store.scalars(select(Observance).where(Observance.registered_at.is_not(None))).all()
    assert len(registered) >= 5
    assert f"{len(registered)} observances are now registered." in pages[0]
    assert "0 observances are now registered." in pages[1]


@pytest.mark.parametrize(
    ("step", "fields", "message"),
    [
        ("name", {"name": "", "zone": "UTC"}, "Required"),
        ("name", {"name": "x" * 121, "zone": "UTC"}, "too long"),
        ("name", {"name": "Free\nTides", "zone": "UTC"}, "One line only"),
        ("name", {"name": "Free Tides", "zone": "Moon/Base"}, "No time zone has this name"),
        ("organisations", {"names": ""}, "at least one organisation"),
        ("organisations", {"names": "Bay\nbay"}, "Line 2: “bay” is listed twice."),
        ("organisations", {"names": "x" * 161}, "Line 1: the name"),
        ("organisations", {"names": "Bay\x00"}, "hidden character"),
        ("topics", {"topics": "nonsense"}, "has-error"),
        ("people", {"people": "lena"}, "Line 1: write email, organisation and role"),
        (
            "people",
            {"people": "x\na\u2060na@b.example, B"},
            "Line 2: Remove the hidden character U+2060 WORD JOINER after “a”",
        ),
        ("people", {"people": "a@b.example, Nowhere, lead"}, "there is no organisation called"),
    ],
)
def test_bad_input_is_shown_and_nothing_is_kept(
    client: FlaskClient, store: AppSession, step: str, fields: dict[str, str], message: str
):
    place(store)

    answer = client.post(f"/welcome/{step}", data=fields)

    assert answer.status_code == 422
    assert message in answer.text
    assert (organisations(store), invited(store)) == ([], [])


def test_list_of_people_is_taken_whole_or_not_at_all(client: FlaskClient, store: AppSession):
    place(store, "Lantern Bay")
    text = "lena@bay.example, Lantern Bay, lead\nnobody, Lantern Bay"

    answer = client.post("/welcome/people", data={"people": text})

    assert answer.status_code == 422
    assert "lena@bay.example, Lantern Bay, lead" in answer.text
    assert invited(store) == []


def test_all_that_is_wrong_with_a_list_of_people_is_told_at_once(app: Flask, client: FlaskClient, store: AppSession):
    place(store, "Lantern Bay")
    bay = store.scalars(select(Organisation)).one()
    factories.person(store, "Lena", (bay, MemberRole.LEAD)).email = "lena@bay.example"
    store.commit()
    text = (
        "lena@bay.example, Lantern Bay\nń, Nowhere, lead\nn@bay.example, Lantern Bay, boss\nn@bay.example, Lantern Bay"
    )

    page = client.post("/welcome/people", data={"people": text}).text

    messages = (
        "Line 1: lena@bay.example already belongs",
        "Line 2: “ń” is not an email",
        "Line 2: there is no",
        "Line 3: “boss” is not a role",
    )
    assert [expected in page for expected in messages] == [True] * 4
    assert invited(store) == []


def test_all_that_is_wrong_with_a_list_of_organisations_is_told_at_once(client: FlaskClient, store: AppSession):
    place(store, "Old Port", "Modern Aid")

    page = client.post("/welcome/organisations", data={"names": "Bay\nbay\n0ld Port\nModem Aid\nŁódź"}).text

    messages = ("Line 2: “bay” is listed twice.", "Line 3: “0ld Port” looks like", "Line 4: “Modem Aid” looks like")
    assert [expected in page for expected in messages] == [True] * 3
    assert [name for name, _zone in organisations(store)] == ["Old Port", "Modern Aid"]


def test_member_in_the_list_undoes_the_others(app: Flask, client: FlaskClient, store: AppSession):
    place(store, "Lantern Bay")
    bay = store.scalars(select(Organisation)).one()
    factories.person(store, "Lena", (bay, MemberRole.LEAD)).email = "lena@bay.example"
    store.commit()

    answer = client.post(
        "/welcome/people", data={"people": "n@bay.example, Lantern Bay\nlena@bay.example, Lantern Bay"}
    )

    assert answer.status_code == 422
    assert "Line 2: lena@bay.example already belongs to the organisation." in answer.text
    assert invited(store) == []
    assert again(store, store.scalars(select(Coalition)).one()).set_up_at is None


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        ("organisations", {"names": "Lantern Bay\nOld Port"}),
        ("people", {"people": "lena@bay.example, Lantern Bay, lead"}),
    ],
)
def test_form_sent_twice_does_its_work_once(client: FlaskClient, store: AppSession, step: str, fields: dict[str, str]):
    place(store, "Lantern Bay")

    answers = [client.post(f"/welcome/{step}", data=fields).status_code for _ in range(2)]

    assert answers == [303, 303]
    assert (len(organisations(store)), len(invited(store))) in {(2, 0), (1, 1)}


def test_coalition_is_renamed_later_without_starting_over(client: FlaskClient, store: AppSession):
    place(store, "Lantern Bay")
    client.post("/welcome/people", data={"people": ""})

    answer = client.post("/welcome/name", data={"name": "Tides Free", "zone": "UTC"})

    assert answer.location == "/organisations"
    assert client.get("/welcome").location == "/"
    assert "Tides Free" in client.get("/organisations").text


@pytest.mark.parametrize("step", ["name", "organisations", "topics", "people"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_only_the_coordinator_sets_up(app: Flask, store: AppSession, step: str, method: str):
    bay = factories.organisation(store)
    lead = factories.person(store, "Lena", (bay, MemberRole.LEAD))
    store.commit()

    assert app.test_client().open(f"/welcome/{step}", method=method).status_code == 302
    assert logged_in(app, lead).open(f"/welcome/{step}", method=method).status_code == 404


def test_others_arrive_at_the_start_page(app: Flask, store: AppSession):
    lead = factories.person(store, "Lena", (factories.organisation(store), MemberRole.LEAD))
    store.commit()

    assert logged_in(app, lead).get("/welcome").location == "/"
    assert app.test_client().get("/welcome").location.startswith("/login")


def test_two_hundred_people_are_invited_at_once_while_the_coalition_gathers(client: FlaskClient, store: AppSession):
    place(store, *(f"Organisation {word}" for word in ["north", "south", "east", "west"]))
    lines = [
        f"person{number}@org.example, Organisation {('north', 'south', 'east', 'west')[number % 4]}, lead"
        for number in range(200)
    ]

    first = client.post("/welcome/people", data={"people": "\n".join(lines)})
    again_later = client.post("/welcome/people", data={"people": "late@org.example, Organisation north"})

    assert (first.status_code, again_later.status_code) == (303, 303)
    assert len(invited(store)) == 201


def test_list_that_is_too_long_for_the_hour_invites_nobody(client: FlaskClient, store: AppSession, cora: Person, now):
    place(store, "Lantern Bay")
    spend(store, cora.id, LimitedAct.INVITE, 599, now)
    store.commit()
    lines = "a@org.example, Lantern Bay\nb@org.example, Lantern Bay"

    answer = client.post("/welcome/people", data={"people": lines})

    assert answer.status_code == 422
    assert "you can send 600 invitations an hour" in answer.text
    assert "b@org.example, Lantern Bay" in answer.text
    assert invited(store) == []
