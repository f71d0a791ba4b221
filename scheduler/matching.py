"""Words that are asked for as SQL, over a column that holds folded text."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from scheduler.folding import spellings


def holds_words(folded: InstrumentedAttribute[str], words: Collection[str]) -> ColumnElement[bool]:
    """Return SQL that is true where all words (`folding.asked_words`) stand in the column, in any order."""
    fits = (or_(*(folded.contains(one, autoescape=True) for one in spellings(word))) for word in words)
    return and_(true(), *fits)
