"""Days, times and zones as templates write them."""

import re
from datetime import UTC, date, datetime
from types import SimpleNamespace

import pytest

from tests.web.conftest import Render

MANILA_NINE = datetime(2026, 7, 30, 1, tzinfo=UTC)
WHEN = "{% from 'macros/time.html' import when %}{{ when(entry, reader_zone) }}"


def text_of(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html).split())


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("{{ d|day }}", "Thursday 30 July 2026"),
        ("{{ d|day_short }}", "Thu 30 Jul 2026"),
        ("{{ d|day_month }}", "30 Jul"),
        ("{{ d|month_year }}", "July 2026"),
        ("{{ d|weekday }} {{ d|weekday_short }}", "Thursday Thu"),
        ("{{ d|iso }} {{ t|iso }}", "2026-07-30 2026-07-30T01:00Z"),
        ("{{ t|in_zone('Asia/Manila')|clock }}", "09:00"),
        ("{{ 'Asia/Manila'|zone_label(t) }}", "Manila, UTC+8"),
        ("{{ 'America/St_Johns'|zone_label(t) }}", "St Johns, UTC−2:30"),
        ("{{ 'UTC'|zone_label(t) }}", "UTC"),
        ("{{ 1234567|number }}", "1,234,567"),
        ("{{ 'Ana María Ruiz (Le Phare)'|initials }}{{ 'li'|initials }}{{ ''|initials }}", "ARL"),
    ],
)
def test_filters(render: Render, source, text):
    assert render(source, d=date(2026, 7, 30), t=MANILA_NINE) == text


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 7, 30), date(2026, 7, 30), "Thu 30 Jul 2026"),
        (date(2026, 3, 5), date(2026, 3, 9), "5–9 Mar 2026"),
        (date(2026, 7, 30), date(2026, 8, 2), "30 Jul – 2 Aug 2026"),
        (date(2026, 12, 29), date(2027, 1, 2), "29 Dec 2026 – 2 Jan 2027"),
    ],
)
def test_run_of_days_repeats_nothing(render: Render, first, last, text):
    assert render("{{ first|span(last) }}", first=first, last=last) == text


def timed(ends_at: datetime | None = None) -> SimpleNamespace:
    return SimpleNamespace(starts_at=MANILA_NINE, ends_at=ends_at, zone="Asia/Manila", first_day=date(2026, 7, 30))


def test_time_stands_in_its_zone_and_in_the_readers(render: Render):
    html = render(WHEN, entry=timed(), reader_zone="America/New_York")

    assert text_of(html) == ("Thu 30 Jul 2026, 09:00 Manila, UTC+8 (your time: Wed 29 Jul 2026, 21:00 New York, UTC−4)")
    assert html.count('datetime="2026-07-30T01:00Z"') == 2


@pytest.mark.parametrize("reader_zone", ["Asia/Manila", "Asia/Singapore", None])
def test_time_stands_once_when_clocks_agree(render: Render, reader_zone):
    assert text_of(render(WHEN, entry=timed(), reader_zone=reader_zone)) == "Thu 30 Jul 2026, 09:00 Manila, UTC+8"


@pytest.mark.parametrize(
    ("ends_at", "text"),
    [
        (MANILA_NINE.replace(hour=2, minute=30), "Thu 30 Jul 2026, 09:00–10:30 Manila, UTC+8"),
        (MANILA_NINE.replace(hour=20), "Thu 30 Jul 2026, 09:00 – Fri 31 Jul 2026, 04:00 Manila, UTC+8"),
        (MANILA_NINE, "Thu 30 Jul 2026, 09:00 Manila, UTC+8"),
    ],
)
def test_end_names_its_day_only_when_it_is_another(render: Render, ends_at, text):
    assert text_of(render(WHEN, entry=timed(ends_at), reader_zone=None)) == text


def test_whole_days_have_no_zone(render: Render):
    entry = SimpleNamespace(starts_at=None, first_day=date(2026, 3, 5), last_day=date(2026, 3, 9))

    html = render(WHEN, entry=entry, reader_zone="America/New_York")

    assert html == '<bdi><time datetime="2026-03-05/2026-03-09">5–9 Mar 2026</time></bdi>'


def test_unknown_date_is_said(render: Render):
    entry = SimpleNamespace(starts_at=None, first_day=None, last_day=None)

    assert text_of(render(WHEN, entry=entry, reader_zone=None)) == "date not announced yet"
