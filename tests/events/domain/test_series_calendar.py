"""The file of a recurring event, read back by a program that knows rules."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import recurring_ical_events
from hypothesis import given
from hypothesis import strategies as st

from scheduler.agenda.domain.ical import TimedSpan, VeventData, ZonedSpan
from scheduler.dates.spans import DateSpan
from scheduler.dates.timezones import resolve_local_time
from scheduler.events.domain.recurrence import Frequency, Recurrence
from scheduler.events.domain.series_calendar import SeriesDate, series_calendar

TUESDAY = date(2027, 8, 3)
BRUSSELS = "Europe/Brussels"
WEEKLY = Recurrence(frequency=Frequency.WEEKLY, first_day=TUESDAY)
CALL = ZonedSpan(datetime(2027, 8, 3, 19), BRUSSELS, timedelta(hours=1))
AT = datetime(2027, 6, 1, 12, tzinfo=UTC)
MADE_UNTIL = date(2028, 4, 30)
PATTERN = VeventData(
    uid="of-the-series",
    sequence=3,
    created_at=AT,
    changed_at=AT + timedelta(days=2),
    status="confirmed",
    title="Weekly call",
    when=CALL,
    description="Agenda follows",
    location="Pier 3",
    categories=("trafficking",),
)


def on(day: date, pattern: VeventData = PATTERN) -> DateSpan | TimedSpan:
    """Return the time of a date that is like the others, as its row has it."""
    when = pattern.when
    if isinstance(when, DateSpan):
        return DateSpan(day, day + (when.last_day - when.first_day))
    assert isinstance(when, ZonedSpan)
    local = datetime.combine(day, when.starts_at.time())
    start, end = (resolve_local_time(at, when.zone).instant_utc for at in (local, local + when.lasts))
    return TimedSpan(start, max(end, start))


def dated(day: date, pattern: VeventData = PATTERN, **changes: Any) -> SeriesDate:
    own = replace(pattern, **{"uid": f"of-{day}", "sequence": 0, "when": on(day, pattern), **changes})
    return SeriesDate(day, own, f"https://scheduler.example/events/{day}")


def file_of(rule: Recurrence, dates: Sequence[SeriesDate], pattern: VeventData = PATTERN) -> list[str]:
    return series_calendar(rule, MADE_UNTIL, pattern, dates).decode().replace("\r\n ", "").splitlines()


def lines(found: Sequence[str], *names: str) -> list[str]:
    """Return the lines of the events that begin so."""
    first = found.index("BEGIN:VEVENT")
    return [line for line in found[first:] if line.startswith(names)]


def read_back(content: bytes) -> list[tuple[str, str, str]]:
    """Return start, end and title of what a calendar program shows in the days that are made, in order."""
    calendar = icalendar.Calendar.from_ical(content)
    found = recurring_ical_events.of(calendar).between(date(2020, 1, 1), MADE_UNTIL + timedelta(days=60))
    return sorted((at(one.start), at(one.end), str(one["SUMMARY"])) for one in found)


def at(moment: date) -> str:
    return moment.astimezone(UTC).isoformat() if isinstance(moment, datetime) else moment.isoformat()


def shown(dates: Iterable[SeriesDate]) -> list[tuple[str, str, str]]:
    """Return the same of the dates as pages show them."""
    rows = []
    for one in dates:
        when = one.event.when
        if isinstance(when, DateSpan):
            rows.append((at(when.first_day), at(when.day_after), one.event.title))
        else:
            assert isinstance(when, TimedSpan)
            rows.append((at(when.starts_at), at(when.ends_at or when.starts_at), one.event.title))
    return sorted(rows)


def test_a_weekly_call_is_one_event_with_a_rule_and_a_zone():
    found = file_of(WEEKLY, [dated(day) for day in WEEKLY.days(None, MADE_UNTIL)])

    assert found[:5] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Coalition Scheduler//Events//EN",
        "CALSCALE:GREGORIAN",
        "BEGIN:VTIMEZONE",
    ]
    assert found[found.index("END:VTIMEZONE") + 1 :] == [
        "BEGIN:VEVENT",
        "UID:of-the-series",
        "DTSTAMP:20270603T120000Z",
        "CREATED:20270601T120000Z",
        "LAST-MODIFIED:20270603T120000Z",
        "SEQUENCE:3",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "DTSTART;TZID=Europe/Brussels:20270803T190000",
        "DURATION:PT1H",
        "RRULE:FREQ=WEEKLY;BYDAY=TU",
        "SUMMARY:Weekly call",
        "URL:https://scheduler.example/events/2027-08-03",
        "DESCRIPTION:Agenda follows\\n\\nhttps://scheduler.example/events/2027-08-03",
        "LOCATION:Pier 3",
        "CATEGORIES:trafficking",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def test_what_was_changed_alone_and_what_does_not_take_place_stand_beside_the_rule():
    first, second, third, fourth = days = WEEKLY.days(None, date(2027, 8, 24))
    moved = replace(dated(second), event=replace(dated(second).event, when=on(second + timedelta(days=1))))
    found = file_of(replace(WEEKLY, times=5), [dated(first), moved, dated(fourth, title="Long call")])

    assert lines(found, "RRULE:FREQ=W", "EXDATE", "RECURRENCE-ID", "DTSTART:2", "SUMMARY") == [
        "RRULE:FREQ=WEEKLY;COUNT=5;BYDAY=TU",
        f"EXDATE;TZID=Europe/Brussels:{third:%Y%m%d}T190000",
        "EXDATE;TZID=Europe/Brussels:20270831T190000",
        "SUMMARY:Weekly call",
        "DTSTART:20270811T170000Z",
        f"RECURRENCE-ID;TZID=Europe/Brussels:{second:%Y%m%d}T190000",
        "SUMMARY:Weekly call",
        "DTSTART:20270824T170000Z",
        f"RECURRENCE-ID;TZID=Europe/Brussels:{fourth:%Y%m%d}T190000",
        "SUMMARY:Long call",
    ]
    assert {line for line in found if line.startswith(("UID", "SEQUENCE", "DTSTAMP"))} == {
        "UID:of-the-series",
        "SEQUENCE:3",
        "DTSTAMP:20270603T120000Z",
    }
    assert len(days) == 4


def test_a_rule_that_ends_on_a_day_says_so_in_utc_and_a_counted_one_that_was_ended_as_well():
    ending = replace(WEEKLY, ends_on=date(2027, 11, 4))
    dates = [dated(day) for day in ending.days(None, MADE_UNTIL)]

    assert lines(file_of(ending, dates), "RRULE:FREQ=W") == ["RRULE:FREQ=WEEKLY;UNTIL=20271104T180000Z;BYDAY=TU"]
    counted = file_of(replace(ending, times=30), dates)
    assert lines(counted, "RRULE:FREQ=W") == ["RRULE:FREQ=WEEKLY;UNTIL=20271102T180000Z;BYDAY=TU"]


def test_a_date_that_was_reinstated_after_the_rule_had_ended_is_in_the_file():
    ended = replace(WEEKLY, ends_on=date(2027, 8, 3))
    dates = [dated(TUESDAY), dated(date(2027, 8, 17))]

    assert read_back(series_calendar(ended, MADE_UNTIL, PATTERN, dates)) == shown(dates)


def test_whole_days_have_no_zone():
    pattern = replace(PATTERN, when=DateSpan(TUESDAY, TUESDAY + timedelta(days=1)), transparent=True)
    monthly = replace(WEEKLY, frequency=Frequency.MONTHLY_WEEKDAY, ends_on=date(2027, 12, 31))
    dates = [dated(day, pattern) for day in monthly.days(None, MADE_UNTIL) if day.month != 10]
    found = file_of(monthly, dates, pattern)

    assert [line for line in found if line.startswith(("BEGIN:VT", "DTST", "DTEND", "RRULE", "EXDATE", "TRANSP"))][
        1:
    ] == [
        "TRANSP:TRANSPARENT",
        "DTSTART;VALUE=DATE:20270803",
        "DTEND;VALUE=DATE:20270805",
        "RRULE:FREQ=MONTHLY;UNTIL=20271231;BYDAY=1TU",
        "EXDATE;VALUE=DATE:20271005",
    ]
    assert read_back(series_calendar(monthly, MADE_UNTIL, pattern, dates)) == shown(dates)


def test_times_in_utc_need_no_zone():
    pattern = replace(PATTERN, when=replace(CALL, zone="UTC"))
    dates = [dated(day, pattern) for day in WEEKLY.days(None, MADE_UNTIL)]

    found = file_of(WEEKLY, dates, pattern)

    assert "BEGIN:VTIMEZONE" not in found
    assert lines(found, "DTSTART") == ["DTSTART:20270803T190000Z"]


def test_where_clocks_change_during_a_date_its_times_are_said_in_utc():
    night = replace(PATTERN, when=ZonedSpan(datetime(2027, 10, 30, 23), BRUSSELS, timedelta(hours=6)))
    saturdays = replace(WEEKLY, first_day=date(2027, 10, 30), times=2)
    dates = [dated(day, night) for day in saturdays.days(None, MADE_UNTIL)]

    assert lines(file_of(saturdays, dates, night), "DTSTART:", "DTEND") == [
        "DTSTART:20271030T210000Z",
        "DTEND:20271031T040000Z",
    ]


rules = st.builds(
    Recurrence,
    frequency=st.sampled_from(Frequency),
    first_day=st.dates(date(2027, 9, 1), date(2028, 2, 29)),
    every=st.integers(1, 5),
    weekdays=st.frozensets(st.integers(0, 6), max_size=3),
    ends_on=st.none() | st.dates(date(2028, 2, 29), date(2029, 1, 1)),
    times=st.none() | st.integers(2, 40),
).filter(lambda rule: rule.is_last_of_month if rule.frequency is Frequency.MONTHLY_LAST else rule.nth < 5)
spans = st.one_of(
    st.integers(1, 5),
    st.builds(
        lambda zone, minutes, lasts: ZonedSpan(
            datetime(2027, 1, 1) + timedelta(minutes=minutes), zone, timedelta(minutes=lasts)
        ),
        st.sampled_from([BRUSSELS, "America/New_York", "Africa/Cairo", "Asia/Gaza", "Asia/Kathmandu", "UTC"]),
        st.integers(0, 1439),
        st.integers(0, 3000),
    ),
)


@given(rules, spans, st.data())
def test_a_program_finds_the_dates_that_pages_show(rule: Recurrence, span: int | ZonedSpan, data: st.DataObject):
    first = rule.first_day
    when: DateSpan | ZonedSpan = (
        DateSpan(first, first + timedelta(days=span - 1))
        if isinstance(span, int)
        else replace(span, starts_at=datetime.combine(first, span.starts_at.time()))
    )
    pattern = replace(PATTERN, when=when)
    days = rule.days(None, MADE_UNTIL)
    fates = st.lists(st.sampled_from("ssssmtdo"), min_size=len(days), max_size=len(days))
    dates = []
    for day, fate in zip(days, data.draw(fates), strict=True):
        one = dated(day, pattern, title="Another call" if fate == "t" else "Weekly call")
        if fate == "m":
            other = day + timedelta(days=data.draw(st.integers(-40, 40)))
            one = replace(one, event=replace(one.event, when=on(other, pattern)))
        elif fate == "o":
            # All day instead of at a time, or the other way.
            another = DateSpan(day, day) if isinstance(when, ZonedSpan) else TimedSpan(AT, AT + timedelta(hours=1))
            one = replace(one, event=replace(one.event, when=another))
        if fate != "d":
            dates.append(one)
    if not dates:
        return
    content = series_calendar(rule, MADE_UNTIL, pattern, dates)

    after = at(MADE_UNTIL - timedelta(days=40))
    assert [row for row in read_back(content) if row[0] < after] == [row for row in shown(dates) if row[0] < after]
