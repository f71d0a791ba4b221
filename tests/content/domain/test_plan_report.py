"""What became of a plan: in time up to a quarter of an hour late, late, missing once that has passed, still to come."""

from datetime import UTC, datetime, timedelta

import pytest

from scheduler.content.domain.plan_report import Outcome, Planned, tallies, tally

DUE = datetime(2027, 7, 30, 7, 0, tzinfo=UTC)
NOW = DUE + timedelta(days=1)


def planned(minutes: int | None, *, due: datetime | None = DUE, organisation: str = "Bay") -> Planned:
    published_at = DUE + timedelta(minutes=minutes) if minutes is not None else None
    return Planned(organisation=organisation, channel="X", due_at=due, published_at=published_at)


@pytest.mark.parametrize(
    ("minutes", "outcome"),
    [(-90, Outcome.IN_TIME), (0, Outcome.IN_TIME), (15, Outcome.IN_TIME), (16, Outcome.LATE), (None, Outcome.MISSING)],
)
def test_a_quarter_of_an_hour_is_in_time(minutes: int | None, outcome: Outcome) -> None:
    row = planned(minutes)

    assert (row.outcome(NOW), row.late_by) == (outcome, timedelta(minutes=16 if outcome is Outcome.LATE else 0))


def test_what_is_not_due_is_still_to_come_and_nothing_without_a_day_is_late() -> None:
    last = DUE + timedelta(minutes=15)

    assert [planned(None).outcome(at) for at in (DUE, last)] == [Outcome.TO_COME] * 2
    assert planned(None).outcome(last + timedelta(seconds=1)) == Outcome.MISSING
    assert (planned(None, due=None).outcome(NOW), planned(99, due=None).outcome(NOW)) == (
        Outcome.TO_COME,
        Outcome.IN_TIME,
    )


def test_counts_add_up_by_name_most_planned_first() -> None:
    rows = [planned(0, organisation="a"), planned(20, organisation="B"), planned(None, organisation="B")]

    found = tallies(rows, lambda row: row.organisation, NOW)

    assert [(one.name, one.planned, one.published) for one in found] == [("B", 2, 1), ("a", 1, 1)]
    assert tally("all", rows, NOW).planned == sum(one.planned for one in found)
