"""Days by the moon, against what was announced and against another reckoning."""

from datetime import date

import pytest

from scheduler.observances.rules.moon_day import MOON_DAYS, MoonDay
from scheduler.observances.rules.support.errors import RuleError

# Month and day of the Hijri calendar.
HIJRI = {
    "ramadan": (9, 1),
    "eid_al_fitr": (10, 1),
    "eid_al_adha": (12, 10),
    "islamic_new_year": (1, 1),
    "mawlid": (3, 12),
}


@pytest.mark.parametrize(
    ("moon_day", "days"),
    [
        # As announced in Saudi Arabia and the Emirates.
        ("eid_al_fitr", ["2023-04-21", "2024-04-10", "2025-03-30", "2026-03-20"]),
        ("eid_al_adha", ["2023-06-28", "2024-06-16", "2025-06-06", "2026-05-27"]),
        # Hong Kong Observatory, conversion table of the Gregorian and lunar calendars.
        ("lunar_new_year", ["2023-01-22", "2024-02-10", "2025-01-29", "2026-02-17"]),
        # Ministry of Manpower of Singapore; the last but one as the United Nations marked it, too.
        ("vesak", ["2023-06-02", "2024-05-22", "2025-05-12", "2026-05-31"]),
    ],
)
def test_past_days_are_those_that_were_announced(moon_day, days):
    assert [span.first_day.isoformat() for _, span in MoonDay(moon_day).spans(2023, 2026)] == days


@pytest.mark.parametrize("moon_day", HIJRI)
def test_days_to_come_are_near_those_of_the_tabular_hijri_calendar(moon_day):
    month, day = HIJRI[moon_day]
    tabular = {_tabular(year, month, day) for year in range(1440, 1500)}

    found = [span.first_day for _, span in MoonDay(moon_day).spans(2027, 2060)]

    assert len(found) >= 34
    assert all(min(abs((one - other).days) for other in tabular) <= 2 for one in found)


def test_ramadan_lasts_a_month_until_eid():
    begins, ends = (
        [span.first_day for _, span in MoonDay(name).spans(2025, 2060)] for name in ("ramadan", "eid_al_fitr")
    )

    lasting = {min((after - day).days for after in ends if after > day) for day in begins if day < ends[-1]}

    assert lasting == {29, 30}


def test_second_day_of_a_year_goes_by_its_month():
    found = [(period, span.first_day.isoformat()) for period, span in MoonDay("eid_al_fitr").spans(2032, 2034)]

    assert found == [
        ("2032", "2032-01-14"),
        ("2033", "2033-01-02"),
        ("2033-12", "2033-12-23"),
        ("2034", "2034-12-12"),
    ]


def test_years_of_which_nothing_is_known_have_no_day():
    assert list(MoonDay("diwali").spans(2080, 2090)) == []
    assert list(MoonDay("eid_al_fitr").spans(1600, 1610)) == []


def test_moon_day_tells_that_it_is_expected():
    pieces = [piece.render() for piece in MoonDay("eid_al_fitr", 3).describe()]

    assert pieces == ["Eid al-Fitr (1 Shawwal)", "expected date", "for 3 days"]


def test_moon_day_refuses_a_day_that_it_does_not_know():
    with pytest.raises(RuleError) as caught:
        MoonDay.parse({"moon_day": "new_moon"})

    assert (caught.value.field, caught.value.code) == ("moon_day", "not_a_choice")
    assert set(HIJRI) < set(MOON_DAYS)


def _tabular(year: int, month: int, day: int) -> date:
    """Return a day of the tabular calendar of 30 years (Reingold and Dershowitz, Calendrical Calculations, ch. 7)."""
    epoch = date(622, 7, 19).toordinal()
    days = day + 29 * (month - 1) + month // 2 + (year - 1) * 354 + (3 + 11 * year) // 30
    return date.fromordinal(epoch - 1 + days)
