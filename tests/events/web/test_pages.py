import re
import uuid

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from scheduler.db import AppSession
from scheduler.events.models import Event
from tests.coalition import Town

TIMED = {
    "title": "Vigil at the harbour",
    "kind": "timed",
    "starts-day": "2027-07-30",
    "starts-time": "19:00",
    "starts-zone": "Europe/Brussels",
    "audience": "coalition",
}
ALL_DAY = {"title": "Open day", "kind": "all_day", "first_day": "2027-07-30", "audience": "coalition"}


def add(client: FlaskClient, town: Town, values: dict[str, str] = TIMED, /, **changes: str | list[str]) -> TestResponse:
    data = {**values, "organisation_id": str(town.bay.id), "form_id": str(uuid.uuid4()), **changes}
    return client.post("/events/new", data=data)


def made(client: FlaskClient, town: Town, values: dict[str, str] = TIMED, /, **changes: str | list[str]) -> str:
    answer = add(client, town, values, **changes)
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


def count(store: AppSession) -> int:
    found = store.scalar(select(func.count()).select_from(Event)) or 0
    store.commit()
    return found


@pytest.mark.parametrize(
    ("who", "status"),
    [("visitor", 401), ("loner", 403), ("member", 403), ("editor", 303), ("lead", 303), ("coordinator", 303)],
)
def test_editors_and_coordinators_add_events(app: Flask, town: Town, who: str, status: int) -> None:
    assert add(town.client(app, who), town).status_code == status


def test_an_editor_cannot_hold_an_event_in_the_name_of_another(app: Flask, town: Town, store: AppSession) -> None:
    assert add(town.client(app, "other_lead"), town).status_code == 422
    assert count(store) == 0


def test_the_same_form_sent_twice_adds_one_event(app: Flask, town: Town, store: AppSession) -> None:
    client, form_id = town.client(app, "editor"), str(uuid.uuid4())

    assert made(client, town, form_id=form_id) == made(client, town, form_id=form_id)
    assert count(store) == 1


@pytest.mark.parametrize(
    ("audience", "seen_by"),
    [
        ("public", {"visitor", "loner", "member", "other_lead", "coordinator"}),
        ("coalition", {"member", "other_lead", "coordinator"}),
        ("organisations", {"member"}),
    ],
)
def test_who_is_not_in_the_audience_meets_a_404_and_no_count(
    app: Flask, town: Town, audience: str, seen_by: set[str]
) -> None:
    path = made(town.client(app, "editor"), town, audience=audience, organisations=[str(town.bay.id)])

    for who in ("visitor", "loner", "member", "other_lead", "coordinator"):
        client = town.client(app, who)
        assert client.get(path).status_code == (200 if who in seen_by else 404), who
        assert ("Vigil at the harbour" in client.get("/events").text) is (who in seen_by), who


@pytest.mark.parametrize(
    ("who", "status"), [("visitor", 302), ("member", 403), ("other_lead", 403), ("editor", 200), ("coordinator", 200)]
)
def test_only_its_editors_and_coordinators_change_an_event(app: Flask, town: Town, who: str, status: int) -> None:
    path = made(town.client(app, "editor"), town)
    client = town.client(app, who)

    assert client.get(f"{path}/edit").status_code == status
    assert client.get(f"{path}/cancel").status_code == status
    for act in ("restore", "delete"):
        assert client.post(f"{path}/{act}").status_code == (303 if status == 200 else status), act


def test_times_stand_with_their_zone_and_in_the_readers_own(app: Flask, town: Town) -> None:
    path = made(town.client(app, "editor"), town)

    text = re.sub(r"<[^>]+>|\s+", " ", town.client(app, "visitor").get("/events").text)
    assert "Vigil" not in text
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", town.client(app, "member").get(path).text))
    assert "Fri 30 Jul 2027, 19:00 Brussels, UTC+2 (your time: Fri 30 Jul 2027, 17:00 UTC)" in text


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": " "}, "Required"),
        ({"title": "a\x00b"}, "hidden character"),
        ({"starts-day": ""}, "Enter the date as well"),
        ({"starts-day": "", "starts-time": ""}, "Enter the date and time"),
        ({"starts-zone": "Mars/Base"}, "No time zone has this name"),
        ({"starts-day": "2027-02-30"}, "February 2027 has 28 days"),
        (
            {"ends-day": "2027-07-30", "ends-time": "18:00", "ends-zone": "Europe/Brussels"},
            "has to end after it starts",
        ),
        (
            {"ends-day": "2028-07-30", "ends-time": "18:00", "ends-zone": "UTC"},
            "create a campaign instead",
        ),
        ({"kind": "all_day"}, "Enter the date"),
        ({"kind": "all_day", "first_day": "2027-07-30", "last_day": "2027-07-29"}, "before the first day"),
        (
            {"kind": "all_day", "first_day": "2027-07-30", "last_day": "2027-09-29"},
            "create a campaign instead",
        ),
        ({"audience": "organisations"}, "Choose at least one organisation"),
        ({"audience": "nobody"}, "Not a valid choice"),
        ({"online_url": "ftp://x"}, "Enter a full link"),
        ({"organisation_id": "99"}, "Not a valid choice"),
    ],
)
def test_bad_input_is_refused_beside_its_field_and_kept(
    app: Flask, town: Town, store: AppSession, changes: dict[str, str], message: str
) -> None:
    answer = add(town.client(app, "editor"), town, place="Pier 3", **changes)

    assert answer.status_code == 422
    assert message in answer.text
    assert 'value="Pier 3"' in answer.text
    assert count(store) == 0


def test_a_time_that_clocks_show_twice_is_asked_and_kept(app: Flask, town: Town, store: AppSession) -> None:
    client = town.client(app, "editor")
    night = {"starts-day": "2027-10-31", "starts-time": "02:30"}

    asked = add(client, town, **night)
    assert asked.status_code == 422
    assert "show 02:30 twice" in asked.text

    path = made(client, town, **night, **{"starts-choice": "later"})
    assert "was read as Brussels, UTC+1" in client.get(path).text
    edit = client.get(f"{path}/edit").text
    assert re.search(r'name="starts-choice" value="later" checked', edit)


def test_all_day_events_ignore_a_half_filled_time(app: Flask, town: Town) -> None:
    path = made(town.client(app, "editor"), town, ALL_DAY, **{"starts-time": "25:99", "starts-zone": "UTC"})

    assert "Fri 30 Jul 2027" in town.client(app, "member").get(path).text


def test_an_end_in_another_zone_is_kept_in_that_of_the_start(app: Flask, town: Town, store: AppSession) -> None:
    made(
        town.client(app, "editor"),
        town,
        **{"ends-day": "2027-07-30", "ends-time": "18:00", "ends-zone": "UTC"},
    )

    event = store.scalars(select(Event)).one()
    store.commit()
    assert event.local_end is not None
    assert event.local_end.isoformat() == "2027-07-30T20:00:00"


def test_a_stale_edit_answers_409_with_both_texts(app: Flask, town: Town) -> None:
    client = town.client(app, "editor")
    path = made(client, town)
    values = {**TIMED, "organisation_id": str(town.bay.id), "revision": "1"}
    assert client.post(f"{path}/edit", data={**values, "title": "Theirs"}).status_code == 303

    late = client.post(f"{path}/edit", data={**values, "title": "Mine", "starts-time": "20:00"})

    assert late.status_code == 409
    for text in ("Theirs", "Mine", "19:00", "20:00", 'name="revision" type="hidden" value="2"'):
        assert text in late.text
    assert "Theirs" in client.get(path).text


def test_cancel_restore_delete_and_bring_back(app: Flask, town: Town) -> None:
    client, member = town.client(app, "editor"), town.client(app, "member")
    path = made(client, town)

    assert client.post(f"{path}/cancel", data={"reason": ""}).status_code == 422
    assert client.post(f"{path}/cancel", data={"reason": "Storm"}).status_code == 303
    page = member.get(path).text
    assert "Storm" in page
    assert "Cancelled" in page

    client.post(f"{path}/restore")
    assert "Storm" not in member.get(path).text

    client.post(f"{path}/delete")
    assert member.get(path).status_code == 404
    assert "Vigil" in client.get("/events?show=deleted").text
    assert member.get("/events?show=deleted").status_code == 404

    assert member.post(f"{path}/undelete").status_code == 403
    client.post(f"{path}/undelete")
    assert member.get(path).status_code == 200
