"""Days that move with Easter, western and eastern."""

from datetime import date

import pytest

from scheduler.observances.rules.easter import EASTERN, WESTERN, EasterDay
from scheduler.observances.rules.support.errors import RuleError

# The tables of 1990 to 2050 by which python-dateutil tests itself: tests/test_easter.py of dateutil/dateutil at
# 2ef2057c, read on 27 November 2026. Month and day of 2024 to 2040.
WESTERN_EASTERS = """
    03-31 04-20 04-05 03-28 04-16 04-01 04-21 04-13 03-28 04-17 04-09 03-25 04-13 04-05 04-25 04-10 04-01
"""
EASTERN_EASTERS = """
    05-05 04-20 04-12 05-02 04-16 04-08 04-28 04-13 05-02 04-24 04-09 04-29 04-20 04-05 04-25 04-17 05-06
"""


@pytest.mark.parametrize(("church", "table"), [(WESTERN, WESTERN_EASTERS), (EASTERN, EASTERN_EASTERS)])
def test_easter_is_that_of_the_church(church, table):
    found = [f"{span.first_day:%m-%d}" for _, span in EasterDay("easter_sunday", church).spans(2024, 2040)]

    assert found == table.split()


@pytest.mark.parametrize(
    ("feast", "church", "day"),
    [
        # Public holidays of 2026 as governments proclaim them: Germany (Good Friday to Corpus Christi), Greece.
        ("ash_wednesday", WESTERN, date(2026, 2, 18)),
        ("maundy_thursday", WESTERN, date(2026, 4, 2)),
        ("good_friday", WESTERN, date(2026, 4, 3)),
        ("easter_monday", WESTERN, date(2026, 4, 6)),
        ("ascension", WESTERN, date(2026, 5, 14)),
        ("whit_monday", WESTERN, date(2026, 5, 25)),
        ("corpus_christi", WESTERN, date(2026, 6, 4)),
        ("clean_monday", EASTERN, date(2026, 2, 23)),
        ("good_friday", EASTERN, date(2026, 4, 10)),
        ("whit_monday", EASTERN, date(2026, 6, 1)),
    ],
)
def test_day_of_the_church_year(feast, church, day):
    (found,) = EasterDay(feast, church).spans(2026, 2026)

    assert (found.period, found.span.first_day) == ("2026", day)


def test_easter_tells_its_rule():
    assert [piece.render() for piece in EasterDay("good_friday").describe()] == ["Good Friday"]
    eastern = [piece.render() for piece in EasterDay("good_friday", EASTERN, 3).describe()]
    assert eastern == ["Good Friday of eastern churches", "for 3 days"]


@pytest.mark.parametrize(
    ("params", "field", "code"),
    [
        ({"feast": "corpus_christi", "church": "eastern"}, "feast", "not_kept"),
        ({"feast": "clean_monday"}, "feast", "not_kept"),
        ({"feast": "christmas"}, "feast", "not_a_choice"),
        ({"feast": "pentecost", "church": "northern"}, "church", "not_a_choice"),
        ({}, "feast", "not_a_choice"),
    ],
)
def test_easter_refuses(params, field, code):
    with pytest.raises(RuleError) as caught:
        EasterDay.parse(params)

    assert (caught.value.field, caught.value.code) == (field, code)
