"""What a calendar says of its own address, which may be a secret, is left out."""

from datetime import date

import pytest

from scheduler.external_calendars.domain.reading import CalendarContents, Occurrence
from scheduler.external_calendars.domain.source_addresses import without_addresses

DAY = date(2027, 7, 1)
SOURCE = "https://example.org/private-7f3a/basic.ics"


def seen(source: str, title: str = "Vote", place: str = "", link: str = "") -> tuple[str, str, str]:
    found = Occurrence("key", title, DAY, DAY, place=place, link=link)
    [one] = without_addresses(CalendarContents("Name", (found,), 0), {source, ""}).occurrences
    return one.title, one.place, one.link


@pytest.mark.parametrize(
    "link",
    [
        SOURCE,
        f"{SOURCE}#today",
        f"{SOURCE}?event=1",
        SOURCE.replace("https", "http"),
        SOURCE.upper(),
        f"https://viewer.example/?calendar={SOURCE}",
    ],
)
def test_a_link_to_it_is_left_out(link: str) -> None:
    assert seen(SOURCE, link=link) == ("Vote", "", "")


def test_so_it_is_in_titles_and_places() -> None:
    found = seen(SOURCE, f"Vote, see {SOURCE}", f"example.org/private-7f3a/basic.ics?x=1 {SOURCE}.")
    assert found == ("Vote, see …", "… …", "")


@pytest.mark.parametrize(
    ("source", "link"),
    [
        (SOURCE, "https://example.org/private-7f3a/basic.icsx"),
        ("https://example.org/events?ical=1", "https://example.org/events/42"),
        ("https://example.org/calendar/", "https://example.org/calendar/42"),
        ("https://example.org", "https://example.organic/42"),
        ("https://example.org/ics?token=7f3a", "https://example.org/ics?event=1"),
    ],
)
def test_other_pages_of_the_same_site_are_linked(source: str, link: str) -> None:
    assert seen(source, link=link) == ("Vote", "", link)
