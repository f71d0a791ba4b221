"""The year planner as a file: what is on it for whom, on which paper, and what it cannot show."""

from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader
from werkzeug.test import TestResponse

from scheduler.agenda.models import EntryKind
from scheduler.agenda.services.entry_drafts import EntryDraft, Source
from scheduler.agenda.services.guards import public_guard
from scheduler.agenda.services.publishing import publish
from scheduler.pages.year_planner_pdf import COLOURS, MOST_AT_ONCE, SIGNS, _places
from scheduler.typesetting import is_set
from tests.pages.scenes import LONG, SAFE_TITLE, SECRET, all_day, july
from tests.plugins.languages import MIRRORED

TOKENS = Path(__file__).resolve().parents[3] / "static" / "css" / "tokens.css"
ADDRESS = "/calendar/year-planner-{paper}.pdf?month=2027-07"


def reader(answer: TestResponse) -> PdfReader:
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return PdfReader(BytesIO(answer.data))


def text_of(answer: TestResponse) -> str:
    return " ".join("\n".join(page.extract_text() for page in reader(answer).pages).split())


@pytest.mark.parametrize(
    ("who", "sees"), [("bo", True), ("ana", True), ("cleo", True), ("dan", False), ("visitor", False)]
)
def test_the_file_shows_what_the_reader_may_see(visit, who, sees):
    text = text_of(visit(who).get(ADDRESS.format(paper="a4")))

    assert "Year planner 2027 · Coalition Against Trafficking" in text
    assert "Fri 30 Jul ● World Day Against Trafficking" in text
    assert LONG in text
    assert ("Safe streams" in text) is sees
    assert ("Board of Kaagapay" in text) is (who == "bo")
    # Copy, tasks and deadlines are no part of a year, under whichever title.
    assert not any(hidden in text for hidden in (SECRET, SAFE_TITLE, "Op-ed", "Book it", "Sign off"))
    assert ("For members only" in text, "Public dates" in text) == (sees, not sees)


@pytest.mark.parametrize(("paper", "millimetres"), [("a4", (297, 210)), ("a3", (420, 297))])
def test_paper_lies_on_its_long_side(visit, paper, millimetres):
    file = reader(visit("visitor").get(ADDRESS.format(paper=paper)))
    box = file.pages[0].mediabox
    catalogue: Any = file.root_object

    assert (round(float(box.width) / 72 * 25.4), round(float(box.height) / 72 * 25.4)) == millimetres
    assert bool(catalogue["/MarkInfo"]["/Marked"])
    assert len(file.pages) == 2


def test_who_asks_for_many_at_once_takes_up_no_more_of_the_server(visit):
    with ExitStack() as others:
        for _waiting in range(MOST_AT_ONCE):
            others.enter_context(_places)

        answer = visit("visitor").get(ADDRESS.format(paper="a4"))

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert visit("visitor").get(ADDRESS.format(paper="a4")).status_code == 200


def test_other_paper_and_no_year_lead_nowhere_and_to_the_present_one(visit):
    assert visit("visitor").get("/calendar/year-planner-a5.pdf").status_code == 404
    assert "Year planner 2027" in text_of(visit("visitor").get("/calendar/year-planner-a3.pdf?month=abc&kind=nope"))


@pytest.mark.parametrize(("who", "first"), [("ana", "Sun Mon"), ("cleo", "Mon Tue")])
def test_week_begins_as_calendars_do_where_the_reader_is(visit, who, first):
    assert first in text_of(visit(who).get(ADDRESS.format(paper="a4"))).partition("January")[0][-200:]


def days_across(answer: TestResponse) -> list[float]:
    """How far from the left the number of each day of January is."""
    found: dict[str, float] = {}

    def note(text: str, _machine: object, matrix: list[float], *_rest: object) -> None:
        found.setdefault(text.strip(), matrix[4])

    reader(answer).pages[0].extract_text(visitor_text=note)
    return [found[str(day)] for day in range(1, 32)]


def test_days_run_to_the_left_in_a_language_that_is_written_so(visit, language):
    language.offer(MIRRORED)
    address = ADDRESS.format(paper="a4")

    mirrored = days_across(visit("visitor").get(address, headers={"Accept-Language": MIRRORED}))

    assert mirrored == sorted(mirrored, reverse=True)
    assert (plain := days_across(visit("visitor").get(address))) == sorted(plain)


def test_filters_of_the_page_narrow_the_file_and_are_named(visit):
    text = text_of(visit("ana").get(ADDRESS.format(paper="a4") + "&topic=trafficking"))

    assert "World Day Against Trafficking" in text
    assert LONG not in text
    assert "For members only · Trafficking · Days as in New York · Made on Thu 1 Jul 2027" in text


def test_what_is_asked_for_again_is_not_sent_again(visit):
    client = visit("visitor")
    first = client.get(ADDRESS.format(paper="a4"))

    again = client.get(ADDRESS.format(paper="a4"), headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert visit("visitor").get(ADDRESS.format(paper="a4")).data == first.data


def test_characters_that_no_font_has_are_named_and_the_page_is_there(visit, store, now):
    title = "Day 日本"
    draft = EntryDraft(
        Source("edition", 9), EntryKind.EDITION, all_day(july(9)), public_guard(store).id, title, path="/x"
    )
    publish(store, draft, now)
    store.commit()
    client = visit("visitor")

    answer = client.get(ADDRESS.format(paper="a4"))

    assert (answer.status_code, answer.location) == (303, "/calendar?month=2027-07&view=year")
    assert "The PDF cannot show these characters: 日 本." in client.get(answer.location).text


def test_of_very_much_the_most_important_is_printed_and_the_rest_counted(visit, monkeypatch):
    monkeypatch.setattr("scheduler.pages.year_planner_page.MOST_ENTRIES", 3)

    text = text_of(visit("ana").get(ADDRESS.format(paper="a4")))

    assert "2 more entries have no room here. Filter the calendar and print again." in text
    assert "World Day Against Trafficking" in text
    assert "Vigil at the harbour" not in text


def test_a_year_leads_to_its_file_with_filters(visit):
    text = visit("visitor").get("/calendar?month=2027-07&view=year&kind=edition").text

    for paper in ("a4", "a3"):
        assert f'href="/calendar/year-planner-{paper}.pdf?month=2027-07&amp;kind=edition"' in text
    assert "year-planner" not in visit("visitor").get("/calendar?month=2027-07").text


def test_every_type_has_its_colour_of_the_pages_and_a_sign_that_can_be_set():
    tokens = TOKENS.read_text(encoding="utf-8")

    assert set(COLOURS) == set(SIGNS) == set(EntryKind)
    assert len(set(SIGNS.values())) == len(SIGNS)
    for kind, colour in COLOURS.items():
        assert f"--kind-{kind}: light-dark({colour}," in tokens
        assert is_set(SIGNS[kind])
    assert all(map(is_set, "‹?…"))
