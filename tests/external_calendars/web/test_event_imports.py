"""Events of an uploaded calendar file: who imports them, what the preview shows, and that they are made once."""

import io
import re
import uuid
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from scheduler.db import AppSession
from scheduler.events.models import Event
from scheduler.external_calendars.domain.event_lines import MAX_FILE_BYTES, MAX_LINES
from tests.bad_input.page_forms import read
from tests.coalition import Town
from tests.external_calendars.domain.test_reading import calendar, event

PATH = "/calendar/external/import"
HEARING = event("DTSTART;TZID=Europe/Brussels:20270720T190000", "LOCATION:Room 4", title="Hearing on age checks")
FAIR = event("DTSTART;VALUE=DATE:20270722", "DTEND;VALUE=DATE:20270724", uid="two", title="Safety fair")


def upload(client: FlaskClient, content: bytes) -> TestResponse:
    answer = client.post(PATH, data={"file": (io.BytesIO(content), "events.ics")})
    # A large body waits in a temporary file of the test client's own.
    answer.request.environ["wsgi.input"].close()
    return answer


def lines(town: Town, *typed: dict[str, str], **others: str) -> dict[str, str]:
    values = {"chosen": "y", "title": "Hearing", "when": "2027-07-20 2027-07-20", "place": ""}
    named = {
        f"lines-{number}-{name}": value
        for number, line in enumerate(typed or ({},))
        for name, value in (values | line).items()
        if value
    }
    head = {"organisation_id": str(town.bay.id), "audience": "coalition", "form_id": str(uuid.uuid4())}
    return head | named | others


def stored(store: AppSession) -> list[Event]:
    found = list(store.scalars(select(Event).order_by(Event.first_day, Event.id)))
    store.commit()
    return found


@pytest.mark.parametrize(
    ("who", "page", "run"),
    [
        ("visitor", 302, 401),
        ("loner", 403, 403),
        ("member", 403, 403),
        ("other_lead", 200, 422),
        ("editor", 200, 303),
        ("coordinator", 200, 303),
    ],
)
def test_whoever_adds_events_imports_them(app: Flask, town: Town, store: AppSession, who, page, run):
    client = town.client(app, who)

    assert client.get(PATH).status_code == page
    assert client.post(f"{PATH}/events", data=lines(town)).status_code == run
    assert len(stored(store)) == (run == 303)
    shown = "Import events from a file" in client.get("/events").text
    assert shown is (page == 200)


def test_what_is_chosen_in_the_preview_is_imported_once(app: Flask, town: Town, store: AppSession):
    client = town.client(app, "editor")
    answer = upload(client, calendar(HEARING, FAIR, "BEGIN:VEVENT\r\nSUMMARY:No day\r\nEND:VEVENT"))
    assert answer.status_code == 200
    assert "1 event could not be read" in answer.text
    [form] = [one for one in read(answer.text).forms if one.action == f"{PATH}/events"]
    typed = form.sent() | {"organisation_id": str(town.bay.id)}

    replies = [client.post(f"{PATH}/events", data=typed) for _ in range(2)]

    assert [reply.status_code for reply in replies] == [303, 303]
    hearing, fair = stored(store)
    assert (hearing.title, hearing.place, hearing.zone) == ("Hearing on age checks", "Room 4", "Europe/Brussels")
    assert hearing.starts_at == datetime(2027, 7, 20, 17, tzinfo=UTC)
    assert (str(fair.first_day), str(fair.last_day), fair.starts_at) == ("2027-07-22", "2027-07-23", None)


def test_duplicates_and_cancelled_events_are_not_ticked(app: Flask, town: Town):
    client = town.client(app, "editor")
    client.post(f"{PATH}/events", data=lines(town, {"title": "Hearing on Age Checks"}))
    client.post(f"{PATH}/events", data=lines(town, {"title": "Hearing on age checks", "when": "2027-07-21 2027-07-21"}))

    text = upload(client, calendar(HEARING, FAIR.replace("END:VEVENT", "STATUS:CANCELLED\r\nEND:VEVENT"))).text

    assert text.count("Possible duplicate of") == 1
    assert "Cancelled" in text
    assert not any(" checked" in tag for tag in text.split("<") if tag.startswith("input") and "-chosen" in tag)


def test_an_event_that_the_reader_does_not_find_is_no_duplicate(app: Flask, town: Town):
    new = {"title": "Hearing on age checks", "kind": "all_day", "first_day": "2027-07-20"}
    named = {"audience": "organisations", "organisations": str(town.bay.id), "organisation_id": str(town.bay.id)}
    assert town.client(app, "lead").post("/events/new", data=new | named).status_code == 303

    assert "Possible duplicate of" in upload(town.client(app, "editor"), calendar(HEARING)).text
    assert "Possible duplicate of" not in upload(town.client(app, "other_lead"), calendar(HEARING)).text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty"),
        (b"\x00\xff\x00PK\x03\x04", "The file is not a calendar"),
        (b"<!doctype html><html>", "The file is a web page"),
        (b"x" * (MAX_FILE_BYTES + 1), "The file is too large"),
        (b"BEGIN:VCALENDAR" + b"\r\nBEGIN:X" * 50, "The file is not a calendar"),
    ],
)
def test_a_file_that_is_no_calendar_is_explained_beside_its_field(app: Flask, town: Town, content, message):
    answer = upload(town.client(app, "editor"), content)

    assert answer.status_code == 422
    assert message in answer.text
    assert 'id="file-error"' in answer.text


def test_no_more_than_can_be_imported_are_listed(app: Flask, town: Town):
    daily = event("DTSTART;VALUE=DATE:20270720", "RRULE:FREQ=DAILY;COUNT=250")

    text = upload(town.client(app, "editor"), calendar(daily)).text

    assert text.count("-chosen") >= MAX_LINES
    assert f"lines-{MAX_LINES}-" not in text
    assert "There are more events" in text
    assert "No upcoming events" in upload(town.client(app, "editor"), calendar()).text


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ({"title": ""}, "Required."),
        ({"title": "x" * 121}, "120"),
        ({"when": "2027-07-20"}, "cannot be imported"),
        ({"when": "9999-12-31T23:00:00+00:00 9999-12-31T23:30:00+00:00 Asia/Tokyo"}, "cannot be imported"),
        ({"when": "2027-07-01 2027-09-01"}, "at most"),
        ({"place": "x" * 301}, "300"),
    ],
)
def test_a_wrong_line_is_explained_and_nothing_is_imported(app: Flask, town: Town, store: AppSession, line, message):
    data = lines(town, {"title": "Committee vote"}, line)

    answer = town.client(app, "editor").post(f"{PATH}/events", data=data)

    assert answer.status_code == 422
    assert message in answer.text
    assert "Committee vote" in answer.text
    assert "Event 2</a>" in answer.text
    assert re.search(r'id="lines-1-(title|place)-error"', answer.text)
    assert stored(store) == []


def test_what_is_not_chosen_is_neither_checked_nor_imported(app: Flask, town: Town, store: AppSession):
    client = town.client(app, "editor")

    assert client.post(f"{PATH}/events", data=lines(town, {}, {"chosen": "", "when": "never"})).status_code == 303
    assert len(stored(store)) == 1
    none = client.post(f"{PATH}/events", data=lines(town, {"chosen": ""}))
    assert none.status_code == 422
    assert "Choose at least one event." in none.text
