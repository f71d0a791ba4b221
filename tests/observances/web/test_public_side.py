"""What networks and search engines read of an observance: its planned dates, and from which day one was moved."""

import json
import re
from collections.abc import Callable

from flask.testing import FlaskClient

from scheduler.observances.models import Observance
from tests.observances.catalogues import DAY
from tests.observances.web.test_editions import CANCEL, DATES, PAGE, SUMMIT

As = Callable[[str], FlaskClient]


def told(client: FlaskClient, path: str) -> dict[str, dict[str, str]]:
    """Return by date or year what is told of it."""
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', client.get(path).text)
    return {event["url"].partition("#")[2]: event for event in json.loads(found[1])["@graph"]} if found else {}


def test_planned_dates_are_told_with_the_day_that_they_were_moved_from(as_: As, catalogue: dict[str, Observance]):
    before = told(as_("anonymous"), PAGE)["2027"]
    assert as_("coordinator").post(DATES, data=SUMMIT).status_code == 303
    moved = told(as_("anonymous"), PAGE)
    assert as_("coordinator").post(CANCEL, data={"reason": "Storm", "revision": "2"}).status_code == 303

    assert (before["eventStatus"], before["startDate"]) == ("https://schema.org/EventScheduled", "2027-07-30")
    assert (moved["2027"]["eventStatus"], moved["2027"]["previousStartDate"]) == (
        "https://schema.org/EventRescheduled",
        "2027-07-30",
    )
    assert (moved["2027"]["startDate"], moved["2027"]["endDate"]) == ("2027-07-29", "2027-07-31")
    assert moved["2028"]["eventStatus"] == "https://schema.org/EventScheduled"
    assert told(as_("anonymous"), PAGE)["2027"]["eventStatus"] == "https://schema.org/EventCancelled"


def test_each_year_is_a_page_of_its_own_to_search_engines_and_the_present_one_the_first(as_: As, catalogue: object):
    pages = {year: as_("anonymous").get(f"/observances?year={year}&topic=trafficking").text for year in (2027, 2028)}

    assert '<link rel="canonical" href="http://localhost/observances">' in pages[2027]
    assert '<link rel="canonical" href="http://localhost/observances?year=2028">' in pages[2028]


def test_what_is_in_no_calendar_is_told_of_to_nobody(as_: As, catalogue: dict[str, Observance]):
    page = as_("lead").get("/observances/labour-day").text

    assert "ld+json" not in page
    assert "og:title" not in page
    assert f'property="og:title" content="{DAY["name"]}"' in as_("anonymous").get(PAGE).text
