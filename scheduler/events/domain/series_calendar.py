"""A recurring event as one file for calendar programs: a VEVENT with its rule, and one for each date that differs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from icalendar import Event, vRecur

from scheduler.agenda.domain.ical import (
    TimedSpan,
    VeventData,
    ZonedSpan,
    calendar_tail,
    content_lines,
    event_text,
    join,
    nameless_head,
    render_event,
)
from scheduler.agenda.domain.vtimezones import vtimezone_lines
from scheduler.dates.spans import DateSpan
from scheduler.dates.timezones import DstOutcome, resolve_local_time, zone
from scheduler.events.domain.recurrence import Recurrence

PRODID = "-//Coalition Scheduler//Events//EN"


@dataclass(frozen=True, slots=True)
class SeriesDate:
    """A date that takes place: on which day by the rule, what feeds say of it, and its page."""

    recurs_on: date
    event: VeventData
    link: str


def series_calendar(rule: Recurrence, made_until: date, pattern: VeventData, dates: Sequence[SeriesDate]) -> bytes:
    """Return the file.

    Args:
        rule: how it recurs.
        made_until: up to this day those dates of the rule that are not there do not take place; later ones are to be.
        pattern: what all dates are like that say nothing else, placed on the first day of the rule.
        dates: one or more, in order of the rule; timed ones in UTC.
    """
    shown = {one.recurs_on for one in dates}
    last = max(shown)
    # A date that was reinstated after the rule had ended belongs to it again.
    whole = replace(rule, ends_on=max(rule.ends_on, last) if rule.ends_on else None)
    parts = Event()
    parts.add("RRULE", _rrule(whole, pattern))
    for day in whole.days(None, max(made_until, last)):
        if day not in shown:
            parts.add("EXDATE", [_start(pattern, day)])
    pages = iter(dates)
    events = [_text(pattern, parts, next(pages).link), *_others(pattern, dates)]
    return join(nameless_head(PRODID), [_zone_lines(pattern), *events], calendar_tail())


def _others(pattern: VeventData, dates: Sequence[SeriesDate]) -> Iterator[bytes]:
    """Yield those dates that are not what the rule makes of the pattern."""
    for one in dates:
        own = replace(
            one.event,
            uid=pattern.uid,
            sequence=pattern.sequence,
            created_at=pattern.created_at,
            changed_at=pattern.changed_at,
        )
        if replace(own, when=pattern.when) != pattern or not _is_regular(pattern, one):
            parts = Event()
            parts.add("RECURRENCE-ID", _start(pattern, one.recurs_on))
            yield _text(own, parts, one.link)


def _text(event: VeventData, more: Event, link: str) -> bytes:
    parts = render_event(event)
    return event_text(parts._replace(head=parts.head + b"".join(content_lines(more)[1:-1])), link=link)


def _rrule(rule: Recurrence, pattern: VeventData) -> vRecur:
    found: vRecur = vRecur.from_ical(rule.text)
    if rule.ends_on is not None:
        # A rule has one of both (RFC 5545, section 3.3.10), so of a counted one that was ended it is the last day.
        last = rule.days(None, rule.ends_on)[-1] if found.pop("COUNT", None) else rule.ends_on
        start = _start(pattern, last)
        found["UNTIL"] = [start.astimezone(UTC) if isinstance(start, datetime) else start]
    return found


def _start(pattern: VeventData, day: date) -> date:
    """Return when the rule lets a date begin: a day, or an aware time by the clocks of the zone."""
    if isinstance(pattern.when, ZonedSpan):
        return datetime.combine(day, pattern.when.starts_at.time(), zone(pattern.when.zone))
    return day


def _is_regular(pattern: VeventData, one: SeriesDate) -> bool:
    """Say whether any program finds the times of a date by the rule; not where clocks change just then."""
    when = pattern.when
    if isinstance(when, DateSpan):
        lasts = when.last_day - when.first_day
        return one.event.when == DateSpan(one.recurs_on, one.recurs_on + lasts)
    if not isinstance(when, ZonedSpan) or not isinstance(one.event.when, TimedSpan):
        return False
    local = datetime.combine(one.recurs_on, when.starts_at.time())
    start, end = (resolve_local_time(local + after, when.zone) for after in (timedelta(), when.lasts))
    is_plain = start.outcome is end.outcome is DstOutcome.EXACT and end.instant_utc - start.instant_utc == when.lasts
    found = (one.event.when.starts_at, one.event.when.ends_at or one.event.when.starts_at)
    return is_plain and found == (start.instant_utc, end.instant_utc)


def _zone_lines(pattern: VeventData) -> bytes:
    """Return the zone of the rule; of UTC, which needs none, nothing."""
    if not isinstance(pattern.when, ZonedSpan):
        return b""
    start = Event()
    start.add("DTSTART", _start(pattern, pattern.when.starts_at.date()))
    is_named = "TZID" in start["DTSTART"].params
    return vtimezone_lines(pattern.when.zone, pattern.when.starts_at.year) if is_named else b""
