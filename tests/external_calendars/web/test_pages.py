"""Who adds, edits, fetches and removes external calendars, and what the list says of them."""

import uuid

import pytest
from flask import Flask
from sqlalchemy import select

from scheduler.db import AppSession
from scheduler.external_calendars.domain.problems import Problem
from scheduler.external_calendars.models import ExternalCalendar
from scheduler.external_calendars.services.keeping import MAX_CALENDARS_EACH
from tests.coalition import Town
from tests.factories import external_calendar

PATH = "/calendar/external"
SECRET = "https://example.org/secret-link.ics"


def add(client, whose, **typed):
    data = {"name": "Parliament", "url": SECRET, "tint": "3", "whose": str(whose), "form_id": str(uuid.uuid4())}
    return client.post(f"{PATH}/new", data=data | typed)


def stored(store: AppSession) -> list[tuple[str, str, int | None]]:
    found = [(row.name, row.url, row.organisation_id) for row in store.scalars(select(ExternalCalendar))]
    store.commit()
    return found


def kept(store: AppSession, **fields) -> str:
    row = external_calendar(store, url=SECRET, **fields)
    store.commit()
    return row.address


@pytest.mark.parametrize(
    ("who", "status"),
    [("visitor", 302), ("loner", 403), ("member", 403), ("editor", 403), ("other_lead", 200), ("coordinator", 200)],
)
def test_leads_and_coordinators_add_calendars(app: Flask, town: Town, who: str, status: int):
    assert town.client(app, who).get(f"{PATH}/new").status_code == status


def test_a_lead_adds_one_for_their_organisation_and_a_coordinator_for_all(app, town, store):
    assert add(town.client(app, "lead"), town.bay.id, url="webcal://example.org/a.ics").status_code == 303
    assert add(town.client(app, "lead"), town.port.id).status_code == 422
    assert add(town.client(app, "lead"), "coalition").status_code == 422
    assert add(town.client(app, "coordinator"), "coalition", name="All").status_code == 303

    assert stored(store) == [("Parliament", "https://example.org/a.ics", town.bay.id), ("All", SECRET, None)]


def test_who_adds_edits_and_removes_one_is_on_record_without_its_link(app, town, store):
    lead = town.client(app, "lead")
    add(lead, town.bay.id)
    address = store.scalars(select(ExternalCalendar)).one().address
    store.commit()
    edited = {"name": "Diet", "url": SECRET, "tint": "3", "revision": "1"}
    assert lead.post(f"{PATH}/{address}/edit", data=edited).status_code == 303
    assert lead.post(f"{PATH}/{address}/remove").status_code == 303

    trail = town.client(app, "coordinator").get("/audit").text
    for done in ("added", "edited", "removed"):
        assert f"{done} an external calendar" in trail
    assert SECRET not in trail


@pytest.mark.parametrize(
    "typed",
    [
        {"name": ""},
        {"url": ""},
        {"url": "calendar"},
        {"url": "ftp://example.org/a.ics"},
        {"url": "https://me:secret@example.org/a"},
        {"tint": "9"},
    ],
)
def test_bad_input_is_refused_and_kept(app, town, store, typed):
    answer = add(town.client(app, "lead"), town.bay.id, **typed)

    assert (answer.status_code, stored(store)) == (422, [])
    assert typed.get("name", "Parliament") in answer.text


def test_there_is_a_limit(app, town, store):
    for _ in range(MAX_CALENDARS_EACH):
        external_calendar(store, organisation_id=town.bay.id)
    store.commit()

    answer = add(town.client(app, "lead"), town.bay.id)

    assert answer.status_code == 422
    assert "There are already 10 calendars." in answer.text


@pytest.mark.parametrize("act", ["edit", "fetch", "remove"])
def test_those_of_others_do_not_exist_for_anyone_else(app, town, store, act):
    bay, all_of_us = kept(store, organisation_id=town.bay.id), kept(store)

    for who, bays, coalitions in (
        ("loner", 403, 403),
        ("member", 404, 404),
        ("editor", 404, 404),
        ("other_lead", 404, 404),
        ("coordinator", 404, 303),
        ("lead", 303, 404),
    ):
        client = town.client(app, who)
        data = {"name": "A", "url": SECRET, "tint": "3", "revision": "1"}
        answers = [client.post(f"{PATH}/{one}/{act}", data=data).status_code for one in (bay, all_of_us)]
        assert (who, *answers) == (who, bays, coalitions)
    assert "/login" in town.client(app, "visitor").get(f"{PATH}/{bay}/edit").location


def test_the_list_shows_what_one_sees_and_the_link_to_its_keepers_alone(app, town, store):
    kept(store, name="Bay's", organisation_id=town.bay.id)
    kept(store, name="Everyone's")

    for who, names in (("member", {"Bay", "Every"}), ("other_lead", {"Every"}), ("coordinator", {"Every"})):
        text = town.client(app, who).get(PATH).text
        assert {name for name in ("Bay", "Every") if f"<bdi>{name}" in text} == names
        assert SECRET not in text


def test_a_problem_is_told_to_those_who_can_mend_it(app, town, store):
    row = external_calendar(store, organisation_id=town.bay.id)
    row.problem, row.unread = Problem.WEB_PAGE, 2
    store.commit()

    assert "leads to a web page" in town.client(app, "lead").get(PATH).text
    member = town.client(app, "member").get(PATH).text
    assert "leads to a web page" not in member
    assert "2 events could not be read" in member


def test_an_edit_of_someone_else_is_not_overwritten(app, town, store):
    path, lead = f"{PATH}/{kept(store, organisation_id=town.bay.id)}/edit", town.client(app, "lead")
    typed = {"url": SECRET, "tint": "3", "revision": "1"}

    assert lead.post(path, data=typed | {"name": "First"}).status_code == 303
    stale = lead.post(path, data=typed | {"name": "Second"})

    assert stale.status_code == 409
    assert "First" in stale.text
    assert [name for name, *_rest in stored(store)] == ["First"]
