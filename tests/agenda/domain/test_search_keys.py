"""Deadlines that readers cannot tell apart have one key, and all others have another."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from scheduler.agenda.domain.search_keys import CONCEALED, alike_key, search_state
from scheduler.agenda.models import EntryStatus

DAY, MOMENT = date(2027, 7, 30), datetime(2027, 7, 30, 9, tzinfo=UTC)
DEADLINE = ("/content/abc", "Sign-off", '{"title":["due",{},{}]}', (DAY, DAY, MOMENT), "confirmed")


@pytest.mark.parametrize(
    "other",
    [
        ("/content/xyz", *DEADLINE[1:]),
        ("/content/abc", "Review", *DEADLINE[2:]),
        (*DEADLINE[:2], "", *DEADLINE[3:]),
        (*DEADLINE[:3], (DAY - timedelta(1), DAY, MOMENT), "confirmed"),
        (*DEADLINE[:3], (DAY, DAY + timedelta(1), MOMENT), "confirmed"),
        (*DEADLINE[:3], (DAY, DAY, None), "confirmed"),
        (*DEADLINE[:4], "cancelled"),
        ("/content/abcSign-off", "", *DEADLINE[2:]),
    ],
)
def test_whatever_is_told_apart_has_a_key_of_its_own(other: Any) -> None:
    assert alike_key(*other) != alike_key(*DEADLINE)


def test_a_key_is_the_same_for_the_same_however_it_was_read() -> None:
    elsewhere = MOMENT.astimezone(timezone(timedelta(hours=8)))
    assert alike_key(*DEADLINE[:3], (DAY, DAY, elsewhere), EntryStatus.CONFIRMED) == alike_key(*DEADLINE)


def test_keys_are_numbers_that_every_database_stores_and_no_migration_has_given() -> None:
    keys = [alike_key(f"/content/{number}", *DEADLINE[1:]) for number in range(500)]
    assert all(0 <= key < 2**63 for key in keys)
    assert len(set(keys)) == len(keys)


def test_of_a_placeholder_nothing_is_told_but_that_it_is_one() -> None:
    assert search_state("draft", "tentative", concealed=True) == CONCEALED
    assert search_state("", "confirmed", concealed=True) == CONCEALED
    assert search_state("draft", "tentative", concealed=False) == "draft"
    assert search_state("", "tentative", concealed=False) == "tentative"
