"""Words that are asked for as SQL, over a column that holds folded text."""

from collections.abc import Callable, Collection

from sqlalchemy import ColumnElement, and_, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from scheduler.folding import spellings


def _nothing_else(_word: str) -> Collection[str]:
    return ()


def holds_words(
    folded: InstrumentedAttribute[str],
    words: Collection[str],
    also: Callable[[str], Collection[str]] = _nothing_else,
) -> ColumnElement[bool]:
    """Return SQL that is true where all words (`folding.asked_words`) stand in the column, in any order.

    Args:
        folded: the column.
        words: what is asked for.
        also: returns by what else in the column a word is found.
    """
    sought = ((*spellings(word), *also(word)) for word in words)
    return and_(true(), *(or_(*(folded.contains(one, autoescape=True) for one in each)) for each in sought))
