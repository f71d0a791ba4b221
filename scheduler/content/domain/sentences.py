"""Sentences and quotations of a text, as spans: enough to know what stands beside a passage, not grammar."""

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

import regex

# A full stop after a lone capital or a short title is an abbreviation ("J. Okafor", "Dr. Reyes", "S. 1829").
_END = regex.compile(
    r"(?<!\b(?:\p{Lu}|Dr|Mr|Mrs|Ms|St|Sen|Rep|No|vs|e\.g|i\.e))(?<![.!?…])[.!?…]++[\"”’»)\]]*+(?=\s)|\n++"
)
_QUOTATION = regex.compile(r"“[^“”\n]*”|«[^«»\n]*»|„[^„“”\n]*[“”]|\"[^\"\n]*\"|‘[^‘’\n]*’(?!\p{L})")

Spans = Sequence[tuple[int, int]]
"""Starts (inclusive) and ends (exclusive) in code points, in order, none within another."""


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Return the sentences; together they are the whole text. A line break ends one."""
    ends = [found.end() for found in _END.finditer(text)]
    if text and (not ends or ends[-1] < len(text)):
        ends.append(len(text))
    return list(pairwise([0, *ends]))


def quotation_spans(text: str) -> list[tuple[int, int]]:
    """Return what stands between quotation marks, marks included; one that is not closed in its line is none."""
    return [found.span() for found in _QUOTATION.finditer(text)]


def span_at(spans: Spans, place: int) -> tuple[int, int] | None:
    """Return the span that holds a place, None when none does."""
    index = bisect_right(spans, place, key=lambda span: span[0]) - 1
    return spans[index] if index >= 0 and place < spans[index][1] else None
