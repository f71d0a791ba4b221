"""Entering an observance by hand: the kind first, then the dates, then save."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from scheduler.db import AppSession
from scheduler.observances.models import Edition, Observance
from scheduler.observances.rules.registry import RULES
from tests.observances.catalogues import DAY

As = Callable[[str], FlaskClient]
Catalogue = dict[str, Observance]

WHAT = {"name": "Founders' Day", "topics": "other", "scope": "international", "country": "", "first_year": ""}
FORM_ID = "11111111-2222-3333-4444-555555555555"
RULES_TYPED: dict[str, tuple[dict[str, str], str]] = {
    "fixed_date": ({"month": "2", "day": "29", "leap_day": "march_1", "duration_days": "1"}, "Mon 1 Mar 2027"),
    "nth_weekday": ({"nth": "-1", "weekday": "WE", "month": "4", "duration_days": "2"}, "28–29 Apr 2027"),
    "whole_month": ({"month": "2"}, "1–28 Feb 2027"),
    "date_span": ({"start_month": "11", "start_day": "25", "end_month": "12", "end_day": "10"}, "25 Nov – 10 Dec 2027"),
    "week_containing": ({"month": "6", "day": "20", "first_weekday": "MO", "duration_days": "7"}, "14–20 Jun 2027"),
    "weekday_from": ({"weekday": "SA", "month": "10", "day": "18", "duration_days": "1"}, "Sat 23 Oct 2027"),
    "every_years": (
        {"month": "10", "day": "20", "every": "5", "from_year": "2010", "duration_days": "1"},
        "Sun 20 Oct 2030",
    ),
    "easter": ({"feast": "good_friday", "church": "eastern", "duration_days": "1"}, "Fri 30 Apr 2027"),
    "moon_day": ({"moon_day": "eid_al_fitr", "duration_days": "1"}, "Tue 9 Mar 2027"),
    "announced": ({"dates": "2027-03-04\n2028-03-02", "duration_days": "1"}, "Thu 4 Mar 2027"),
    "rrule": ({"rrule": "FREQ=MONTHLY;BYMONTHDAY=25", "duration_days": "1"}, "Mon 25 Jan 2027"),
}


def address(kind: str) -> str:
    return f"/observances/new?kind={kind}"


def digest_in(page: str) -> str:
    found = re.search(r'name="previewed" type="hidden" value="(\w+)"', page)
    assert found is not None
    return found[1]


def save(client: FlaskClient, where: str, data: dict[str, str]):
    page = client.post(where, data=data | {"preview": "1"}).text
    return client.post(where, data=data | {"previewed": digest_in(page), "save": "1"})


def test_every_kind_of_rule_has_a_form():
    assert RULES_TYPED.keys() == RULES.keys()


@pytest.mark.parametrize("kind", RULES_TYPED)
def test_each_kind_shows_its_dates_and_then_saves(as_: As, store: AppSession, kind: str):
    typed, shown = RULES_TYPED[kind]
    editor = as_("editor")
    assert editor.get(address(kind)).status_code == 200

    preview = editor.post(address(kind), data=WHAT | typed | {"preview": "1"})
    assert preview.status_code == 200
    assert "The next ten years" in preview.text
    assert shown in preview.text
    assert count(store) == 0

    saved = editor.post(address(kind), data=WHAT | typed | {"previewed": digest_in(preview.text), "save": "1"})
    assert (saved.status_code, saved.location) == (303, "/observances/founders-day")
    row = store.scalars(select(Observance)).one()
    assert (row.rule_kind, row.in_catalogue, row.registered_at is not None) == (kind, False, True)
    assert shown in as_("anonymous").get("/observances/founders-day").text


def test_saving_without_having_seen_the_dates_shows_them_first(as_: As, store: AppSession):
    typed, shown = RULES_TYPED["whole_month"]

    answer = as_("editor").post(address("whole_month"), data=WHAT | typed | {"save": "1"})

    assert answer.status_code == 200
    assert "Not saved yet" in answer.text
    assert shown in answer.text
    assert count(store) == 0


def test_dates_that_were_changed_after_the_preview_are_shown_again(as_: As, store: AppSession):
    editor = as_("editor")
    page = editor.post(address("whole_month"), data=WHAT | {"month": "2", "preview": "1"}).text

    answer = editor.post(address("whole_month"), data=WHAT | {"month": "3", "previewed": digest_in(page), "save": "1"})

    assert answer.status_code == 200
    assert "1–31 Mar 2027" in answer.text
    assert count(store) == 0


def test_sending_twice_adds_one(as_: As, store: AppSession):
    editor = as_("editor")
    data = WHAT | {"month": "2", "form_id": FORM_ID}

    answers = [save(editor, address("whole_month"), data).location for _ in range(2)]

    assert answers == ["/observances/founders-day"] * 2
    assert count(store) == 1


WRONG: list[tuple[str, dict[str, Any], str]] = [
    ("rrule", {"rrule": "FREQ=WEEKLY;BYDAY=MO"}, "use FREQ=YEARLY or FREQ=MONTHLY, not WEEKLY"),
    ("rrule", {"rrule": "FREQ=DAILY"}, "takes place once a year or once a month"),
    ("rrule", {"rrule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "No day matches this rule"),
    ("fixed_date", {"month": "4", "day": "31"}, "April has 30 days at most"),
    ("fixed_date", {"month": "", "day": "3"}, "whole number from 1 to 12"),
    ("fixed_date", {"day": ""}, "Required"),
    ("fixed_date", {"duration_days": "400"}, "from 1 to 366"),
    ("announced", {"dates": "2027-02-30"}, "is not a day"),
    ("announced", {"dates": "2027-02-01 2027-03-01"}, "two dates in 2027"),
    ("date_span", {"start_month": "2", "start_day": "29"}, "leap years only"),
    ("weekday_from", {"weekday": "XX"}, "one of the options"),
    ("whole_month", {"name": ""}, "Required"),
    ("whole_month", {"name": "=1+1"}, "formula"),
    ("whole_month", {"name": "A\x00B"}, "hidden character"),
    ("whole_month", {"topics": []}, "Choose at least one topic"),
    ("whole_month", {"scope": "national"}, "needs its country"),
    ("whole_month", {"country": "PH"}, "Only a national observance"),
    ("whole_month", {"first_year": "soon"}, "Enter a year from"),
    ("whole_month", {"url": "ftp://x.example"}, "Enter a full link"),
    ("whole_month", {"hashtags": "nope"}, "is not a hashtag"),
    ("whole_month", {"sources": "\n".join(["a"] * 21)}, "at most 20 sources"),
]


def test_what_makes_no_observance_is_told_and_kept(as_: As, store: AppSession):
    editor = as_("editor")
    for kind, changes, message in WRONG:
        answer = editor.post(address(kind), data=WHAT | RULES_TYPED[kind][0] | changes | {"save": "1"})

        assert answer.status_code == 422, changes
        assert message in answer.text
        assert "Founders" in answer.text or "name" in changes
    assert count(store) == 0


@pytest.fixture
def own(as_: As, store: AppSession, catalogue: Catalogue) -> Observance:
    save(as_("editor"), address("fixed_date"), WHAT | {"month": "3", "day": "14", "duration_days": "1"})
    row = store.scalars(select(Observance).where(Observance.slug == "founders-day")).one()
    store.commit()
    return row


def edited(own: Observance, **changes: str) -> dict[str, str]:
    rule = {"month": "3", "day": "14", "duration_days": "1", "revision": str(own.revision)}
    return WHAT | rule | changes


def test_changed_values_are_saved_at_once_as_the_dates_stay(as_: As, store: AppSession, own: Observance):
    coordinator = as_("coordinator")
    page = coordinator.get("/observances/founders-day/edit").text

    data = edited(own, name="Day of the Founders", previewed=digest_in(page), save="1")
    answer = coordinator.post("/observances/founders-day/edit", data=data)

    assert answer.status_code == 303
    store.refresh(own)
    assert (own.name, own.slug) == ("Day of the Founders", "founders-day")


def test_another_kind_of_rule_moves_the_editions(as_: As, store: AppSession, own: Observance):
    where = "/observances/founders-day/edit?kind=weekday_from"
    assert as_("editor").get(where).status_code == 200

    save(as_("editor"), where, edited(own, weekday="MO", month="3", day="14"))

    query = select(Edition.rule_starts_on).where(Edition.observance_id == own.id, Edition.period == "2027")
    assert store.scalar(query) == date(2027, 3, 15)


def test_a_stale_change_shows_both(as_: As, store: AppSession, own: Observance):
    where = "/observances/founders-day/edit"
    seen = edited(own)
    save(as_("editor"), where, seen | {"name": "Hers"})

    answer = save(as_("coordinator"), where, seen | {"name": "His"})

    assert answer.status_code == 409
    assert "Hers" in answer.text
    assert 'value="His"' in answer.text


def test_the_catalogues_observances_have_no_such_page(as_: As, catalogue: Catalogue):
    assert as_("coordinator").get(f"/observances/{DAY['slug']}/edit").status_code == 404


def count(store: AppSession) -> int:
    number = store.scalar(select(func.count()).select_from(Observance)) or 0
    store.commit()
    return number
