"""Words that are asked for as SQL, over a column that holds folded text."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from sqlalchemy import BindParameter, ColumnElement, String, and_, bindparam, or_, true
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


def spelling_counts(words: Collection[str]) -> tuple[int, ...]:
    """Return in how many spellings each word is looked for: all that `holds_given` has to know of them."""
    return tuple(len(spellings(word)) for word in words)


def holds_given(folded: InstrumentedAttribute[str], counts: Sequence[int]) -> ColumnElement[bool]:
    """Return what `holds_words` does for a statement that is built once, which is given the words by `given_words`."""
    each = (word_parameters(place, count) for place, count in enumerate(counts))
    return and_(true(), *(holds_one(folded, parameters) for parameters in each))


def given_words(words: Collection[str]) -> dict[str, object]:
    """Return the words as a statement with `holds_given` is given them."""
    sought = (map(pattern_of, spellings(word)) for word in words)
    return {name: pattern for place, each in enumerate(sought) for name, pattern in word_values(place, each)}


def word_parameters(place: int, count: int) -> tuple[BindParameter[str], ...]:
    """Return the parameters by which a statement is given so many patterns of the word at a place."""
    return tuple(bindparam(f"word_{place}_{number}", type_=String()) for number in range(count))


def word_values(place: int, patterns: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the patterns of the word at a place with the names of their `word_parameters`."""
    return ((f"word_{place}_{number}", pattern) for number, pattern in enumerate(patterns))


def holds_one(folded: InstrumentedAttribute[str], patterns: Patterns) -> ColumnElement[bool]:
    """Return SQL that is true where what one of the patterns (`pattern_of`) finds stands in the column."""
    return or_(*(folded.like(pattern, escape=_ESCAPE) for pattern in patterns))


def pattern_of(text: str) -> str:
    """Return the pattern of LIKE that finds a text, wherever it stands."""
    return f"%{text.translate(_ESCAPED)}%"
