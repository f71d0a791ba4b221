"""A day of the calendar leads to forms with the day filled in, to those who may send them."""

import re

import pytest

from tests.pages.web.test_calendar import page

DAY = "/calendar/2027-07-30"


@pytest.mark.parametrize(
    ("who", "offered"),
    [
        ("ana", ["events", "campaigns", "content"]),
        ("bo", ["events", "campaigns", "content"]),
        ("cleo", ["events", "campaigns"]),
    ],
)
def test_what_somebody_may_add_is_offered(visit, who, offered):
    text = page(visit(who), f"{DAY}/add")

    assert re.findall(r'href="/(\w+)/new\?day=2027-07-30"', text) == offered
    assert f'href="{DAY}/add"' in page(visit(who), "/calendar?month=2027-07")
    assert f'href="{DAY}/add"' in page(visit(who), DAY)


def test_who_may_add_nothing_is_offered_nothing(visit):
    assert visit("dan").get(f"{DAY}/add").status_code == 403
    assert "/add" not in page(visit("dan"), "/calendar?month=2027-07")


def test_visitors_log_in_first(visit):
    answer = visit("visitor").get(f"{DAY}/add")

    assert answer.status_code == 302
    assert "/login" in answer.location
    assert "/add" not in page(visit("visitor"), "/calendar?month=2027-07")


def test_day_that_is_none_is_not_found(visit):
    assert visit("ana").get("/calendar/2027-02-30/add").status_code == 404


@pytest.mark.parametrize(
    ("address", "last", "beyond"),
    [
        ("month=2200-12", "2200-12-31", "2201-01-01"),
        ("view=week&day=2200-12-31", "2200-12-31", "2201-01-01"),
        # Its first week begins on a Sunday for this reader.
        ("month=1900-01", "1900-01-01", "1899-12-31"),
    ],
)
def test_days_beyond_the_calendar_are_shown_and_lead_nowhere(visit, address, last, beyond):
    text = page(visit("ana"), f"/calendar?{address}")

    assert f'href="/calendar/{last}/add"' in text
    assert f'datetime="{beyond}"' in text
    assert f"/calendar/{beyond}" not in text


@pytest.mark.parametrize("form", ["events", "campaigns", "content"])
def test_forms_have_the_day_filled_in(visit, form):
    assert 'value="2027-07-30"' in page(visit("ana"), f"/{form}/new?day=2027-07-30")
    assert 'value="2027-07-30"' not in page(visit("ana"), f"/{form}/new?day=2027-07-32")
