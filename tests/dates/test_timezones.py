"""Wall time, instants and zone names: known clock changes, odd zones, and what must hold everywhere."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.dates.timezones import (
    DstChoice,
    DstOutcome,
    TimeOutOfRangeError,
    UnknownZoneError,
    day_end,
    day_of,
    day_start,
    first_instant_at_or_after,
    in_zone,
    local_moment,
    offset_label,
    resolve_local_time,
    same_wall,
    suggest_zones,
    zone,
    zone_choices,
    zone_names,
)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]


def test_exact_time_in_manila_is_the_evening_before_in_washington() -> None:
    resolved = resolve_local_time(datetime(2027, 7, 30, 9), "Asia/Manila")

    assert (resolved.instant_utc, resolved.outcome) == (utc(2027, 7, 30, 1), DstOutcome.EXACT)
    assert (resolved.wall, resolved.options) == (datetime(2027, 7, 30, 9), ())
    assert in_zone(resolved.instant_utc, "America/New_York").isoformat() == "2027-07-29T21:00:00-04:00"


def test_skipped_time_moves_forward_and_offers_both_readings() -> None:
    resolved = resolve_local_time(datetime(2027, 3, 28, 2, 30), "Europe/Berlin")

    assert (resolved.instant_utc, resolved.outcome) == (utc(2027, 3, 28, 1, 30), DstOutcome.GAP)
    assert resolved.wall == datetime(2027, 3, 28, 3, 30)
    assert [(option.choice, option.local.isoformat()) for option in resolved.options] == [
        (DstChoice.EARLIER, "2027-03-28T01:30:00+01:00"),
        (DstChoice.LATER, "2027-03-28T03:30:00+02:00"),
    ]


def test_repeated_time_takes_the_first_and_offers_both() -> None:
    resolved = resolve_local_time(datetime(2027, 10, 31, 2, 30), "Europe/Berlin")

    assert (resolved.instant_utc, resolved.outcome) == (utc(2027, 10, 31, 0, 30), DstOutcome.FOLD)
    assert resolved.wall == datetime(2027, 10, 31, 2, 30)
    assert [(option.choice, option.instant_utc) for option in resolved.options] == [
        (DstChoice.EARLIER, utc(2027, 10, 31, 0, 30)),
        (DstChoice.LATER, utc(2027, 10, 31, 1, 30)),
    ]


@pytest.mark.parametrize(
    ("local", "choice", "instant"),
    [
        (datetime(2027, 3, 28, 2, 30), DstChoice.EARLIER, utc(2027, 3, 28, 0, 30)),
        (datetime(2027, 3, 28, 2, 30), DstChoice.LATER, utc(2027, 3, 28, 1, 30)),
        (datetime(2027, 10, 31, 2, 30), DstChoice.EARLIER, utc(2027, 10, 31, 0, 30)),
        (datetime(2027, 10, 31, 2, 30), DstChoice.LATER, utc(2027, 10, 31, 1, 30)),
        (datetime(2027, 6, 1, 12), DstChoice.LATER, utc(2027, 6, 1, 10)),
    ],
)
def test_choice_overrules_the_usual_reading(local: datetime, choice: DstChoice, instant: datetime) -> None:
    assert resolve_local_time(local, "Europe/Berlin", choice).instant_utc == instant


def test_zone_rules_come_from_the_pinned_release() -> None:
    # British Columbia stays on daylight time from 2026 on; system databases of 2025 do not know.
    assert offset_label(utc(2027, 1, 15), "America/Vancouver") == "UTC−7"


@pytest.mark.parametrize(
    ("day", "zone_name", "end"),
    [
        (date(2027, 7, 30), "Asia/Manila", utc(2027, 7, 30, 16)),
        (date(2027, 7, 30), "Pacific/Kiritimati", utc(2027, 7, 30, 10)),
        (date(2027, 7, 30), "Etc/GMT+12", utc(2027, 7, 31, 12)),
        (date(2027, 3, 28), "Europe/Berlin", utc(2027, 3, 28, 22)),
        # Midnight is skipped: the day after begins at 01:00.
        (date(2027, 4, 29), "Africa/Cairo", utc(2027, 4, 29, 22)),
        # 24:00 goes back to 23:00: the day has its last hour twice.
        (date(2027, 10, 28), "Africa/Cairo", utc(2027, 10, 28, 22)),
        # 01:00 goes back to 00:00: the next day's midnight comes twice.
        (date(2027, 11, 6), "America/Havana", utc(2027, 11, 7, 4)),
        # Samoa had no 30 December 2011.
        (date(2011, 12, 29), "Pacific/Apia", utc(2011, 12, 30, 10)),
    ],
)
def test_day_end(day: date, zone_name: str, end: datetime) -> None:
    assert day_end(day, zone_name) == end


@pytest.mark.parametrize(
    ("day", "hour", "zone_name", "instant"),
    [
        (date(2027, 7, 30), 8, "Asia/Kathmandu", utc(2027, 7, 30, 2, 15)),
        (date(2027, 3, 28), 2, "Europe/Berlin", utc(2027, 3, 28, 1)),
        (date(2027, 10, 31), 2, "Europe/Berlin", utc(2027, 10, 31, 0)),
        (date(2027, 10, 3), 2, "Australia/Lord_Howe", utc(2027, 10, 2, 15, 30)),
    ],
)
def test_local_moment(day: date, hour: int, zone_name: str, instant: datetime) -> None:
    assert local_moment(day, hour, zone_name) == instant


def test_first_moment_within_a_gap_is_its_end() -> None:
    assert first_instant_at_or_after(datetime(2027, 3, 28, 2, 59, 59, 999999), "Europe/Berlin") == utc(2027, 3, 28, 1)


def test_day_of_differs_by_zone() -> None:
    instant = utc(2027, 7, 30, 1)

    assert day_of(instant, "Asia/Manila") == date(2027, 7, 30)
    assert day_of(instant, "America/New_York") == date(2027, 7, 29)


@pytest.mark.parametrize(
    ("zone_name", "label"),
    [
        ("UTC", "UTC"),
        ("Africa/Abidjan", "UTC"),
        ("Asia/Manila", "UTC+8"),
        ("America/New_York", "UTC−4"),
        ("America/St_Johns", "UTC−2:30"),
        ("Asia/Kathmandu", "UTC+5:45"),
        ("Pacific/Kiritimati", "UTC+14"),
    ],
)
def test_offset_words(zone_name: str, label: str) -> None:
    assert offset_label(utc(2027, 7, 30), zone_name) == label


def test_same_wall_depends_on_the_season() -> None:
    assert same_wall(utc(2027, 1, 15), "Europe/London", "Africa/Abidjan")
    assert not same_wall(utc(2027, 7, 15), "Europe/London", "Africa/Abidjan")


@pytest.mark.parametrize(
    "name", ["", "asia/manila", "Factory", "localtime", "../UTC", "Asia/Manila\n", "GMT+8", "Asia"]
)
def test_unknown_zone_is_refused(name: str) -> None:
    with pytest.raises(UnknownZoneError) as caught:
        zone(name)

    assert caught.value.name == name


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("asia/manila", "Asia/Manila"),
        ("manila", "Asia/Manila"),
        ("Buenos Aires", "America/Argentina/Buenos_Aires"),
        ("Europe/Londn", "Europe/London"),
        ("new york", "America/New_York"),
        ("Asia/Calcuta", "Asia/Calcutta"),
    ],
)
def test_suggestion_for_a_misspelt_zone(typed: str, meant: str) -> None:
    assert meant in suggest_zones(typed)


def test_no_suggestion_for_nonsense() -> None:
    assert suggest_zones("") == ()
    assert suggest_zones("€" * 5000) == ()
    assert "Etc/GMT+8" not in suggest_zones("GMT+8")


def test_choices_are_real_zones_each_once() -> None:
    names = [choice.name for group in zone_choices() for choice in group.zones]

    assert len(names) == len(set(names)) > 400
    assert set(names) <= zone_names()
    assert {zone(name).key for name in names} == set(names)


def test_choices_are_grouped_by_region() -> None:
    groups = {group.region: group.zones for group in zone_choices()}

    assert list(groups)[-1] == "UTC"
    assert ("Asia/Ho_Chi_Minh", "Ho Chi Minh", "VN") in [(z.name, z.city, z.territory) for z in groups["Asia"]]
    assert [z.city for z in groups["Africa"]] == sorted(z.city for z in groups["Africa"])


def test_impossible_instants_are_refused() -> None:
    with pytest.raises(TimeOutOfRangeError):
        resolve_local_time(datetime.max, "America/New_York")
    with pytest.raises(TimeOutOfRangeError):
        resolve_local_time(datetime.min, "Asia/Tokyo")
    with pytest.raises(TimeOutOfRangeError):
        day_end(date.max, "Asia/Manila")


def test_naive_and_aware_are_not_mixed_up() -> None:
    with pytest.raises(ValueError, match="aware"):
        resolve_local_time(utc(2027, 7, 30), "Asia/Manila")
    with pytest.raises(ValueError, match="naive"):
        in_zone(datetime(2027, 7, 30), "Asia/Manila")


names = st.sampled_from(sorted(zone_names()))
walls = st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1)).map(lambda wall: wall.replace(microsecond=0))


@given(walls, names, st.sampled_from(DstChoice))
def test_resolved_wall_is_what_clocks_show(wall: datetime, zone_name: str, choice: DstChoice) -> None:
    resolved = resolve_local_time(wall, zone_name, choice)

    assert in_zone(resolved.instant_utc, zone_name).replace(tzinfo=None) == resolved.wall
    assert (resolved.wall == wall) == (resolved.outcome is not DstOutcome.GAP)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)), names)
def test_every_instant_lies_in_its_own_day(instant: datetime, zone_name: str) -> None:
    day = day_of(instant, zone_name)

    assert day_start(day, zone_name) <= instant < day_end(day, zone_name)


@given(walls, names)
def test_nothing_later_is_shown_before_the_first_moment(wall: datetime, zone_name: str) -> None:
    moment = first_instant_at_or_after(wall, zone_name)

    assert in_zone(moment, zone_name).replace(tzinfo=None) >= wall
    assert in_zone(moment - timedelta(seconds=1), zone_name).replace(tzinfo=None) < wall
