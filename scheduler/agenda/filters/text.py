"""Entries whose present face holds all the words that were typed."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, true

from scheduler.agenda.models import Entry

MAX_CHARS = 100
MAX_WORDS = 8


class TextFilter:
    """Keeps entries whose face holds every word, in any order, whatever the case."""

    name = "text"
    looks_behind = False

    def parse(self, raw: str) -> str | None:
        """Return the words in folded case, or None when nothing is left."""
        words = raw.replace("\x00", " ")[:MAX_CHARS].casefold().split()
        return " ".join(words[:MAX_WORDS]) or None

    def where(self, values: Collection[str]) -> ColumnElement[bool]:
        """Return SQL that is true when each word stands somewhere in the face."""
        words = [word for value in values for word in value.split()]
        return and_(true(), *(Entry.search_text.contains(word, autoescape=True) for word in words))
