"""Months beyond the horizon: observances stand where their rules put them, and are said to be unplanned."""

from datetime import date, datetime

import pytest
from sqlalchemy import select

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.services.changes import ChangeContext
from scheduler.dates.spans import DateSpan
from scheduler.db import AppSession
from scheduler.observances.models import Observance
from scheduler.observances.services.catalogue import import_catalogue
from scheduler.observances.services.registration import register
from scheduler.pages.filters import Filters
from scheduler.pages.month import Reader, entries_on
from tests.observances.catalogues import ANNOUNCED, DAY, csv_of

MEMBER = Viewer(None, is_member=True)
FAR = DateSpan(date(2044, 7, 1), date(2044, 7, 31))
NEAR = DateSpan(date(2028, 7, 1), date(2028, 7, 31))


@pytest.fixture
def reader(now: datetime) -> Reader:
    return Reader(MEMBER, "Europe/Brussels", now)


@pytest.fixture(autouse=True)
def registered(session: AppSession, now: datetime) -> None:
    context = ChangeContext((), None, now)
    import_catalogue(session, csv_of(DAY, ANNOUNCED), context)
    for observance in session.scalars(select(Observance)):
        register(session, observance, context)


def shown(session: AppSession, reader: Reader, days: DateSpan, filters: Filters) -> list[tuple[date, str, bool]]:
    found = entries_on(session, reader, days, filters).entries
    return [(entry.first_day, entry.path, entry.is_planned) for entry in found]


def test_far_observance_is_computed_and_leads_to_its_page(session: AppSession, reader: Reader) -> None:
    assert shown(session, reader, FAR, Filters()) == [
        (date(2044, 7, 30), "/observances/world-day-against-trafficking", False)
    ]


def test_planned_observance_is_not_shown_twice(session: AppSession, reader: Reader) -> None:
    assert [row[2] for row in shown(session, reader, NEAR, Filters())] == [True]


def test_months_around_the_horizon_show_each_edition_once(session: AppSession, reader: Reader) -> None:
    years = range(reader.now.year, reader.now.year + 6)

    found = [shown(session, reader, DateSpan.of_month(year, 7), Filters()) for year in years]

    assert [len(rows) for rows in found] == [1] * len(years)
    assert (found[0][0][2], found[-1][0][2]) == (True, False)


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        (Filters(topic="trafficking"), 1),
        (Filters(topic="labour"), 0),
        (Filters(kind="edition"), 1),
        (Filters(kind="event"), 0),
        (Filters(organisation="1"), 0),
    ],
)
def test_filters_hold_there_too(session: AppSession, reader: Reader, filters: Filters, count: int) -> None:
    assert len(shown(session, reader, FAR, filters)) == count


def test_what_is_not_registered_is_not_shown(session: AppSession, reader: Reader) -> None:
    for observance in session.scalars(select(Observance)):
        observance.registered_at = None
    session.flush()

    assert shown(session, reader, FAR, Filters()) == []


@pytest.mark.parametrize(
    ("days", "beyond", "long_ago"),
    [(FAR, True, False), (NEAR, False, False), (DateSpan.of_month(2020, 7), False, True)],
)
def test_reader_is_told_what_is_not_planned_or_no_longer_kept(
    session: AppSession, reader: Reader, days: DateSpan, beyond: bool, long_ago: bool
) -> None:
    found = entries_on(session, reader, days, Filters())

    assert (found.beyond, found.long_ago) == (beyond, long_ago)
