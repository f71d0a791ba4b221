import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from scheduler.accounts.models import Person
from scheduler.agenda.services.notifications import NotificationKind
from scheduler.db import AppSession
from scheduler.outbox.models import Stream
from scheduler.reminders.domain.choices import Delivery, KindChoice
from scheduler.reminders.domain.lead_times import Leads
from scheduler.reminders.domain.schedules import QuietHours, Times
from scheduler.reminders.kinds.registry import KINDS
from scheduler.reminders.models import ReminderPreference
from scheduler.reminders.services.preferences import preference_of
from tests.coalition import Town
from tests.reminders.typed import typed

CHOSEN = typed(
    hour="7",
    zone="Asia/Manila",
    weekdays=["0", "2"],
    weekly_day="2",
    quiet_from="22",
    quiet_until="6",
    delivery_task_due="daily",
    leads_task_due=["14d", "2d", "2h"],
    notice_moved="weekly",
    revision="0",
)


def test_visitors_are_asked_to_log_in(client: FlaskClient) -> None:
    assert client.get("/reminders").status_code == 302
    assert client.post("/reminders").status_code == 302
    assert client.get("/reminders/log").status_code == 302


@pytest.mark.parametrize("who", ["member", "lead", "coordinator"])
def test_a_person_chooses_for_themselves(app: Flask, town: Town, store: AppSession, who: str) -> None:
    client = town.client(app, who)

    assert client.post("/reminders", data=CHOSEN).status_code == 302
    # Sent once more it changes nothing.
    assert client.post("/reminders", data=CHOSEN | {"revision": "1"}).status_code == 302
    page = client.get("/reminders").text

    person = store.get_one(Person, town.people[who].id, populate_existing=True)
    chosen = preference_of(store, person)
    assert chosen.schedule.times == Times("Asia/Manila", 7, (0, 2), 2, QuietHours(22, 6))
    assert chosen.schedule.choice("task_due") == KindChoice(Delivery.DAILY, Leads((14, 2), (2,)))
    assert chosen.schedule.notice("moved") is Delivery.WEEKLY
    assert len(chosen.unwanted) == len(KINDS) - 1 + len(NotificationKind) - 1
    assert (Stream.NOTICE, "moved") not in chosen.unwanted
    assert chosen.revision == 1
    assert 'value="Asia/Manila"' in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("leads_task_due", "soon"),
        ("leads_task_due", "5d"),
        ("leads_task_due", "٣d"),
        ("delivery_task_due", "hourly"),
        ("notice_moved", "now"),
        ("notice_withdrawn", "weekly"),
        ("notice_publish_due", "weekly"),
        ("notice_sent_copy_outdated", "daily"),
        ("hour", "24"),
        ("hour", "23"),
        ("weekdays", []),
        ("weekdays", "7"),
        ("quiet_until", ""),
        ("quiet_until", "22"),
        ("zone", "Mars/Base"),
        ("paused_until", "2027-02-29"),
    ],
)
def test_bad_input_is_kept_and_named(app: Flask, town: Town, store: AppSession, field: str, value: Any) -> None:
    answer = town.client(app, "member").post("/reminders", data=CHOSEN | {field: value})
    assert answer.status_code == 422
    assert "field-error" in answer.text
    assert preference_of(store, town.people["member"]).revision == 0


@pytest.mark.parametrize(
    ("delivery", "leads", "status"),
    [
        ("at_once", [], 422),
        ("daily", ["2h"], 422),
        ("at_once", ["2h"], 302),
        ("weekly", [], 302),
        ("off", [], 302),
    ],
)
def test_what_would_never_be_sent_is_not_taken_for_a_choice(
    app: Flask, town: Town, delivery: str, leads: list[str], status: int
) -> None:
    answer = town.client(app, "member").post(
        "/reminders", data=typed(delivery_task_due=delivery, leads_task_due=leads, revision="0")
    )
    assert answer.status_code == status
    assert ('href="#leads_task_due">Lead times: ' in answer.text) is (status == 422)


def test_who_wanted_no_reminders_before_kinds_could_be_chosen_finds_them_off(
    app: Flask, town: Town, store: AppSession
) -> None:
    person = town.people["member"]
    store.add(ReminderPreference(person_id=person.id, lead_days=[], hour=8, revision=1))
    store.commit()

    page = town.client(app, "member").get("/reminders").text

    assert '<option selected value="off">' in page
    assert preference_of(store, person).schedule.choice("task_due").delivery is Delivery.OFF


def test_what_has_become_urgent_is_at_once_for_whoever_put_it_into_an_email(
    app: Flask, town: Town, store: AppSession
) -> None:
    person = town.people["member"]
    notices = {"publish_due": "weekly", "sent_copy_outdated": "daily", "moved": "weekly"}
    store.add(ReminderPreference(person_id=person.id, kinds={}, notices=notices, revision=1))
    store.commit()

    page = town.client(app, "member").get("/reminders").text

    shown = [re.search(rf'id="notice_{name}".*?<option selected value="(\w+)"', page, re.DOTALL) for name in notices]
    assert [found[1] for found in shown if found] == ["at_once", "at_once", "weekly"]
    schedule = preference_of(store, person).schedule
    assert [str(schedule.notice(name)) for name in notices] == ["at_once", "at_once", "weekly"]


def test_two_windows_lose_nothing(app: Flask, town: Town) -> None:
    client = town.client(app, "member")
    client.post("/reminders", data=CHOSEN)
    answer = client.post("/reminders", data=CHOSEN | {"hour": "9"})
    assert answer.status_code == 409
    assert '<option selected value="9">' in answer.text


def test_the_log_starts_empty(app: Flask, town: Town) -> None:
    assert "Nothing yet" in town.client(app, "member").get("/reminders/log").text
