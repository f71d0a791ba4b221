"""What a calendar says of its own address, which may be a secret, is left out."""

from datetime import date
from urllib.parse import quote

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
        f"https://viewer.example/?calendar={quote(SOURCE, safe='')}&view=week",
        f"https://viewer.example/?next={quote(quote(SOURCE, safe=''), safe='')}",
        SOURCE.replace("7f3a", "%37f3a"),
    ],
)
def test_a_link_to_it_is_left_out(link: str) -> None:
    assert seen(SOURCE, link=link) == ("Vote", "", "")


def test_so_it_is_in_titles_and_places() -> None:
    found = seen(SOURCE, f"Vote, see {SOURCE}", f"example.org/private-7f3a/basic.ics?x=1 {SOURCE}.")
    assert found == ("Vote, see …", "… …", "")
    encoded = f"https://viewer.example/?calendar={quote(SOURCE, safe='')}"
    assert seen(SOURCE, f"Vote, see {encoded} at 50%25", encoded) == ("Vote, see … at 50%25", "…", "")


@pytest.mark.parametrize("name", ["a%40group.example", "a@group.example", "a%2540group.example"])
def test_an_address_that_is_encoded_itself_is_found_however_it_is_written(name: str) -> None:
    assert (
        seen("https://example.org/a%40group.example/basic.ics", link=f"https://example.org/{name}/basic.ics")[2] == ""
    )


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
