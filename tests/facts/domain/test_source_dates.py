"""The date of a source is kept as exactly as it is known."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.facts.domain.source_dates import source_date
from scheduler.facts.domain.validity import is_expired


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2022", "2022"),
        (" 2022-9 ", "2022-09"),
        ("2022-9-1", "2022-09-01"),
        ("2024-02-29", "2024-02-29"),
        ("2023-02-29", None),
        ("2022-13", None),
        ("2022-00", None),
        ("1899", None),
        ("2201", None),
        ("22", None),
        ("autumn 2022", None),
        ("12.9.2022", None),
        ("٢٠٢٢", None),
        ("", None),
    ],
)
def test_a_year_a_month_or_a_day_is_kept_in_full(typed: str, kept: str | None) -> None:
    assert source_date(typed) == kept


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_what_is_kept_is_read_again(day: date) -> None:
    for known in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
        assert source_date(known) == known


@given(st.text(max_size=12))
def test_anything_may_be_typed(text: str) -> None:
    kept = source_date(text)
    assert kept is None or source_date(kept) == kept


def test_the_last_day_belongs_to_it() -> None:
    last = date(2027, 6, 30)
    assert [is_expired(last, day) for day in (date(2027, 6, 29), last, date(2027, 7, 1))] == [False, False, True]
    assert not is_expired(None, date(2200, 1, 1))
