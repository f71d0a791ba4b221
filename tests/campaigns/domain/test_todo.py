from datetime import UTC, date, datetime

import pytest

from scheduler.campaigns.domain.todo import Due, Urgency, WaitingRow, by_urgency, due
from scheduler.dates.timezones import day_of

NOON = datetime(2027, 7, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due_on", "zone", "urgency"),
    [
        (date(2027, 6, 30), "UTC", Urgency.OVERDUE),
        (date(2027, 7, 1), "UTC", Urgency.TODAY),
        (date(2027, 7, 2), "UTC", Urgency.SOON),
        (date(2027, 7, 8), "UTC", Urgency.SOON),
        (date(2027, 7, 9), "UTC", Urgency.LATER),
        # In Kiritimati it is the 2nd already; in Pago Pago the 1st has just begun.
        (date(2027, 7, 1), "Pacific/Kiritimati", Urgency.OVERDUE),
        (date(2027, 7, 1), "Pacific/Pago_Pago", Urgency.TODAY),
    ],
)
def test_due_counts_days_of_the_zone(due_on: date, zone: str, urgency: Urgency) -> None:
    assert due(due_on, zone, NOON).urgency == urgency


@pytest.mark.parametrize(
    ("reader", "days"),
    [
        # It is Wednesday evening, or Thursday morning: Friday is not tomorrow everywhere.
        ("America/New_York", 2),
        ("Pacific/Honolulu", 2),
        ("Europe/Kyiv", 1),
        ("Asia/Manila", 1),
        ("Pacific/Kiritimati", 1),
    ],
)
def test_days_are_those_of_the_readers_calendar(reader: str, days: int) -> None:
    now = datetime(2027, 7, 15, 0, 30, tzinfo=UTC)
    found = due(date(2027, 7, 16), "Asia/Manila", now)

    assert found.days_from(day_of(now, reader)) == days


def test_due_lasts_until_the_day_has_ended_in_the_zone() -> None:
    found = due(date(2027, 7, 1), "America/New_York", NOON)

    assert found.ends_at == datetime(2027, 7, 2, 4, 0, tzinfo=UTC)


def row(title: str, until: Due | None) -> WaitingRow:
    return WaitingRow(kind="task", id=1, title=title, path="", on_whom=(), organisation="", due=until)


def test_rows_stand_by_the_instant_at_which_their_day_ends() -> None:
    rows = [
        row("no day", None),
        row("later", due(date(2027, 7, 20), "UTC", NOON)),
        row("b overdue", due(date(2027, 6, 1), "UTC", NOON)),
        row("A overdue", due(date(2027, 6, 1), "UTC", NOON)),
        row("same day, further west", due(date(2027, 6, 1), "Pacific/Pago_Pago", NOON)),
    ]

    titles = [found.title for found in by_urgency(rows)]

    assert titles == ["A overdue", "b overdue", "same day, further west", "later", "no day"]


def test_what_waits_until_a_moment_stands_among_what_waits_until_a_day() -> None:
    moment = datetime(2027, 7, 2, 9, 0, tzinfo=UTC)
    rows = [
        row("3rd", due(date(2027, 7, 3), "UTC", NOON)),
        row("2nd at nine", None)._replace(at=moment, zone="UTC"),
        row("1st", due(date(2027, 7, 1), "UTC", NOON)),
        row("no day", None),
    ]

    assert [found.title for found in by_urgency(rows)] == ["1st", "2nd at nine", "3rd", "no day"]
