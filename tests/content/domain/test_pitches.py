"""Exclusive offers that promise the same time to two outlets."""

from datetime import UTC, date, datetime

import pytest

from scheduler.content.domain.pitches import Offer, answer_day_fits, overlapping


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2027, 7, day, hour, tzinfo=UTC)


@pytest.mark.parametrize(
    ("begins", "ends", "overlaps"),
    [
        (at(1), at(5), False),
        (at(1), at(5, 1), True),
        (at(6), at(7), True),
        (at(1), at(20), True),
        (at(10), at(12), False),
        (at(9, 23), at(12), True),
    ],
)
def test_an_offer_ends_where_the_next_may_begin(begins: datetime, ends: datetime, *, overlaps: bool) -> None:
    made = Offer("The Courier", at(5), at(10))

    assert overlapping(Offer("The Ledger", begins, ends), [made]) is (made if overlaps else None)


def test_an_answer_comes_after_the_question() -> None:
    first, second = date(2027, 7, 1), date(2027, 7, 2)

    assert answer_day_fits(first, first)
    assert answer_day_fits(None, first)
    assert answer_day_fits(first, None)
    assert not answer_day_fits(second, first)
