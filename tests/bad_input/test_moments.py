"""Times and days that do not exist, or exist twice: the page asks which is meant, and takes the answer."""

from collections.abc import Iterator

import pytest
from werkzeug.test import TestResponse

from tests.bad_input.bad_values import filled
from tests.bad_input.house import LEAD, House
from tests.bad_input.page_forms import Page, read
from tests.bad_input.walk import Found, Tour, Typed, send

# The first test in a process builds the house and walks through it.
pytestmark = pytest.mark.timeout(300)

NEW_YORK = "America/New_York"
SKIPPED = ("2028-03-12", "02:30", "skip 02:30", ["01:30", "03:30"])
TWICE = ("2027-11-07", "01:30", "show 01:30 twice", ["01:30", "01:30"])
PLACES: dict[str, tuple[str, Typed]] = {
    "events.new": ("starts", {"ends-day": [""], "ends-time": [""]}),
    "content.new": ("publish", {"placeholder_title": [""]}),
    "content_review.set_embargo": ("embargo", {"placeholder_title": ["Neutral news"]}),
    "campaign_sharing.audience": ("embargo", {"placeholder_title": ["Neutral news"]}),
}
"""Forms with a time, the name of its field, and what else has to fit."""


def form_of(seen: Tour, endpoint: str) -> Found:
    return next(found for found in seen.forms.values() if found.endpoint == endpoint and found.who == LEAD)


def answer_to(house: House, found: Found, typed: Typed) -> TestResponse:
    answer, crash = send(house, found, typed)
    assert answer is not None, crash
    return answer


def options(page: Page, name: str) -> list[str]:
    return [choice for form in page.forms for control in form.of(f"{name}-choice") for choice in control.choices]


def cases() -> Iterator[tuple[str, tuple[str, str, str, list[str]]]]:
    for endpoint in PLACES:
        yield endpoint, SKIPPED
        yield endpoint, TWICE


@pytest.mark.parametrize(("endpoint", "moment"), list(cases()))
def test_a_time_around_a_change_of_clocks_is_asked_about_and_then_taken(
    house: House, seen: Tour, endpoint: str, moment: tuple[str, str, str, list[str]]
) -> None:
    day, time, message, shown = moment
    name, more = PLACES[endpoint]
    found = form_of(seen, endpoint)
    typed: Typed = _without_other_times(found, name) | more
    everybody = [choice for control in found.form.of("embargo_group_people") for choice in control.choices]
    typed |= {"embargo_group_people": [*everybody]} if everybody else {}
    parts: Typed = {f"{name}-day": [day], f"{name}-time": [time], f"{name}-zone": [NEW_YORK]}
    typed |= parts

    asked = answer_to(house, found, typed)
    page = read(asked.text)

    assert asked.status_code == 422
    assert message in page.texts[f"{name}-error"]
    assert len(options(page, name)) == 2
    assert [asked.text.count(f"{clock} (") > 0 for clock in shown] == [True, True]
    for choice in options(page, name):
        house.restore()
        taken = answer_to(house, found, typed | {f"{name}-choice": [choice]})
        assert taken.status_code == 303, read(taken.text).texts


def _without_other_times(found: Found, name: str) -> Typed:
    others = [key for key in found.form.names if key.endswith(("-day", "-time")) and not key.startswith(f"{name}-")]
    return filled(found.form) | {key: [""] for key in others}


@pytest.mark.parametrize(
    ("endpoint", "more", "field"),
    [
        ("events.new", {"kind": "all_day"}, "first_day"),
        ("events.new", {"kind": "all_day", "first_day": "2027-08-02"}, "last_day"),
        ("campaigns.new", {"around": "own"}, "first_day"),
        ("campaigns.new", {"around": "own", "first_day": "2027-08-02"}, "last_day"),
    ],
)
@pytest.mark.parametrize("wrong", ["2027-02-29", "abc", "9999-99-99", "-1"])
def test_a_day_that_is_none_is_shown_beside_its_field(
    house: House, seen: Tour, endpoint: str, more: dict[str, str], field: str, wrong: str
) -> None:
    found = form_of(seen, endpoint)
    typed = filled(found.form) | {name: [value] for name, value in more.items()} | {field: [wrong]}

    answer = answer_to(house, found, typed)

    assert answer.status_code == 422
    assert field in read(answer.text).invalid
    assert f'value="{wrong}"' in answer.text


@pytest.mark.parametrize("endpoint", ["events.new", "campaigns.new"])
def test_a_last_day_before_the_first_is_shown_beside_it(house: House, seen: Tour, endpoint: str) -> None:
    days: Typed = {"kind": ["all_day"], "around": ["own"], "first_day": ["2027-08-02"], "last_day": ["2027-08-01"]}
    found = form_of(seen, endpoint)

    answer = answer_to(house, found, filled(found.form) | days)

    assert (answer.status_code, read(answer.text).invalid) == (422, {"last_day"})


def test_29_february_of_a_rule_says_what_other_years_do(house: House) -> None:
    client = house.client(LEAD)
    rule = {"month": "2", "day": "29", "duration_days": "1", "name": "Rare Day", "topics": "trafficking"}
    rule |= {"scope": "international", "leap_day": "march_1", "country": ""}

    preview = client.post("/observances/new", data=rule)

    assert preview.status_code == 200, read(preview.text).texts
    assert "1 Mar 2029" in preview.text
    assert "29 Feb 2032" in preview.text
    refused = client.post("/observances/new", data=rule | {"leap_day": "sometime"})
    assert (refused.status_code, "leap_day-error" in refused.text) == (422, True)


def test_29_february_of_an_edition_exists_in_leap_years_alone(house: House) -> None:
    client = house.client(LEAD)
    path = "/observances/safer-internet-day/2028/dates"
    base = {"reason": "The organiser says so.", "last_day": ""}
    page = read(client.get(path).text)
    base["revision"] = next(form for form in page.forms if form.of("first_day")).of("revision")[0].values[0]

    refused = client.post(path, data=base | {"first_day": "2027-02-29"})
    taken = client.post(path, data=base | {"first_day": "2028-02-29"})

    assert (refused.status_code, "There is no 29 February in 2027" in refused.text) == (422, True)
    assert taken.status_code == 303
