"""Every due thing is told exactly once, in one form: whatever the zone, the days, the ticks, and the clocks."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.dates.timezones import in_zone, local_moment
from scheduler.reminders.domain.choices import Delivery, KindChoice
from scheduler.reminders.domain.lead_times import OFFERED, Leads
from scheduler.reminders.domain.schedules import EVERY_DAY, QuietHours, Times
from scheduler.reminders.domain.telling import (
    Happening,
    Telling,
    days_told_of,
    due_times,
    due_times_passed,
    told,
    told_hours_before,
)

# The date line, half hours, and clocks that change at midnight, on both halves of the world.
ZONES = st.sampled_from(
    ["UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Kathmandu", "America/Santiago", "Europe/Berlin"]
)
# Around both changes of clocks in Berlin and Santiago, and around 29 February.
FIRST_DAYS = st.sampled_from([date(2027, 3, 28), date(2027, 10, 31), date(2027, 4, 4), date(2027, 9, 5)]) | st.dates(
    date(2028, 2, 27), date(2028, 3, 2)
)
NEAR = [lead for lead in OFFERED.days if lead <= 7]
WEEKDAYS = st.sets(st.integers(0, 6), min_size=1).map(lambda days: tuple(sorted(days)))
TIMES = st.builds(Times, ZONES, st.integers(0, 23), WEEKDAYS, st.integers(0, 6))
DAY_LEADS = st.sets(st.sampled_from(NEAR), min_size=1).map(lambda days: Leads(tuple(sorted(days, reverse=True))))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@st.composite
def happenings(draw: st.DrawFn) -> Happening:
    """All day, or at a time somewhere."""
    day, zone = draw(FIRST_DAYS), draw(ZONES)
    if draw(st.booleans()):
        return Happening(1, day, day, None, None)
    starts_at = local_moment(day, draw(st.integers(0, 23)), zone)
    return Happening(1, day, day, starts_at, starts_at + HOUR)


def ticks(one: Happening, hours: Iterable[int]) -> list[datetime]:
    """Return when the planner runs, from well before the first lead until it is over, so many hours apart."""
    at = datetime.combine(one.first_day - timedelta(days=15), datetime.min.time(), UTC)
    found, steps = [at], list(hours) or [3]
    while at < datetime.combine(one.last_day + timedelta(days=9), datetime.min.time(), UTC):
        at += steps[len(found) % len(steps)] * HOUR
        found.append(at)
    return found


def run(times: Sequence[tuple[datetime, Times]], choice: KindChoice, one: Happening) -> dict[str, Telling]:
    """Plan as the planner does at these moments, with the times that hold then; what was told is not told again."""
    tellings: dict[str, Telling] = {}
    for (since, before), (now, present) in pairwise(times):
        looked = [due_times(present, since, now)]
        if before != present:
            looked.append(due_times_passed(present, since, now, back=1))
        for due in looked:
            telling = told(present, choice, one, due)
            if telling is not None:
                assert one.day_in(present.zone) in days_told_of(present, [choice], due)
                tellings.setdefault(telling.key, telling)
    return tellings


def steadily(times: Times, choice: KindChoice, one: Happening, hours: Iterable[int] = ()) -> dict[str, Telling]:
    return run([(at, times) for at in ticks(one, hours)], choice, one)


def moments_expected(times: Times, leads: Leads, one: Happening) -> set[datetime]:
    """Return when a thing is to be told: for each lead at the hour of the last chosen day that is no later."""
    found = set()
    for lead in leads.days:
        day = one.day_in(times.zone) - timedelta(days=lead)
        while day.weekday() not in times.weekdays:
            day -= DAY
        at = local_moment(day, times.hour, times.zone)
        if at < one.last_moment_in(times.zone):
            found.add(at)
    return found


@given(times=TIMES, leads=DAY_LEADS, one=happenings(), delivery=st.sampled_from([Delivery.AT_ONCE, Delivery.DAILY]))
def test_each_lead_is_told_once_at_its_hour_in_one_form(
    times: Times, leads: Leads, one: Happening, delivery: Delivery
) -> None:
    tellings = steadily(times, KindChoice(delivery, leads), one)

    assert sorted(telling.due_at for telling in tellings.values()) == sorted(moments_expected(times, leads, one))
    forms = {telling.gathered_at is None for telling in tellings.values()}
    assert forms <= {delivery is Delivery.AT_ONCE}


@given(times=TIMES, one=happenings())
def test_the_weekly_email_tells_of_each_thing_once(times: Times, one: Happening) -> None:
    day = one.day_in(times.zone)
    while day.weekday() != times.weekly_day:
        day -= DAY
    at = local_moment(day, times.hour, times.zone)

    tellings = steadily(times, KindChoice(Delivery.WEEKLY, Leads()), one)

    expected = [at] if at < one.last_moment_in(times.zone) else []
    assert [telling.gathered_at for telling in tellings.values()] == expected


@given(
    times=TIMES,
    leads=DAY_LEADS,
    one=happenings(),
    delivery=st.sampled_from(Delivery),
    hours=st.lists(st.integers(1, 150), max_size=8),
)
def test_after_any_silence_nothing_is_told_that_is_not_due(
    times: Times, leads: Leads, one: Happening, delivery: Delivery, hours: list[int]
) -> None:
    choice = KindChoice(delivery, leads)

    late, steady = steadily(times, choice, one, hours), steadily(times, choice, one)

    assert late.keys() <= steady.keys()
    assert all(late[key].due_at == steady[key].due_at for key in late)
    assert bool(late) == bool(steady) or max(hours, default=1) > 24 * 7 - 24


@given(
    hour=st.integers(0, 23),
    leads=DAY_LEADS,
    one=happenings(),
    flights=st.lists(st.tuples(st.integers(0, 22 * 8), ZONES), max_size=6),
)
def test_who_travels_is_told_of_each_lead_once(
    hour: int, leads: Leads, one: Happening, flights: list[tuple[int, str]]
) -> None:
    zone, plan, moves = "Europe/Berlin", [], dict(flights)
    for number, at in enumerate(ticks(one, [3])):
        zone = moves.get(number, zone)
        plan.append((at, Times(zone, hour)))

    tellings = run(plan, KindChoice(Delivery.AT_ONCE, leads), one)

    named = [telling.lead for telling in tellings.values()]
    assert len(named) == len(set(named))
    # On the day itself it may be over where the traveller arrives, or before the hour has struck.
    assert {f"{lead}d" for lead in leads.days if lead > 1} <= set(named)


def test_what_falls_on_a_day_off_is_told_on_the_last_working_day_before() -> None:
    saturday = Happening(1, date(2027, 7, 31), date(2027, 7, 31), None, None)

    found = steadily(Times("UTC", 8, (0, 1, 2, 3, 4)), KindChoice(Delivery.AT_ONCE, Leads((1, 0))), saturday)

    assert [(one.lead, one.due_at) for one in found.values()] == [("0d", datetime(2027, 7, 30, 8, tzinfo=UTC))]


@pytest.mark.parametrize(
    ("first_day", "lead", "told_on"),
    [
        (date(2028, 2, 29), 1, date(2028, 2, 28)),
        (date(2028, 3, 1), 1, date(2028, 2, 29)),
        (date(2028, 3, 14), 14, date(2028, 2, 29)),
        (date(2027, 3, 1), 1, date(2027, 2, 28)),
    ],
)
def test_the_29th_of_february(first_day: date, lead: int, told_on: date) -> None:
    one = Happening(1, first_day, first_day, None, None)

    [telling] = steadily(Times("Asia/Manila"), KindChoice(Delivery.DAILY, Leads((lead,))), one).values()

    assert telling.gathered_at == local_moment(told_on, 8, "Asia/Manila")


@given(
    zone=ZONES,
    start=st.integers(0, 23),
    length=st.integers(1, 23),
    moment=st.datetimes(datetime(2027, 3, 1), datetime(2027, 11, 30), timezones=st.just(UTC)),
)
def test_quiet_hours_end_within_a_day_also_around_midnight_and_when_clocks_change(
    zone: str, start: int, length: int, moment: datetime
) -> None:
    quiet = QuietHours(start, (start + length) % 24)
    times = Times(zone, 8, EVERY_DAY, 0, quiet)

    at = times.after_quiet(moment)

    assert moment <= at <= moment + timedelta(hours=25)
    assert not quiet.covers(in_zone(at, zone).hour)
    assert (at == moment) == (not quiet.covers(in_zone(moment, zone).hour))
    assert times.after_quiet(at) == at
    assert times.after_quiet(moment, moment + timedelta(seconds=1)) == moment


@given(times=TIMES, offset=st.integers(-48, 24), step=st.integers(1, 600))
def test_two_hours_before_is_told_once(times: Times, offset: int, step: int) -> None:
    starts_at = datetime(2027, 3, 28, 3, 30, tzinfo=UTC) + timedelta(hours=offset)
    one = Happening(1, starts_at.date(), starts_at.date(), starts_at, None)
    choice = KindChoice(Delivery.AT_ONCE, Leads((), (2,)))
    at, found = starts_at - timedelta(days=2), []
    while at < starts_at + DAY:
        then = at + timedelta(minutes=step)
        found += [telling] if (telling := told_hours_before(times, choice, one, at, then)) else []
        at = then

    # Missed only by a planner that sleeps past the beginning.
    assert len(found) == 1 or (not found and step > 120)
    assert all(telling.due_at == starts_at - 2 * HOUR for telling in found)


@pytest.mark.parametrize(
    ("hour", "due_at"),
    [(9, datetime(2027, 7, 1, 7, tzinfo=UTC)), (8, datetime(2027, 7, 1, 7, tzinfo=UTC)), (6, None), (12, None)],
)
def test_two_hours_before_waits_for_the_end_of_quiet_hours_if_that_is_not_too_late(
    hour: int, due_at: datetime | None
) -> None:
    starts_at = datetime(2027, 7, 1, hour, tzinfo=UTC)
    one = Happening(1, starts_at.date(), starts_at.date(), starts_at, None)
    times = Times("UTC", 8, EVERY_DAY, 0, QuietHours(22, 7))
    now = starts_at - 2 * HOUR

    telling = told_hours_before(times, KindChoice(Delivery.AT_ONCE, Leads((), (2,))), one, now - HOUR, now)

    assert telling is not None
    assert telling.due_at == (due_at or now)


def test_what_has_missed_its_email_waits_for_the_next_if_it_can() -> None:
    now = datetime(2027, 7, 1, 9, 20, tzinfo=UTC)
    due = due_times_passed(Times("UTC"), now - HOUR / 3, now)
    choice = KindChoice(Delivery.DAILY, Leads((1, 0)))
    today, tomorrow = (Happening(1, day, day, None, None) for day in (date(2027, 7, 1), date(2027, 7, 2)))

    found = [told(Times("UTC"), choice, one, due) for one in (today, tomorrow)]

    moments = [one.gathered_at for one in found if one is not None]
    assert moments == [datetime(2027, 7, 1, 10, tzinfo=UTC), datetime(2027, 7, 2, 8, tzinfo=UTC)]
