"""By what copy is found: each of its texts folded, on a line of its own, and by which rules that was done."""

import re

from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.text_parts import text_parts
from scheduler.folding import fold

_MARKS = re.compile(r"[*~]+")

SEARCH_FORM = 1
"""Rises when other texts are folded, or the rules of folding change: the worker then folds all items anew."""


def searched_texts(text: ItemText) -> tuple[str, ...]:
    """Return the texts by which copy is found; the title stands in the calendar entry."""
    spoken_for = (text.byline, text.byline_role, text.dateline, text.media_contact, text.photo_credit)
    parts = (part.text for part in text_parts(text) if part.key != "title")
    quoted = (f"{quote.speaker} {quote.role} {quote.organisation}" for quote in text.quotes)
    return tuple(one for one in (*parts, *quoted, *spoken_for) if one.strip())


def search_text(text: ItemText) -> str:
    """Return these texts folded, a line each, without the marks that stand beside emphasised words."""
    return "\n".join(fold(_MARKS.sub("", one)) for one in searched_texts(text))


def search_mark(version_number: int) -> str:
    """Return what is kept beside the folded text of a version: it is out of date when this differs."""
    return f"{SEARCH_FORM}.{version_number}"
