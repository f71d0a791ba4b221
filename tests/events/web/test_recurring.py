"""Recurring events in the browser and in feeds: added in plain words, changed date by date or several at once."""

import re
from datetime import date, datetime
from typing import Any

import icalendar
import pytest
import recurring_ical_events
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from scheduler.db import AppSession
from scheduler.events.models import Event
from tests.coalition import Town
from tests.events.web.test_pages import ALL_DAY, TIMED, add, count, made

CALL = {**TIMED, "title": "Weekly call", "starts-day": "2027-10-19", "ends-day": "2027-10-19", "ends-time": "20:00"}
CALL |= {"ends-zone": "Europe/Brussels"}
FOUR = {"recurs": "weekly", "every": "1", "until_when": "after", "times": "4"}


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))


def paths(store: AppSession) -> list[str]:
    found = [f"/events/{one}" for one in store.scalars(select(Event.public_id).order_by(Event.recurs_on))]
    store.commit()
    return found


def send(client: FlaskClient, town: Town, path: str, values: dict[str, str]) -> TestResponse:
    revision = re.search(r'name="revision" [^>]*value="(\d+)"', client.get(f"{path}/edit").text)
    assert revision is not None
    return client.post(f"{path}/edit", data={**values, "organisation_id": str(town.bay.id), "revision": revision[1]})


def in_feed(client: FlaskClient) -> list[Any]:
    client.application.extensions["scheduler.version_watch"].invalidate()
    calendar = icalendar.Calendar.from_ical(client.get("/feeds/public.ics").data)
    found: list[Any] = recurring_ical_events.of(calendar).between(date(2027, 1, 1), date(2029, 1, 1))
    return sorted(found, key=lambda one: one["DTSTART"].dt)


def test_a_weekly_event_is_one_line_in_the_list_and_names_its_next_dates(app: Flask, town: Town) -> None:
    path = made(town.client(app, "editor"), town, CALL, **FOUR)
    member = town.client(app, "member")

    page, listed = words(member.get(path).text), words(member.get("/events").text)
    assert "Every week on Tuesday, 4 times" in page
    assert "Next dates" in page
    assert "Tue 26 Oct 2027, 19:00" in page
    assert listed.count("Weekly call") == 1
    assert "Every week on Tuesday, 4 times" in listed
    assert "Every week on Tuesday" not in town.client(app, "visitor").get("/events").text


@pytest.mark.parametrize(
    ("changes", "label"),
    [
        ({"recurs": "weekly", "every": "2", "weekdays": ["3"]}, "Every 2 weeks on Tuesday and Thursday"),
        ({"recurs": "monthly_weekday"}, "Every month: third Tuesday"),
        ({"recurs": "monthly_last", "starts-day": "2027-10-26", "ends-day": "2027-10-26"}, "Every month: last Tuesday"),
        (
            {"recurs": "monthly_day", "every": "3", "until_when": "on_day", "until": "2028-06-30"},
            "Every 3 months: day 19, until Fri 30 Jun 2028",
        ),
        ({"recurs": "yearly", "starts-day": "2028-02-29", "ends-day": "2028-02-29"}, "Every year on 29 Feb"),
    ],
)
def test_how_it_recurs_is_said_in_words(app: Flask, town: Town, changes: dict[str, str], label: str) -> None:
    client = town.client(app, "editor")

    assert label in words(client.get(made(client, town, CALL, **changes)).text)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"every": "0"}, "whole number from 1 to 24"),
        ({"every": "many"}, "whole number from 1 to 24"),
        ({"times": "1"}, "whole number from 2 to 200"),
        ({"times": ""}, "whole number from 2 to 200"),
        ({"times": "9" * 400}, "whole number from 2 to 200"),
        ({"until_when": "on_day"}, "Enter the day after which"),
        ({"until_when": "on_day", "until": "2027-10-18"}, "before the first date"),
        ({"recurs": "hourly"}, "Not a valid choice"),
        ({"recurs": "", "weekdays": ["2"]}, "clear the weekdays"),
        ({"recurs": "", "every": "x"}, "whole number from 1 to 24"),
        ({"weekdays": ["7"]}, "One of your choices"),
        ({"recurs": "monthly_last"}, "not the last such weekday"),
        ({"recurs": "monthly_weekday", "starts-day": "2027-11-30", "ends-day": "2027-11-30"}, "has a fifth one"),
        ({"starts-day": "2026-10-20", "ends-day": "2026-10-20"}, "more than three months ago"),
        ({"recurs": "", "until_when": "never", "times": "99999999999999999999"}, "a whole number from 2"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused_beside_its_field(
    app: Flask, town: Town, store: AppSession, changes: dict[str, str], message: str
) -> None:
    answer = add(town.client(app, "editor"), town, CALL, **{**FOUR, **changes}, place="Pier 3")

    assert answer.status_code == 422
    assert message in words(answer.text)
    assert 'value="Pier 3"' in answer.text
    assert count(store) == 0


def test_what_is_left_empty_or_not_chosen_does_not_matter(app: Flask, town: Town, store: AppSession) -> None:
    made(town.client(app, "editor"), town, ALL_DAY, recurs="", every="", times="3", until="2027-09-01")

    assert count(store) == 1


def test_feeds_hold_each_date_with_its_wall_time_what_moved_and_what_is_off(
    app: Flask, town: Town, store: AppSession
) -> None:
    editor = town.client(app, "editor")
    made(editor, town, CALL, **FOUR, audience="public")
    _first, second, third, fourth = paths(store)
    moved = {**CALL, "audience": "public", "starts-day": "2027-10-27", "ends-day": "2027-10-27", "scope": "one"}
    assert send(editor, town, second, moved).status_code == 303
    assert editor.post(f"{third}/cancel", data={"reason": "Holiday", "scope": "one"}).status_code == 303
    uids = {one["UID"] for one in in_feed(editor)}
    assert editor.post(f"{fourth}/delete").status_code == 303

    found = in_feed(editor)
    assert [(f"{one['DTSTART'].dt:%m-%d %H:%M %Z}", str(one["STATUS"])) for one in found] == [
        ("10-19 17:00 UTC", "CONFIRMED"),
        ("10-27 17:00 UTC", "CONFIRMED"),
        ("11-02 18:00 UTC", "CANCELLED"),
    ]
    assert {one["UID"] for one in found} < uids


def test_this_and_later_dates_are_edited_cancelled_and_deleted_together(
    app: Flask, town: Town, store: AppSession
) -> None:
    editor = town.client(app, "editor")
    made(editor, town, CALL, **FOUR)
    first, second, third, _fourth = paths(store)
    page = editor.get(f"{second}/edit").text
    assert "This date and all later ones" in page
    assert "Repetition" not in page

    changed = {**CALL, "title": "Call", "starts-day": "2027-10-26", "ends-day": "2027-10-26", "scope": "following"}
    assert send(editor, town, second, changed).status_code == 303
    for path, title in ((first, "Weekly call"), (third, "Call")):
        assert f"<h1><bdi>{title}</bdi></h1>" in editor.get(path).text
    other_day = send(editor, town, second, {**changed, "starts-day": "2027-10-27", "ends-day": "2027-10-27"})
    assert other_day.status_code == 422
    assert "Several dates keep their days" in other_day.text

    cancelled = editor.post(f"{third}/cancel", data={"reason": "Summer", "scope": "following"})
    assert cancelled.status_code == 303
    assert editor.get(f"{second}").text.count("Cancelled") == 2
    assert editor.post(f"{second}/delete", data={"scope": "following"}).status_code == 303
    assert [editor.get(path).status_code for path in (first, second, third)] == [200, 404, 404]
    assert "until Mon 25 Oct 2027" in words(editor.get(first).text)


def test_a_single_event_is_asked_for_no_dates(app: Flask, town: Town) -> None:
    editor = town.client(app, "editor")
    path = made(editor, town)

    for page in (f"{path}/edit", f"{path}/cancel", path):
        assert "later" not in words(editor.get(page).text).split("Log out")[-1].lower() or page == path
    assert editor.post(f"{path}/cancel", data={"reason": "Rain", "scope": "following"}).status_code == 303


@pytest.mark.parametrize(("who", "status"), [("visitor", 302), ("member", 403), ("other_lead", 403)])
def test_only_editors_of_the_host_change_its_dates(
    app: Flask, town: Town, store: AppSession, who: str, status: int
) -> None:
    made(town.client(app, "editor"), town, CALL, **FOUR)
    client = town.client(app, who)

    for path in paths(store):
        assert client.get(f"{path}/edit").status_code == status
        assert client.post(f"{path}/delete", data={"scope": "following"}).status_code == status
    assert count(store) == 4


def test_who_may_not_know_of_one_date_sees_the_others_alone(app: Flask, town: Town, store: AppSession) -> None:
    editor, visitor = town.client(app, "editor"), town.client(app, "visitor")
    made(editor, town, CALL, **FOUR)
    first, second, third, _fourth = paths(store)
    public = {**CALL, "audience": "public", "starts-day": "2027-10-26", "ends-day": "2027-10-26", "scope": "following"}
    assert send(editor, town, second, public).status_code == 303

    assert [visitor.get(path).status_code for path in (first, second, third)] == [404, 200, 200]
    assert "19 Oct" not in words(visitor.get(third).text)
    assert "Every week" not in visitor.get(third).text + visitor.get("/events").text
    assert "Every week" in editor.get(third).text
    assert "Tue 26 Oct 2027" in words(visitor.get("/events").text)
    assert [f"{one['DTSTART'].dt:%m-%d}" for one in in_feed(visitor)] == ["10-26", "11-02", "11-09"]


def test_dates_are_in_the_calendar_and_the_search_one_by_one(app: Flask, town: Town, store: AppSession) -> None:
    member = town.client(app, "member")
    made(town.client(app, "editor"), town, CALL, **FOUR)

    assert member.get("/calendar?view=month&day=2027-11-01").text.count(">Weekly call<") >= 1
    assert words(member.get("/search?q=weekly+call").text).count("Weekly call") >= 4
    starts = store.scalars(select(Event.starts_at).order_by(Event.recurs_on)).all()
    assert [at.hour for at in starts if isinstance(at, datetime)] == [17, 17, 18, 18]
