"""Entries that at present holds all the words that were typed."""

from collections.abc import Collection

from sqlalchemy import ColumnElement

from scheduler.agenda.entry_wording import signs_of_names
from scheduler.agenda.models import Entry
from scheduler.folding import asked_words
from scheduler.matching import holds_words


class TextFilter:
    """Keeps entries that hold every word, in any order, however it is written (`folding`).

    What the product says of an entry, such as what kind of content it is, is found as whoever asks reads it.
    """

    name = "text"
    looks_behind = False
    goes_by_people = False

    def parse(self, raw: str) -> str | None:
        """Return the folded words, or None when nothing is left."""
        return " ".join(asked_words(raw)) or None

    def where(self, values: Collection[str]) -> ColumnElement[bool]:
        """Return SQL that is true when each word stands somewhere in the entry."""
        words = [word for value in values for word in value.split()]
        return holds_words(Entry.search_text, words, signs_of_names)
