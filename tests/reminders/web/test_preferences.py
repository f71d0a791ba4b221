import pytest
from flask import Flask
from flask.testing import FlaskClient

from scheduler.agenda.services.notifications import NotificationKind
from scheduler.db import AppSession
from scheduler.reminders.kinds.registry import KINDS
from scheduler.reminders.services.preferences import preference_of
from tests.coalition import Town

CHOSEN = {"leads": "14, 2", "hour": "7", "zone": "Asia/Manila", "kinds": ["task_due"], "notices": [], "revision": "0"}


def test_visitors_are_asked_to_log_in(client: FlaskClient) -> None:
    assert client.get("/reminders").status_code == 302
    assert client.post("/reminders").status_code == 302
    assert client.get("/reminders/log").status_code == 302


@pytest.mark.parametrize("who", ["member", "lead", "coordinator"])
def test_a_person_chooses_for_themselves(app: Flask, town: Town, store: AppSession, who: str) -> None:
    client = town.client(app, who)

    assert client.post("/reminders", data=CHOSEN).status_code == 302

    chosen = preference_of(store, town.people[who].id)
    assert (chosen.lead_days, chosen.hour) == ((14, 2), 7)
    assert len(chosen.unwanted) == len(KINDS) - 1 + len(NotificationKind)
    page = client.get("/reminders").text
    assert 'value="14, 2"' in page
    assert 'value="Asia/Manila"' in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("leads", "soon"),
        ("leads", "1" * 61),
        ("leads", "1\r\n2"),
        ("hour", "24"),
        ("zone", "Mars/Base"),
        ("paused_until", "2027-02-29"),
        ("kinds", "nonsense"),
    ],
)
def test_bad_input_is_kept_and_named(app: Flask, town: Town, store: AppSession, field: str, value: str) -> None:
    answer = town.client(app, "member").post("/reminders", data=CHOSEN | {field: value})
    assert answer.status_code == 422
    assert preference_of(store, town.people["member"].id).revision == 0


def test_two_windows_lose_nothing(app: Flask, town: Town) -> None:
    client = town.client(app, "member")
    client.post("/reminders", data=CHOSEN)
    answer = client.post("/reminders", data=CHOSEN | {"leads": "3"})
    assert answer.status_code == 409
    assert 'value="3"' in answer.text


def test_the_log_starts_empty(app: Flask, town: Town) -> None:
    assert "Nothing yet" in town.client(app, "member").get("/reminders/log").text
