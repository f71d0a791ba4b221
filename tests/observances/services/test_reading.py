"""What the pages ask, on every database."""

from datetime import date, datetime

import pytest
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.services.changes import ChangeContext
from scheduler.observances.models import Observance
from scheduler.observances.presenters.observance import observance_page, year_page
from scheduler.observances.queries.observances import (
    CatalogueFilter,
    catalogue_page,
    countries_in_use,
    namesakes,
    observance_of,
    topics_of_registered,
    unregistered_count,
)
from scheduler.observances.services.catalogue import import_catalogue
from tests.observances.catalogues import ANNOUNCED, DAY, csv_of

VISITOR, MEMBER = Viewer.anonymous(), Viewer(person_id=1, is_member=True)
CHILDREN = (
    DAY
    | {"slug": "ph-childrens-month", "name": "100% Children", "scope": "national", "country": "PH"}
    | {
        "topics": "child-protection",
        "rrule": "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=1",
        "duration_days": "month",
    }
)
MONTHLY = DAY | {"slug": "orange-day", "name": "Orange Day", "rrule": "FREQ=MONTHLY;BYMONTHDAY=25"}


def found(session: Session, **wanted: str) -> list[str]:
    return [row.slug for row in catalogue_page(session, CatalogueFilter(**wanted), 1).items]


@pytest.mark.parametrize(
    ("wanted", "slugs"),
    [
        ({}, ["ph-childrens-month", "world-day-against-trafficking"]),
        ({"text": "WORLD day"}, ["world-day-against-trafficking"]),
        ({"text": "#endtraff"}, ["ph-childrens-month", "world-day-against-trafficking"]),
        ({"text": "100%"}, ["ph-childrens-month"]),
        ({"text": "100_"}, []),
        ({"topic": "child-protection"}, ["ph-childrens-month"]),
        ({"topic": "protection"}, []),
        ({"scope": "national"}, ["ph-childrens-month"]),
        ({"country": "PH"}, ["ph-childrens-month"]),
    ],
)
def test_catalogue_finds_what_fits(
    session: Session, observance: Observance, context: ChangeContext, wanted: dict[str, str], slugs: list[str]
) -> None:
    import_catalogue(session, csv_of(CHILDREN), context)

    assert found(session, **wanted) == slugs


def test_what_is_registered_and_what_is_not(session: Session, observance: Observance, context: ChangeContext) -> None:
    import_catalogue(session, csv_of(CHILDREN), context)

    assert topics_of_registered(session) == ["human-rights", "trafficking"]
    assert (unregistered_count(session, "child-protection"), unregistered_count(session, "trafficking")) == (1, 0)
    assert countries_in_use(session) == ["PH"]


def test_an_unregistered_observance_is_for_members(session: Session, context: ChangeContext) -> None:
    import_catalogue(session, csv_of(DAY), context)

    assert observance_of(session, VISITOR, DAY["slug"]) is None
    assert observance_of(session, MEMBER, DAY["slug"]) is not None
    assert observance_of(session, MEMBER, "a\x00b") is None


def test_namesakes_that_are_not_registered_are_for_members(
    session: Session, observance: Observance, context: ChangeContext
) -> None:
    import_catalogue(session, csv_of(CHILDREN | {"name": DAY["name"].upper()}), context)

    assert [row.slug for row in namesakes(session, MEMBER, observance)] == ["ph-childrens-month"]
    assert namesakes(session, VISITOR, observance) == []


def test_the_year_is_sorted_into_months(
    session: Session, observance: Observance, announced: Observance, now: datetime
) -> None:
    page = year_page(session, 2027, "", now)

    assert {month: [line.slug for line in lines] for month, lines in page.months.items()} == {
        date(2027, 2, 1): [announced.slug],
        date(2027, 7, 1): [observance.slug],
    }
    assert (page.unannounced, page.is_planned, page.total) == ([], True, 2)


def test_a_year_without_dates_waits_for_them(session: Session, announced: Observance, now: datetime) -> None:
    planned, beyond, narrowed = (
        year_page(session, *asked, now) for asked in [(2028, ""), (2035, ""), (2028, "labour")]
    )

    assert [line.slug for line in planned.unannounced] == [announced.slug]
    assert [line.slug for line in beyond.unannounced] == [announced.slug]
    assert (beyond.is_planned, narrowed.total) == (False, 0)


def test_the_page_sorts_editions_by_today(session: Session, observance: Observance, now: datetime) -> None:
    page = observance_page(session, VISITOR, observance, now, now.date())

    assert [view.period for view in page.coming] == ["2027", "2028", "2029", "2030"]
    assert [view.period for view in page.past] == ["2026", "2025"]
    assert [view.period for view in page.beyond] == ["2031", "2032", "2033", "2034", "2035"]
    assert page.next_edition is not None
    assert page.next_edition.first_day == date(2027, 7, 30)


def test_the_page_of_a_monthly_one_shows_a_year_at_once(
    session: Session, context: ChangeContext, now: datetime
) -> None:
    import_catalogue(session, csv_of(MONTHLY), context)
    row = observance_of(session, MEMBER, "orange-day")
    assert row is not None

    page = observance_page(session, MEMBER, row, now, now.date())

    assert (page.coming, len(page.beyond), page.rule) == ([], 54, "day 25 of every month")
    assert page.beyond[0].first_day == date(2027, 7, 25)


def test_pages_of_the_catalogue_are_cut(session: Session, context: ChangeContext) -> None:
    rows = [DAY | {"slug": f"day-{number:02}", "name": f"Day {number:02}"} for number in range(30)]
    import_catalogue(session, csv_of(ANNOUNCED, *rows), context)

    second = catalogue_page(session, CatalogueFilter(), 2)

    assert (second.total, second.pages, len(second.items)) == (31, 2, 6)
