"""Weekdays that do not fall on their date."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.content.checks.protocol import Finding
from scheduler.content.checks.weekdays import Weekdays
from scheduler.content.domain.item_text import Variant
from scheduler.content.domain.kinds import Field
from tests.content.checks.drafts import found, quotes


@pytest.mark.parametrize(
    "right",
    [
        "On Friday, 30 July 2027",
        "Saturday 31 July 2027",
        "Friday, July 30, 2027, at noon",
        "Fri 30 Jul",
        "Friday the 30th of July",
        "vendredi 30 juillet 2027",
        "Freitag, den 30. Juli 2027",
        "viernes 30 de julio de 2027",
        "venerdì 30 luglio",
        "sexta-feira, 30 de julho de 2027",
        "vrijdag 30 juli 2027",
        "Monday at 9 am, 12 July",
        "on Monday 30 people marched",
        "Monday, 30",
        "every Friday in July",
        "The committee sat 4 March 2027",
        "So 3 April 2027 it is",
        "FRİDAY 7 MAY 2027",
    ],
)
def test_what_agrees_or_is_no_date_is_left_alone(right: str) -> None:
    assert found(Weekdays(), right) == []


@pytest.mark.parametrize(
    ("wrong", "day"),
    [
        ("Thursday, 30 July 2027", "2027-07-30"),
        ("Sunday, July 31, 2027", "2027-07-31"),
        ("jeudi 30 juillet 2027", "2027-07-30"),
        ("Montag, den 30. Juli 2027", "2027-07-30"),
        ("Thu 30 Jul", "2027-07-30"),
        ("thu. 30 Jul", "2027-07-30"),
        # The 2 January that is nearest to the day of publication.
        ("Monday 2 January", "2028-01-02"),
    ],
)
def test_the_day_that_it_is(wrong: str, day: str) -> None:
    near = date(2027, 12, 20) if "January" in wrong else date(2027, 7, 30)

    assert found(Weekdays(), f"We meet on {wrong}, at noon.", publish_on=near) == [
        Finding(Field.BODY, wrong, details=(day,))
    ]


def test_a_date_that_there_is_not() -> None:
    assert found(Weekdays(), "Friday 31 June 2027") == [Finding(Field.BODY, "Friday 31 June 2027")]


def test_without_a_year_and_a_day_of_publication_nothing_is_said() -> None:
    assert quotes(Weekdays(), "Monday 30 July", publish_on=None) == []
    assert quotes(Weekdays(), "Monday 30 July 2027", publish_on=None) == ["Monday 30 July 2027"]


def test_a_version_in_another_language_is_read_in_that_one_alone() -> None:
    variants = (Variant("x", "fr", "Rendez-vous lundi 30 juillet 2027. Monday 30 July 2027"),)

    assert found(Weekdays(), variants=variants) == [Finding(Field.BODY, "lundi 30 juillet 2027", 1, ("2027-07-30",))]


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)))
def test_any_day_agrees_with_itself(day: date) -> None:
    assert quotes(Weekdays(), f"{day:%A}, {day.day} {day:%B} {day.year}") == []


@given(st.text(alphabet="Friday 30July,2027.\n", max_size=200), st.dates())
def test_any_text_is_read(text: str, day: date) -> None:
    assert all(quote in text for quote in quotes(Weekdays(), text, publish_on=day))


def test_advice() -> None:
    right = Weekdays().advice(Finding(Field.BODY, details=("2027-07-30",)))

    assert right.with_dates(lambda day: f"{day:%A} {day.day}").render() == "The calendar says Friday 30."
    assert Weekdays().advice(Finding(Field.BODY)).render() == "There is no such date."
