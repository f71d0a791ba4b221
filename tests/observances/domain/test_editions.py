"""Which editions a rule makes, and the days of each."""

from datetime import date

import pytest

from scheduler.dates.spans import DateSpan
from scheduler.observances.domain.editions import EditionDates, Years, YearsError, compute_editions, editions_within
from scheduler.observances.rules.announced import Announced
from scheduler.observances.rules.date_span import FixedSpan
from scheduler.observances.rules.fixed_date import FixedDate
from scheduler.observances.rules.rrule import RecurrenceRule

SAFER_INTERNET_DAY = Announced((date(2024, 2, 6), date(2026, 2, 10)))
WINTER = FixedSpan(12, 20, 1, 6)


def edition(period, day, days=1):
    return EditionDates(period, DateSpan.of_days(day, days))


def test_editions_begin_with_the_first_year():
    # Adopted in 2026 (A/RES/80/309), first held in 2027.
    editions = compute_editions(FixedDate(11, 27), 2027, Years(2025, 2028), open_from=2026)

    assert editions == [edition("2027", date(2027, 11, 27)), edition("2028", date(2028, 11, 27))]


def test_first_year_after_the_window_leaves_nothing():
    assert compute_editions(FixedDate(11, 27), 2030, Years(2025, 2028), open_from=2026) == []
    assert compute_editions(Announced(), 2030, Years(2025, 2028), open_from=2026) == []


def test_announced_editions_without_a_date_wait_from_this_year_on():
    editions = compute_editions(SAFER_INTERNET_DAY, 2004, Years(2023, 2028), open_from=2026)

    assert editions == [
        edition("2024", date(2024, 2, 6)),
        edition("2026", date(2026, 2, 10)),
        EditionDates("2027", None),
        EditionDates("2028", None),
    ]


def test_announced_editions_wait_from_the_first_year_on():
    editions = compute_editions(Announced(), 2028, Years(2026, 2029), open_from=2026)

    assert editions == [EditionDates("2028", None), EditionDates("2029", None)]


def test_gap_between_announced_dates_waits_while_it_is_open():
    rule = Announced((date(2026, 2, 10), date(2028, 2, 8)))

    assert [found.period for found in compute_editions(rule, None, Years(2026, 2028), open_from=2026)] == [
        "2026",
        "2027",
        "2028",
    ]


def test_monthly_editions_have_a_period_each():
    editions = compute_editions(RecurrenceRule("FREQ=MONTHLY;BYMONTHDAY=25"), None, Years(2027, 2027), open_from=2026)

    assert [found.period for found in editions] == [f"2027-{month:02d}" for month in range(1, 13)]


@pytest.mark.parametrize(
    ("window", "periods"),
    [
        (DateSpan(date(2027, 1, 6), date(2027, 1, 31)), ["2026"]),
        (DateSpan(date(2027, 1, 7), date(2027, 12, 19)), []),
        (DateSpan(date(2027, 1, 1), date(2027, 12, 31)), ["2026", "2027"]),
    ],
)
def test_editions_within_a_window_may_have_begun_the_year_before(window, periods):
    assert [found.period for found in editions_within(WINTER, None, window)] == periods


def test_editions_within_a_window_respect_the_first_year():
    assert editions_within(WINTER, 2027, DateSpan(date(2027, 1, 1), date(2027, 1, 31))) == []


def test_editions_within_a_window_have_a_date():
    window = DateSpan(date(2026, 1, 1), date(2028, 12, 31))

    assert editions_within(SAFER_INTERNET_DAY, None, window) == [edition("2026", date(2026, 2, 10))]


def test_edition_of_a_whole_year_is_found_on_its_last_day():
    rule = FixedDate(12, 31, 366)

    found = editions_within(rule, None, DateSpan(date(2027, 12, 31), date(2027, 12, 31)))

    assert [edition.period for edition in found] == ["2026", "2027"]


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (2028, 2027, "The last year, 2027, is before the first, 2028."),
        (0, 2027, "Give years from 1583 to 2999."),
        (2027, 3000, "Give years from 1583 to 2999."),
    ],
)
def test_years_that_make_no_window_are_refused(first, last, text):
    with pytest.raises(YearsError) as caught:
        Years(first, last)

    assert caught.value.message.render() == text
