"""What is put off comes again, once, on a later day of its reader's, before it is over."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduler.dates.timezones import day_end, day_of, local_moment
from scheduler.reminders.domain.choices import Delivery, KindChoice
from scheduler.reminders.domain.lead_times import Leads
from scheduler.reminders.domain.schedules import QuietHours, Times
from scheduler.reminders.domain.snoozing import SNOOZED, again, snoozed
from scheduler.reminders.domain.telling import Happening
from tests.reminders.domain.test_telling import DAY_LEADS, TIMES, happenings, steadily

HOURS_BEFORE = st.integers(1, 24 * 8).map(lambda hours: timedelta(hours=hours))
CHOICES = st.builds(KindChoice, st.sampled_from([Delivery.AT_ONCE, Delivery.DAILY]), DAY_LEADS)


@given(times=TIMES, choice=CHOICES, one=happenings(), before=HOURS_BEFORE)
def test_it_comes_on_the_next_day_with_reminders_before_it_is_over(
    times: Times, choice: KindChoice, one: Happening, before: timedelta
) -> None:
    over = one.last_moment_in(times.zone)
    now = over - before
    later = [day_of(now, times.zone) + timedelta(days=days) for days in range(1, 9)]
    moments = [local_moment(day, times.hour, times.zone) for day in later if day.weekday() in times.weekdays]

    telling = snoozed(times, choice, one, now)

    expected = moments[0] if moments[0] < over else None
    assert (telling.due_at if telling else None) == expected
    assert telling is None or telling.expires_at == over


@given(times=TIMES, choice=CHOICES, one=happenings(), before=HOURS_BEFORE)
def test_the_day_has_one_reminder_whether_it_would_have_come_anyhow_or_not(
    times: Times, choice: KindChoice, one: Happening, before: timedelta
) -> None:
    telling = snoozed(times, choice, one, one.last_moment_in(times.zone) - before)
    if telling is None:
        return

    planned = steadily(times, choice, one)

    # The outbox takes each name once, so what is planned under the same one is not queued again.
    that_day = {key for key, each in planned.items() if each.due_at == telling.due_at} | {telling.key}
    assert that_day == {telling.key}
    assert (telling.lead == SNOOZED) is (telling.key not in planned)


@given(times=TIMES, one=happenings(), before=HOURS_BEFORE)
def test_putting_off_twice_in_one_day_is_once(times: Times, one: Happening, before: timedelta) -> None:
    choice, now = KindChoice(Delivery.AT_ONCE, Leads()), one.last_moment_in(times.zone) - before
    end_of_day = day_end(day_of(now, times.zone), times.zone) - timedelta(seconds=1)

    assert snoozed(times, choice, one, now) == snoozed(times, choice, one, end_of_day)


def test_quiet_hours_delay_it_but_never_past_the_end():
    times = Times("UTC", 8, quiet=QuietHours(7, 10))
    day = datetime(2027, 7, 16, tzinfo=UTC)
    one = Happening(1, day.date(), day.date(), day.replace(hour=9), day.replace(hour=9))
    choice = KindChoice(Delivery.AT_ONCE, Leads())

    soon = again(times, choice, one, day.replace(hour=8))
    tight = again(times, choice, Happening(1, day.date(), day.date(), None, None), day.replace(hour=8))

    assert (soon.due_at.hour, tight.due_at.hour) == (8, 10)


def test_whoever_gets_a_daily_email_finds_it_there():
    times, day = Times("UTC", 8), datetime(2027, 7, 16, 8, tzinfo=UTC)
    one = Happening(1, day.date(), day.date(), None, None)

    assert again(times, KindChoice(Delivery.DAILY), one, day).gathered_at == day
    assert again(times, KindChoice(Delivery.AT_ONCE), one, day).gathered_at is None
