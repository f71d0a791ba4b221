"""What people type for a time zone, and which zones it may mean."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.dates.meant_zones import LANGUAGES, MOST_MEANT, is_plain_zone, zones_meant
from scheduler.dates.timezones import in_zone, zone_choices, zone_names

NOVEMBER = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
JULY = datetime(2027, 7, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize("name", ["Asia/Manila", "America/Indiana/Knox", "UTC", "Asia/Calcutta", "Etc/GMT+8"])
def test_a_place_is_one_zone(name: str) -> None:
    assert is_plain_zone(name)


@pytest.mark.parametrize("name", ["EST", "MST", "HST", "CET", "EET", "WET", "GMT", "EST5EDT", "Zulu", "Japan", ""])
def test_what_only_looks_like_one_is_not_taken(name: str) -> None:
    assert not is_plain_zone(name)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("EST", {"America/New_York", "America/Toronto", "America/Panama", "America/Jamaica"}),
        ("edt", {"America/New_York", "America/Toronto"}),
        ("ET", {"America/New_York"}),
        ("CET", {"Europe/Berlin", "Europe/Paris", "Africa/Algiers"}),
        ("IST", {"Asia/Kolkata", "Asia/Jerusalem", "Europe/Dublin"}),
        ("CST", {"America/Chicago", "Asia/Shanghai", "America/Havana"}),
        ("PST", {"America/Los_Angeles", "Asia/Manila"}),
        ("BST", {"Europe/London"}),
        ("SAST", {"Africa/Johannesburg"}),
        ("EAT", {"Africa/Nairobi"}),
        ("SGT", {"Asia/Singapore"}),
        ("PHT", {"Asia/Manila"}),
        ("GMT", {"UTC", "Europe/London", "Africa/Accra"}),
    ],
)
def test_an_abbreviation_means_every_zone_that_uses_it(typed: str, meant: set[str]) -> None:
    assert meant <= set(zones_meant(typed, NOVEMBER))


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Eastern Standard Time", "America/New_York"),
        ("SA Pacific Standard Time", "America/Bogota"),
        ("E. Africa Standard Time", "Africa/Nairobi"),
        ("India Standard Time", "Asia/Kolkata"),
        ("Romance Standard Time", "Europe/Paris"),
        ("Mitteleuropäische Zeit", "Europe/Berlin"),
        ("heure d’Europe centrale", "Europe/Berlin"),
        ("Philippines", "Asia/Manila"),
        ("Kenia", "Africa/Nairobi"),
        ("Côte d’Ivoire", "Africa/Abidjan"),
        ("フィリピン", "Asia/Manila"),
        ("Україна", "Europe/Kyiv"),
        ("Київ", "Europe/Kyiv"),
        ("PH", "Asia/Manila"),
        ("uk", "Europe/London"),
        ("Manila", "Asia/Manila"),
        ("nairobi", "Africa/Nairobi"),
        ("Moskau", "Europe/Moscow"),
        ("Le Caire", "Africa/Cairo"),
        ("القاهرة", "Africa/Cairo"),
        ("東京", "Asia/Tokyo"),
        ("กรุงเทพ", "Asia/Bangkok"),
        ("Bogotá", "America/Bogota"),
        ("bogota", "America/Bogota"),
        ("SÃO PAULO", "America/Sao_Paulo"),
        ("Brusels", "Europe/Brussels"),
    ],
)
def test_names_of_windows_countries_and_cities_lead_to_zones(typed: str, first: str) -> None:
    assert zones_meant(typed, NOVEMBER)[0] == first


@pytest.mark.parametrize(
    ("typed", "at", "hours"),
    [
        ("UTC+8", NOVEMBER, 8),
        ("GMT-3", NOVEMBER, -3),
        ("utc +02:00", JULY, 2),
        ("UTC−3:30", NOVEMBER, -3.5),
        ("+0530", JULY, 5.5),
    ],
)
def test_an_offset_means_the_zones_that_have_it_now(typed: str, at: datetime, hours: float) -> None:
    found = zones_meant(typed, at)

    assert len(found) >= 1
    for zone in found:
        offset = in_zone(at, zone).utcoffset()
        assert offset is not None
        assert offset.total_seconds() == hours * 3600
    if typed == "UTC+8":
        assert {"Asia/Manila", "Asia/Shanghai", "Asia/Singapore", "Australia/Perth"} <= set(found)


@pytest.mark.parametrize(
    ("typed", "wall", "meant", "not_meant"),
    [
        ("UTC+2", datetime(2027, 7, 30, 9), "Europe/Berlin", "Europe/Bucharest"),
        ("UTC+2", datetime(2027, 1, 30, 9), "Europe/Bucharest", "Europe/Berlin"),
        ("UTC-5", datetime(2027, 7, 30, 9), "America/Chicago", "America/New_York"),
        ("+10:30", datetime(2027, 1, 30, 9), "Australia/Adelaide", "Australia/Darwin"),
        # The night in which clocks go back at three: half past two is both, by one offset or the other.
        ("UTC+2", datetime(2027, 10, 31, 2, 30), "Europe/Berlin", "Europe/London"),
        ("UTC+1", datetime(2027, 10, 31, 2, 30), "Europe/Berlin", "Europe/Bucharest"),
        # The night in which they skip the hour from two to three: summer time begins at three.
        ("UTC+1", datetime(2027, 3, 28, 1, 59), "Europe/Berlin", "Europe/London"),
        ("UTC+2", datetime(2027, 3, 28, 3, 0), "Europe/Berlin", "Europe/London"),
    ],
)
def test_an_offset_of_a_wall_time_means_the_zones_that_have_it_then(
    typed: str, wall: datetime, meant: str, not_meant: str
) -> None:
    found = zones_meant(typed, wall)

    assert meant in found
    assert not_meant not in found


@settings(max_examples=25)
@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2200, 12, 31)),
    st.sampled_from([-8, -5, -3.5, 0, 1, 2, 3, 5.5, 9, 12]),
)
def test_what_an_offset_means_shows_that_wall_time_then(wall: datetime, hours: float) -> None:
    offset = timedelta(hours=hours)
    typed = f"{'-' if hours < 0 else '+'}{int(abs(hours)):02}:{int(abs(hours) % 1 * 60):02}"

    for zone in zones_meant(typed, wall):
        assert in_zone((wall - offset).replace(tzinfo=UTC), zone).replace(tzinfo=None) == wall


@pytest.mark.parametrize("typed", ["", "xyzzy", "UTC+99", "+15:00", "–", "?!", "Etc"])
def test_what_nobody_calls_a_zone_means_none(typed: str) -> None:
    assert [zone for zone in zones_meant(typed, NOVEMBER) if typed != "Etc"] == []


def test_every_place_of_the_list_is_found_by_its_city() -> None:
    listed = [place for group in zone_choices() for place in group.zones]
    lost = [place.name for place in listed if place.name not in zones_meant(place.city, NOVEMBER)]
    assert lost == []


@given(st.text(max_size=80) | st.sampled_from(LANGUAGES))
def test_only_real_zones_are_offered(typed: str) -> None:
    found = zones_meant(typed, NOVEMBER)

    assert len(found) <= MOST_MEANT
    assert set(found) <= zone_names()
    assert all(is_plain_zone(zone) for zone in found)
