"""A small entry to place on calendars."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from hypothesis import strategies as st


@dataclass(frozen=True)
class Placed:
    id: int
    title: str
    first_day: date
    last_day: date
    starts_at: datetime | None = None


def july(number: int, title: str, first: int, last: int | None = None, hour: int | None = None) -> Placed:
    starts_at = None if hour is None else datetime(2027, 7, first, hour, tzinfo=UTC)
    return Placed(number, title, date(2027, 7, first), date(2027, 7, last or first), starts_at)


@st.composite
def _placed(draw: st.DrawFn) -> Placed:
    first = draw(st.dates(date(2027, 5, 1), date(2027, 9, 30)))
    last = min(date.fromordinal(first.toordinal() + draw(st.integers(0, 60))), date(2027, 12, 31))
    hour = draw(st.none() | st.integers(0, 23))
    starts_at = None if hour is None else datetime(first.year, first.month, first.day, hour, tzinfo=UTC)
    return Placed(draw(st.integers(1, 9999)), draw(st.sampled_from("abcde")), first, last, starts_at)


entries = st.lists(_placed(), max_size=25, unique_by=lambda entry: entry.id)
