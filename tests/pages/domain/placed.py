"""A small entry to place on calendars."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from scheduler.pages.domain.sort_order import Prominence


@dataclass(frozen=True)
class LocalEntry:
    id: int
    title: str
    first_day: date
    last_day: date
    starts_at: datetime | None = None
    prominence: Prominence = Prominence.PLAN


def july(
    number: int,
    title: str,
    first: int,
    last: int | None = None,
    hour: int | None = None,
    prominence: Prominence = Prominence.PLAN,
) -> LocalEntry:
    days = date(2027, 7, first), date(2027, 7, last or first)
    if hour is None:
        return LocalEntry(number, title, *days, prominence=prominence)
    return LocalEntry(number, title, *days, datetime(2027, 7, first, hour, tzinfo=UTC), Prominence.AT_A_MOMENT)


@st.composite
def _placed(draw: st.DrawFn) -> LocalEntry:
    first = draw(st.dates(date(2027, 5, 1), date(2027, 9, 30)))
    last = min(date.fromordinal(first.toordinal() + draw(st.integers(0, 60))), date(2027, 12, 31))
    hour = draw(st.none() | st.integers(0, 23))
    starts_at = None if hour is None else datetime(first.year, first.month, first.day, hour, tzinfo=UTC)
    prominence = draw(st.sampled_from(Prominence)) if starts_at is None else Prominence.AT_A_MOMENT
    return LocalEntry(draw(st.integers(1, 9999)), draw(st.sampled_from("abcde")), first, last, starts_at, prominence)


entries = st.lists(_placed(), max_size=25, unique_by=lambda entry: entry.id)
