"""All dates of a recurring event as a file for one's own calendar: who gets it, and that it says what pages say."""

from datetime import date

import icalendar
import pytest
import recurring_ical_events
from flask import Flask
from flask.testing import FlaskClient

from scheduler.db import AppSession
from tests.coalition import Town
from tests.events.web.test_pages import made
from tests.events.web.test_recurring import CALL, FOUR, paths, send

LINK = "Download all dates (.ics)"


def starts(client: FlaskClient, path: str) -> list[str]:
    """Return what a calendar program that took the file in shows."""
    calendar = icalendar.Calendar.from_ical(client.get(f"{path}/dates.ics").data)
    found = recurring_ical_events.of(calendar).between(date(2027, 1, 1), date(2029, 1, 1))
    return sorted(f"{one.start.astimezone():%m-%d %H:%M} {one['SUMMARY']}" for one in found)


@pytest.fixture
def public_call(app: Flask, town: Town, store: AppSession) -> list[str]:
    made(town.client(app, "editor"), town, CALL, **FOUR, audience="public")
    return paths(store)


def test_the_file_says_what_takes_place_and_is_the_same_from_each_date(
    app: Flask, town: Town, public_call: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "UTC")
    editor = town.client(app, "editor")
    first, second, third, fourth = public_call
    moved = {**CALL, "audience": "public", "title": "Longer call", "starts-day": "2027-10-27", "ends-day": "2027-10-27"}
    assert send(editor, town, second, {**moved, "scope": "one"}).status_code == 303
    assert editor.post(f"{third}/cancel", data={"reason": "Holiday", "scope": "one"}).status_code == 303

    visitor = town.client(app, "visitor")
    assert starts(visitor, first) == [
        "10-19 17:00 Weekly call",
        "10-27 17:00 Longer call",
        "11-09 18:00 Weekly call",
    ]
    assert editor.post(f"{fourth}/delete").status_code == 303
    assert len(starts(visitor, first)) == 2
    assert len({visitor.get(f"{path}/dates.ics").data for path in (first, second, third)}) == 1


def test_it_is_saved_under_the_title_and_asked_for_again_by_its_tag(
    app: Flask, town: Town, public_call: list[str]
) -> None:
    visitor, path = town.client(app, "visitor"), f"{public_call[0]}/dates.ics"
    answer = visitor.get(path)

    assert answer.content_type == "text/calendar; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="Weekly-call.ics"')
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert b"METHOD" not in answer.data
    assert b"VALARM" not in answer.data
    again = visitor.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert town.client(app, "member").get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("who", "status"), [("visitor", 404), ("loner", 404), ("member", 200), ("other_lead", 200), ("coordinator", 200)]
)
def test_who_may_know_of_all_dates_gets_it_and_finds_the_link(
    app: Flask, town: Town, store: AppSession, who: str, status: int
) -> None:
    made(town.client(app, "editor"), town, CALL, **FOUR)
    client, path = town.client(app, who), paths(store)[0]

    assert client.get(f"{path}/dates.ics").status_code == status
    assert (LINK in client.get(path).text) is (status == 200)


def test_who_may_not_know_of_one_date_gets_neither_file_nor_link(
    app: Flask, town: Town, public_call: list[str]
) -> None:
    editor, visitor = town.client(app, "editor"), town.client(app, "visitor")
    first, second, *_others = public_call
    assert LINK in visitor.get(first).text
    one = {**CALL, "audience": "coalition", "starts-day": "2027-10-26", "ends-day": "2027-10-26", "scope": "one"}
    assert send(editor, town, second, one).status_code == 303

    assert [visitor.get(f"{path}/dates.ics").status_code for path in (first, second)] == [404, 404]
    assert LINK not in visitor.get(first).text
    assert LINK in editor.get(first).text


def test_what_does_not_recur_or_take_place_has_no_file(app: Flask, town: Town, public_call: list[str]) -> None:
    editor = town.client(app, "editor")
    single = made(editor, town)
    assert editor.post(f"{public_call[0]}/cancel", data={"reason": "Over", "scope": "following"}).status_code == 303

    for path in (single, public_call[0], "/events/nothing"):
        assert editor.get(f"{path}/dates.ics").status_code == 404
        assert LINK not in editor.get(path).text


def test_a_cancelled_date_offers_it_as_long_as_an_earlier_one_takes_place(
    app: Flask, town: Town, public_call: list[str]
) -> None:
    editor, visitor = town.client(app, "editor"), town.client(app, "visitor")
    first, second, *_others = public_call
    for path in (second, first):
        assert LINK in visitor.get(path).text
        assert editor.post(f"{path}/cancel", data={"reason": "Rain", "scope": "following"}).status_code == 303
        is_there = path == second
        assert (LINK in visitor.get(second).text) is is_there
        assert visitor.get(f"{second}/dates.ics").status_code == (200 if is_there else 404)
