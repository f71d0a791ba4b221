"""Day, time and zone as one field, through gaps and folds."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict

from scheduler.dates.timezones import DstChoice
from scheduler.web.local_time import LocalMoment, LocalTimeField, moment_at


class MomentForm(FlaskForm):  # type: ignore[misc]
    at = LocalTimeField("At", required=True, default_zone="Europe/Brussels")


@pytest.fixture
def submit(app: Flask):
    def submit(
        day: str = "", time: str = "", zone: str = "Europe/Brussels", choice: str = "", meant: str = ""
    ) -> LocalTimeField:
        typed = {"at-day": day, "at-time": time, "at-zone": zone, "at-choice": choice, "at-zone-meant": meant}
        with app.test_request_context("/", method="POST"):
            form = MomentForm(MultiDict(typed))
            form.validate()
            return form.at

    return submit


def test_moment_is_wall_time_zone_and_instant(submit):
    at = submit("2026-07-30", "9:00", "asia/manila")

    assert at.errors == []
    assert at.data == LocalMoment(
        local=datetime(2026, 7, 30, 9), zone="Asia/Manila", choice=None, instant=datetime(2026, 7, 30, 1, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    ("day", "time", "zone", "part", "message"),
    [
        ("", "", "Europe/Brussels", "", "Required."),
        ("2026-07-30", "", "Europe/Brussels", "time", "Enter the time as well."),
        ("", "09:00", "Europe/Brussels", "day", "Enter the date as well."),
        ("2026-07-30", "25:00", "UTC", "time", "Enter the time from 00:00 to 23:59, for example 09:30."),
        ("2026-07-30", "9", "UTC", "time", "Enter the time from 00:00 to 23:59, for example 09:30."),
        ("2027-02-29", "09:00", "UTC", "day", "There is no 29 February in 2027: choose 28 February or 1 March."),
        ("2026-07-30", "09:00", "", "zone", "Choose the time zone of this time."),
        (
            "2026-07-30",
            "09:00",
            "Brusels",
            "zone",
            "“Brusels” matches more than one time zone. Choose the right one.",
        ),
    ],
)
def test_moment_is_refused_where_it_is_wrong(submit, day, time, zone, part, message):
    at = submit(day, time, zone)

    assert (at.data, at.errors, at.wrong_part) == (None, [message], part)
    assert at.typed == {"day": day, "time": time, "zone": zone, "choice": ""}


# The clock of the application stands in July.
@pytest.mark.parametrize(
    ("day", "meant", "not_meant"),
    [("2027-07-30", "Europe/Berlin", "Europe/Bucharest"), ("2027-01-30", "Europe/Bucharest", "Europe/Berlin")],
)
def test_an_offset_is_one_of_the_day_that_was_typed(submit, day, meant, not_meant):
    at = submit(day, "09:00", "UTC+2")

    assert meant in at.meant
    assert not_meant not in at.meant

    assert submit(day, "09:00", "UTC+2", meant=not_meant).wrong_part == "zone"
    chosen = submit(day, "09:00", "UTC+2", meant=meant)
    assert (chosen.errors, chosen.data.zone, chosen.data.instant.hour) == ([], meant, 7)


def test_every_wrong_part_is_named(submit):
    assert submit("never", "whenever").errors == [
        "Enter the day as year-month-day, for example 2027-07-30.",
        "Enter the time from 00:00 to 23:59, for example 09:30.",
    ]


def test_time_that_clocks_show_twice_asks_which(submit):
    at = submit("2026-10-25", "02:30")

    assert at.errors == ["On Sun 25 Oct 2026 clocks in Brussels go back and show 02:30 twice. Choose the one you mean."]
    assert [(option.choice, option.instant_utc.hour) for option in at.options] == [("earlier", 0), ("later", 1)]


@pytest.mark.parametrize(("choice", "hour"), [("earlier", 0), ("later", 1)])
def test_time_that_clocks_show_twice_follows_the_choice(submit, choice, hour):
    at = submit("2026-10-25", "02:30", choice=choice)

    assert at.errors == []
    assert at.data == LocalMoment(
        datetime(2026, 10, 25, 2, 30),
        "Europe/Brussels",
        DstChoice(choice),
        datetime(2026, 10, 25, hour, 30, tzinfo=UTC),
    )


def test_time_that_clocks_skip_asks_which(submit):
    at = submit("2027-03-28", "02:30")

    assert at.errors == ["On Sun 28 Mar 2027 clocks in Brussels go forward and skip 02:30. Choose the time you mean."]


def test_time_that_clocks_skip_becomes_one_that_they_show(submit):
    at = submit("2027-03-28", "02:30", choice="later")

    assert at.data == LocalMoment(
        datetime(2027, 3, 28, 3, 30), "Europe/Brussels", None, datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    )


def test_choice_for_a_time_without_doubt_is_left_out(submit):
    assert submit("2026-07-30", "09:00", choice="later").data.choice is None


def test_choice_that_was_not_offered_is_no_choice(submit):
    assert "twice. Choose the one you mean." in submit("2026-10-25", "02:30", choice="sideways").errors[0]


@pytest.mark.parametrize("hour", [0, 1])
def test_instant_given_is_shown_in_the_default_zone(app: Flask, hour):
    instant = datetime(2026, 10, 25, hour, 30, tzinfo=UTC)

    with app.test_request_context("/"):
        at = MomentForm(data={"at": instant}).at

    expected = {"day": "2026-10-25", "time": "02:30", "zone": "Europe/Brussels", "choice": ["earlier", "later"][hour]}
    assert at.data
    assert (at.typed, at.data.instant) == (expected, instant)


def test_moment_given_comes_back_unchanged(app: Flask):
    moment = moment_at(datetime(2026, 7, 30, 9), "Asia/Manila")

    with app.test_request_context("/"):
        at = MomentForm(data={"at": moment}).at
    with app.test_request_context("/", method="POST"):
        again = MomentForm(MultiDict({f"at-{part}": text for part, text in at.typed.items()})).at

    assert again.data == moment
