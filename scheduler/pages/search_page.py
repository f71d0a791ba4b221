"""What the search shows: a page of results with their hits, facets with counts, and what is in no calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.finding import NOWHERE, Found, Rows, search
from scheduler.agenda.reading import entry_views
from scheduler.db import AppSession
from scheduler.folding import asked_words
from scheduler.pages.domain.excerpts import Pieces, with_hits
from scheduler.pages.filters import Choices, Filters
from scheduler.pages.local_entries import LocalEntry, placed
from scheduler.pages.month import Reader
from scheduler.pages.named_things import NamedThings, named_things
from scheduler.pages.search_beside import beside
from scheduler.pages.search_clues import Clue, clues_of
from scheduler.pages.search_facets import Facet, as_chosen, chosen_facets, narrowed
from scheduler.web.pagination import Page, first_row, requested_page

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Question:
    """What an address asks for: words, filters that stand in its form, and facets by name."""

    typed: str
    words: tuple[str, ...]
    filters: Filters
    facets: Mapping[str, str]
    page: int

    @classmethod
    def parse(cls, arguments: Mapping[str, str], typed: str, viewer: Viewer, choices: Choices) -> "Question":
        """Read an address; what makes no sense, or is not for this viewer, narrows nothing."""
        beside = {name: value for name, value in arguments.items() if name in ("topic", "mine")}
        filters = Filters.parse(beside, viewer)
        facets = chosen_facets(arguments, viewer, choices)
        return cls(typed, asked_words(typed), filters, facets, requested_page(arguments))

    @property
    def has_asked(self) -> bool:
        """Say whether anything is asked for."""
        return bool(self.words or self.facets or self.filters.arguments())

    @property
    def arguments(self) -> dict[str, Any]:
        """Return what an address carries of it, but for the page."""
        words = {"q": self.typed} if self.words else {}
        return words | self.filters.arguments() | dict(self.facets)

    def with_facet(self, name: str, value: str) -> dict[str, Any]:
        """Return what an address carries with another value of a facet; an empty one leaves it out."""
        others = {key: kept for key, kept in self.arguments.items() if key != name}
        return others | {name: value} if value else others


@dataclass(frozen=True, slots=True)
class Result:
    """An entry that was found, on the reader's days, its title with hits, and where else the words stand."""

    entry: LocalEntry
    title: Pieces
    clues: Sequence[Clue]


@dataclass(frozen=True, slots=True)
class Results:
    """A page of results, by what they can be narrowed, and what else holds the words."""

    page: Page[Result]
    facets: Sequence[Facet]
    named: NamedThings | None


def results_of(session: AppSession, reader: Reader, question: Question, choices: Choices, today: date) -> Results:
    """Return what somebody finds; the number of statements does not grow with it."""
    viewer, words = reader.viewer, question.words
    selection = question.filters.selection(viewer)
    besides = beside(session, viewer, words)
    chosen = as_chosen(question.facets)

    def find(number: int) -> Found:
        if not question.has_asked:
            return Found()
        rows = Rows(first_row(number, PER_PAGE), PER_PAGE)
        return search(session, viewer, selection, words, today, elsewhere=besides or NOWHERE, chosen=chosen, rows=rows)

    found = find(question.page)
    total, facets = narrowed(found, question.facets, choices)
    # Fewer may be left than when the address of a later page was made.
    number = min(question.page, Page((), 1, PER_PAGE, total).pages)
    ids = found.ids if number == question.page else find(number).ids
    views = entry_views(session, viewer, ids)
    shown = [views[ident] for ident in ids if ident in views]
    clues = clues_of(session, viewer, shown, words, besides)
    results = [
        Result(placed(view, reader.zone), with_hits(view.title, words), clues.get(view.id, ())) for view in shown
    ]
    is_by_name = words and viewer.is_member and not question.facets and not question.filters.arguments()
    named = named_things(session, viewer, question.typed, words, today) if is_by_name and question.page == 1 else None
    return Results(Page(results, number, PER_PAGE, total), facets, named)
