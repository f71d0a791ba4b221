"""Months as addresses write them."""

from datetime import date

import pytest

from scheduler.dates.spans import DateSpan
from scheduler.pages.domain.months import Month, MonthError


def test_month_of_a_day_has_all_its_days() -> None:
    month = Month.of(date(2028, 2, 17))

    assert month.span == DateSpan(date(2028, 2, 1), date(2028, 2, 29))
    assert month.first_day == date(2028, 2, 1)


@pytest.mark.parametrize("text", ["2027-07", "1900-01", "2200-12"])
def test_parse_reads_what_str_writes(text: str) -> None:
    assert str(Month.parse(text)) == text


@pytest.mark.parametrize(
    "text", ["", "2027", "2027-7", "2027-00", "2027-13", "1899-12", "2201-01", "2027-07-01", "٢٠٢٧-٠٧"]
)
def test_parse_refuses_other_texts(text: str) -> None:
    with pytest.raises(MonthError):
        Month.parse(text)


@pytest.mark.parametrize(
    ("months", "shifted"),
    [(0, Month(2027, 7)), (1, Month(2027, 8)), (6, Month(2028, 1)), (-7, Month(2026, 12)), (-31, Month(2024, 12))],
)
def test_shift(months: int, shifted: Month) -> None:
    assert Month(2027, 7).shift(months) == shifted
