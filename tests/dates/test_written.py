"""Days and times as people write them are read, and what could be another day is never guessed."""

from datetime import date, time

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from scheduler.dates.written import DayOrder, is_doubtful, read_day, read_time, shown_orders

DAY = date(2027, 7, 30)
DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        *("2027-07-30", "2027/7/30", "30/07/2027", "7/30/2027", "30.7.2027", "30-07-2027", "30 July 2027"),
        *("July 30, 2027", "Jul 30 2027", "30th July 2027", "30. Juli 2027", "30 de julio de 2027", "30 juillet 2027"),
        *("Friday, 30 July 2027", "Fr., 30.07.2027", "30-Jul-2027", "46598", "٣٠/٠٧/٢٠٢٧", "30 июля 2027 г."),
    ],
)
def test_one_day_in_many_forms(text):
    read = read_day(text)
    assert read is not None
    assert DAY in {read.day_first, read.month_first}
    assert None in {read.day_first, read.month_first} or not is_doubtful([read])


@pytest.mark.parametrize(
    ("text", "clock", "zone"),
    [
        ("2027-07-30T09:00:00Z", time(9), "z"),
        ("30 July 2027, 9:30 pm ET", time(21, 30), "et"),
        ("30.07.2027 um 9:00 Uhr", time(9), ""),
        ("2027-07-30 14:00 (Europe/Berlin)", time(14), "europe/berlin"),
        ("2027-07-30 09:00+02:00", time(9), "+02:00"),
        ("46598.375", time(9), ""),
    ],
)
def test_a_time_behind_the_day(text, clock, zone):
    read = read_day(text)
    assert read is not None
    assert (read.day_first, read.clock, read.zone) == (DAY, clock, zone)


@pytest.mark.parametrize(
    "text",
    [
        *("", "soon", "30 July", "31/02/2027", "32/13/2027", "2027-02-30", "30/07/27", "30 listopad 2027", "1"),
        *("2027-07-30 25:00", "30 July August 2027", "1899-12-31", "2201-01-01", "99999", "9" * 500),
    ],
)
def test_what_is_no_day(text):
    assert read_day(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("9:00", (time(9), "")),
        ("09.30", (time(9, 30), "")),
        ("9h30", (time(9, 30), "")),
        ("12 am", (time(0), "")),
        ("12:15 p.m.", (time(12, 15), "")),
        ("14 Uhr", (time(14), "")),
        ("14:00 CET", (time(14), "cet")),
        ("0.375", (time(9), "")),
        ("24:00", None),
        ("13 pm", None),
        ("9", None),
        ("noon", None),
    ],
)
def test_times(text, expected):
    assert read_time(text) == expected


@given(DAYS)
def test_numbers_mean_a_day_in_the_order_that_was_chosen(day):
    day_first, month_first = read_day(f"{day.day}/{day.month}/{day.year}"), read_day(f"{day:%m/%d/%Y}")
    assert day_first is not None
    assert month_first is not None
    assert day_first.day(DayOrder.DAY_FIRST) == day == month_first.day(DayOrder.MONTH_FIRST)
    clear = day.day > 12 or day.day == day.month
    assert (day_first.day(None) == day) is (day.day == day.month)
    assert bool(shown_orders([day_first])) is (day.day > 12)
    assert is_doubtful([day_first]) is (not clear or day.day > 12)


@given(DAYS, st.sampled_from(["en", "de", "es", "fr", "it", "pt", "nl", "pl", "cs", "sv", "ru", "uk", "tr", "ro"]))
def test_months_in_words_are_read_in_many_languages(day, language):
    read = read_day(format_date(day, "long", language))
    if (language, day.month) == ("pl", 11):
        # Listopada is November in Polish and October in Croatian: it is not guessed.
        assert read is None
        return
    assert read is not None
    assert read.day_first == read.month_first == day


@given(st.text(max_size=60))
def test_any_text_is_a_day_or_none(text):
    read = read_day(text)
    assert read is None or read.day_first or read.month_first
    read_time(text)
