"""Where items come to lie in a wave: by whose clocks, on days when clocks change, and never before an embargo."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from scheduler.content.domain.launch_wave import (
    Kept,
    Wave,
    WaveItem,
    WaveRemark,
    WaveZone,
    fingerprint,
    span,
    wave_lines,
)
from scheduler.content.domain.workflow import State

NOW = datetime(2027, 1, 1, tzinfo=UTC)
DAY = date(2027, 7, 30)
NINE = Wave(day=DAY, local=time(9))
POST = WaveItem(item_id=1, title="Post", organisation="Bay", zone="Europe/Paris", state=State.DRAFT, channels={})


def remarks(item: WaveItem, wave: Wave = NINE, campaign: Kept | None = None) -> tuple[WaveRemark, ...]:
    [line] = wave_lines([item], wave, campaign, NOW)
    return line.remarks


def test_nine_o_clock_goes_around_the_world_in_25_hours() -> None:
    zones = ("Pacific/Pago_Pago", "Europe/Paris", "Pacific/Kiritimati", "Asia/Kathmandu")
    lines = wave_lines([replace(POST, item_id=n, zone=zone) for n, zone in enumerate(zones)], NINE, None, NOW)

    assert [line.zone for line in lines] == [
        "Pacific/Kiritimati",
        "Asia/Kathmandu",
        "Europe/Paris",
        "Pacific/Pago_Pago",
    ]
    assert {line.wall for line in lines} == {datetime(2027, 7, 30, 9)}
    moments = [line.at for line in lines if line.at is not None]
    assert moments[-1] - moments[0] == timedelta(hours=25)
    assert span(moments, NINE) == (datetime(2027, 7, 29, 10, tzinfo=UTC), datetime(2027, 7, 31, 11, tzinfo=UTC))


def test_one_moment_is_the_same_for_all_by_their_own_clocks() -> None:
    at = datetime(2027, 7, 30, 7, tzinfo=UTC)
    lines = wave_lines([POST, replace(POST, item_id=2, zone="Asia/Manila")], Wave(at=at), None, NOW)

    assert {(line.at, str(line.wall)) for line in lines} == {(at, "2027-07-30 15:00:00"), (at, "2027-07-30 09:00:00")}


@pytest.mark.parametrize(
    ("channels", "zone", "found"),
    [
        ({}, "Europe/Paris", ()),
        ({"x": "Asia/Manila", "bluesky": "Asia/Manila"}, "Asia/Manila", ()),
        ({"x": "Asia/Manila", "bluesky": "Asia/Tokyo"}, "Europe/Paris", (WaveRemark.SEVERAL_ZONES,)),
    ],
)
def test_channels_have_to_agree_on_a_zone(channels: dict[str, str], zone: str, found: tuple[WaveRemark, ...]) -> None:
    [line] = wave_lines([replace(POST, channels=channels)], replace(NINE, zone_rule=WaveZone.CHANNEL), None, NOW)

    assert (line.zone, line.remarks) == (zone, found)


@pytest.mark.parametrize(
    ("day", "wall", "at", "remark"),
    [
        (date(2027, 3, 28), "03:30", datetime(2027, 3, 28, 1, 30, tzinfo=UTC), WaveRemark.SKIPPED_TIME),
        (date(2027, 10, 31), "02:30", datetime(2027, 10, 31, 0, 30, tzinfo=UTC), WaveRemark.REPEATED_TIME),
    ],
)
def test_a_time_that_clocks_skip_or_repeat_is_pointed_out(
    day: date, wall: str, at: datetime, remark: WaveRemark
) -> None:
    [line] = wave_lines([POST], Wave(day=day, local=time(2, 30)), None, NOW)

    assert (f"{line.wall:%H:%M}", line.at, line.remarks) == (wall, at, (remark,))


AT = datetime(2027, 7, 30, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("embargo", "found"),
    [
        (Kept(AT), ()),
        (Kept(AT + timedelta(seconds=1)), (WaveRemark.UNDER_EMBARGO,)),
        (Kept(None), (WaveRemark.UNDER_EMBARGO,)),
        (Kept(AT, held=True), (WaveRemark.ON_HOLD,)),
    ],
)
def test_nothing_comes_out_before_an_embargo(embargo: Kept, found: tuple[WaveRemark, ...]) -> None:
    own = remarks(replace(POST, embargo=embargo))

    assert own == (*found, WaveRemark.RELIED_ON)
    assert remarks(POST, campaign=embargo) == ((WaveRemark.CAMPAIGN_UNDER_EMBARGO,) if found else ())


@pytest.mark.parametrize(
    ("item", "found"),
    [
        (replace(POST, is_signed=True), (WaveRemark.RELIED_ON,)),
        (replace(POST, state=State.APPROVED), (WaveRemark.RELIED_ON,)),
        (replace(POST, state=State.SCHEDULED), (WaveRemark.SCHEDULED,)),
        (replace(POST, state=State.SCHEDULED, publish_at=AT), ()),
        (replace(POST, zone="Nowhere/Land"), (WaveRemark.UNKNOWN_ZONE,)),
    ],
)
def test_what_others_rely_on_is_not_ticked(item: WaveItem, found: tuple[WaveRemark, ...]) -> None:
    [line] = wave_lines([item], NINE, None, NOW)

    assert (line.remarks, line.is_ticked) == (found, found in ((), (WaveRemark.UNKNOWN_ZONE,)))


def test_past_and_out_of_reach_are_refused() -> None:
    assert remarks(POST, replace(NINE, day=date(2026, 1, 1))) == (WaveRemark.PAST,)
    last = replace(NINE, day=date.max, local=time(23))
    assert remarks(replace(POST, zone="Pacific/Pago_Pago"), last) == (WaveRemark.OUT_OF_RANGE,)


def test_the_fingerprint_tells_every_change_of_what_was_shown() -> None:
    changed = [POST, replace(POST, state=State.APPROVED), replace(POST, publish_at=AT), replace(POST, zone="UTC")]
    changed += [replace(POST, is_signed=True), replace(POST, embargo=Kept(None))]

    assert len({fingerprint(wave_lines([item], NINE, None, NOW)) for item in changed}) == len(changed)
