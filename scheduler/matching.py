"""Words that are asked for as SQL, over a column that holds folded text."""

from collections.abc import Callable, Collection, Sequence

from sqlalchemy import BindParameter, ColumnElement, and_, or_, true
from sqlalchemy.orm import InstrumentedAttribute

from scheduler.folding import spellings

Patterns = Sequence[str | BindParameter[str]]
"""Patterns of LIKE (`pattern_of`), or the parameters by which a statement is given them."""

_ESCAPE = "/"
_ESCAPED = str.maketrans({sign: f"{_ESCAPE}{sign}" for sign in ("%", "_", _ESCAPE)})


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
    return and_(true(), *(holds_one(folded, [pattern_of(one) for one in each]) for each in sought))


def holds_one(folded: InstrumentedAttribute[str], patterns: Patterns) -> ColumnElement[bool]:
    """Return SQL that is true where what one of the patterns (`pattern_of`) finds stands in the column."""
    return or_(*(folded.like(pattern, escape=_ESCAPE) for pattern in patterns))


def pattern_of(text: str) -> str:
    """Return the pattern of LIKE that finds a text, wherever it stands."""
    return f"%{text.translate(_ESCAPED)}%"
