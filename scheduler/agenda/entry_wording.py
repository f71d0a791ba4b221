"""The one place where entries are put into words, in the language of whoever reads them now.

Each writer says in its `entry_texts.py` how its own texts are worded (`Vocabulary`); `app.py` lists these. Without
them, or for a code that a newer program has written, people's own words stand alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import cast

from flask import current_app, has_app_context
from flask_babel import get_locale
from flask_babel import gettext as _

from scheduler.agenda.domain.ical import VeventParts, description_line, summary_line, with_category
from scheduler.agenda.domain.phrases import StoredPhrase, Values, read_phrases, term_sign
from scheduler.folding import fold, spellings

REMEMBERED = 16_384
"""So many texts and lines of feeds are kept in memory: each is worded when its entry has changed, not each time."""

Wording = Callable[[Values], str]
"""Words a text of what is filled in; a title gets people's own words as `title`."""

Names = Callable[[], Mapping[str, str]]
"""Returns by code how each term of one kind is called."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """How a writer's texts are worded, by code, and what its terms are called, by kind of term."""

    texts: Mapping[str, Wording]
    terms: Mapping[str, Names] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Lines:
    description: bytes | None
    label: str


class EntryTexts:
    """What all writers' texts are, and the lines of feeds that were made of them."""

    def __init__(self, *vocabularies: Vocabulary) -> None:
        self._texts = {code: wording for one in vocabularies for code, wording in one.texts.items()}
        self._terms = {kind: names for one in vocabularies for kind, names in one.terms.items()}
        self._worded = lru_cache(maxsize=REMEMBERED)(self._new_text)
        self._lines = lru_cache(maxsize=REMEMBERED)(self._new_lines)
        self._names = lru_cache(maxsize=64)(self._all_names)

    def word(self, phrase: StoredPhrase | None, own: str) -> str:
        """Return a text in the reader's language."""
        wording = self._texts.get(phrase.code) if phrase is not None else None
        if phrase is None or wording is None:
            return own
        try:
            return wording({"title": own, **phrase.values})
        except (LookupError, ValueError):
            # A newer program has filled in what this one does not know.
            return own

    def text(self, part: str, stored: str, own: str) -> str:
        """Return one of the stored phrases in the reader's language, or people's own words; a page has hundreds."""
        return self._worded(str(get_locale()), part, stored, own)

    def lines(self, stored: str) -> _Lines:
        """Return the lines of a VEVENT that the stored phrases make, in the language of now."""
        return self._lines(str(get_locale()), stored)

    def signs(self, word: str) -> list[str]:
        """Return the signs of terms whose names hold a folded word, in the reader's language."""
        sought = spellings(word)
        return [sign for sign, name in self._names(str(get_locale())) if any(one in name for one in sought)]

    def _new_text(self, _locale: str, part: str, stored: str, own: str) -> str:
        phrases = read_phrases(stored)
        texts = {"title": phrases.title, "description": phrases.description, "label": phrases.label}
        return self.word(texts[part], own)

    def _new_lines(self, _locale: str, stored: str) -> _Lines:
        phrases = read_phrases(stored)
        description = description_line(self.word(phrases.description, "")) if phrases.description else None
        return _Lines(description, self.word(phrases.label, ""))

    def _all_names(self, _locale: str) -> tuple[tuple[str, str], ...]:
        named = ((kind, *row) for kind, names in self._terms.items() for row in names().items())
        return tuple((term_sign(kind, code), fold(name)) for kind, code, name in named)


NO_TEXTS = EntryTexts()


def title_text(own: str, stored: str, *, concealed: bool) -> str:
    """Return a title as its reader gets it; without words of anybody's own it is called by what it is."""
    if not own:
        own = _("Embargoed") if concealed else _("Untitled")
    return _entry_texts().text("title", stored, own) if stored else own


def description_text(own: str, stored: str) -> str:
    """Return a description as its reader gets it."""
    return _entry_texts().text("description", stored, own) if stored else own


def label_text(own: str, stored: str) -> str:
    """Return a label as its reader gets it."""
    return _entry_texts().text("label", stored, own) if stored else own


def worded_parts(parts: VeventParts, own_title: str, stored: str, *, concealed: bool) -> VeventParts:
    """Return the stored parts of a VEVENT with what is not people's own words, in the language of now."""
    if own_title and not stored:
        return parts
    lines = _entry_texts().lines(stored) if stored else None
    summary = parts.summary
    if not own_title or (stored and read_phrases(stored).title is not None):
        summary = summary_line(title_text(own_title, stored, concealed=concealed))
    description = lines.description if lines is not None and lines.description is not None else parts.description
    tail = with_category(parts.tail, lines.label) if lines is not None and lines.label else parts.tail
    return VeventParts(parts.head, summary, description, tail)


def signs_of_names(word: str) -> list[str]:
    """Return by which signs in search text a folded word is found, besides where somebody has typed it."""
    return _entry_texts().signs(word)


def _entry_texts() -> EntryTexts:
    # Whoever writes entries without an application, words none.
    found = current_app.extensions["scheduler.entry_texts"] if has_app_context() else NO_TEXTS
    return cast("EntryTexts", found)
