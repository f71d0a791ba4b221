from datetime import UTC, date, datetime

import pytest

from scheduler.campaigns.domain.waiting import Due, Urgency, WaitingRow, by_urgency, due

NOON = datetime(2027, 7, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due_on", "zone", "urgency", "days_left"),
    [
        (date(2027, 6, 30), "UTC", Urgency.OVERDUE, -1),
        (date(2027, 7, 1), "UTC", Urgency.TODAY, 0),
        (date(2027, 7, 2), "UTC", Urgency.SOON, 1),
        (date(2027, 7, 8), "UTC", Urgency.SOON, 7),
        (date(2027, 7, 9), "UTC", Urgency.LATER, 8),
        # In Kiritimati it is the 2nd already; in Pago Pago the 1st has just begun.
        (date(2027, 7, 1), "Pacific/Kiritimati", Urgency.OVERDUE, -1),
        (date(2027, 7, 1), "Pacific/Pago_Pago", Urgency.TODAY, 0),
    ],
)
def test_due_counts_days_of_the_zone(due_on: date, zone: str, urgency: Urgency, days_left: int) -> None:
    found = due(due_on, zone, NOON)

    assert (found.urgency, found.days_left) == (urgency, days_left)


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
