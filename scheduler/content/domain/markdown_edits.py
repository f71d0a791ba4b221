"""Where the marks of a text stand, and the text without them."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from markdown_it.token import Token

from scheduler.content.domain.markdown_marks import Edit


def edits_of(source: str, tokens: Sequence[Token]) -> list[Edit]:
    r"""Return the marks that are not pasted, in order; those of a text whose place is not certain are left alone.

    Args:
        source: what was typed, with `\n` alone for line ends.
        tokens: what a parser with `use_marks` made of it.
    """
    lines, starts = _lines_and_starts(source)
    edits: list[Edit] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "table_open" and token.map:
            end = next(place for place in range(index, len(tokens)) if tokens[place].type == "table_close")
            first, last = token.map[0], token.map[1] - 1
            rows = "\n".join(_rows(tokens[index:end]))
            indent = len(lines[first]) - len(lines[first].lstrip())
            edits.append(Edit(starts[first] + indent, starts[last] + len(lines[last]), rows))
            index = end
        elif token.type == "heading_open" and token.map:
            line = token.map[0]
            edits += _moved(_heading_edits(lines[line], token, tokens[index + 1]), starts[line])
            index += 1
        elif token.type == "inline" and token.map and token.meta["edits"]:
            edits += _paragraph_edits(lines, starts, token)
        index += 1
    return edits


def _lines_and_starts(source: str) -> tuple[list[str], list[int]]:
    """Return the lines of a text and where each starts, the place behind the last one too."""
    lines = source.split("\n")
    return lines, list(accumulate((len(line) + 1 for line in lines), initial=0))


def marked_passages(source: str, tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield what a mark is for, its signs included: emphasised words, links, headings, tables; starts and ends.

    Args:
        source: what was typed, as for `edits_of`.
        tokens: what a parser with `use_marks` made of it.
    """
    lines, starts = _lines_and_starts(source)
    for token in tokens:
        if token.type in ("table_open", "heading_open") and token.map:
            yield starts[token.map[0]], starts[token.map[1]] - 1
        elif token.type == "inline" and token.map and token.meta["edits"]:
            edits = _paragraph_edits(lines, starts, token)
            yield from _marked([edit for edit in edits if source[edit.start] != "\\"], token.children or [])


def _marked(signs: Sequence[Edit], tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    """Yield the outermost passages between opening and closing signs, which stand in the order of the tokens."""
    signs_of = {"em": 1, "strong": 2, "link": 1}
    marks = [token for token in tokens if token.type.rpartition("_")[0] in signs_of and token.markup != "bare"]
    if len(signs) != sum(signs_of[token.type.rpartition("_")[0]] for token in marks):
        # Where each of them stands is not certain.
        if signs:
            yield signs[0].start, signs[-1].end
        return
    depth = place = start = 0
    for token in marks:
        if depth == 0:
            start = signs[place].start
        depth += token.nesting
        place += signs_of[token.type.rpartition("_")[0]]
        if depth == 0:
            yield start, signs[place - 1].end


def with_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return a text in which everything that an edit names is replaced; they must not overlap."""
    parts, end = [], 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        parts += [text[end : edit.start], edit.text]
        end = edit.end
    return "".join([*parts, text[end:]])


class TypedPlaces:
    """Knows where each place of `with_edits` was typed."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        """Take over the edits; they must not overlap."""
        self._edits = sorted(edits, key=lambda edit: (edit.start, edit.end))
        # How far what was typed is ahead of the text with the first edits, from none to all of them.
        ahead = accumulate((edit.end - edit.start - len(edit.text) for edit in self._edits), initial=0)
        self._ahead = list(ahead)
        self._starts = [edit.start - by for edit, by in zip(self._edits, self._ahead, strict=False)]

    def spans(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return where a part of the text was typed: first without the marks beside it.

        Then with those before it, behind it, and both. An edit that puts other text in place counts as a whole.
        """
        starts = (self._typed(start, is_end=False, past=True), self._typed(start, is_end=False, past=False))
        ends = (self._typed(end, is_end=True, past=False), self._typed(end, is_end=True, past=True))
        return list(dict.fromkeys((first, last) for last in ends for first in starts))

    def _typed(self, place: int, *, is_end: bool, past: bool) -> int:
        """Return what a place between two signs is in the typed text; `past` the marks that stand exactly there."""
        number = bisect_right(self._starts, place)
        while number:
            edit, start = self._edits[number - 1], self._starts[number - 1]
            end = start + len(edit.text)
            if start < place < end:
                return edit.end if is_end else edit.start
            if end <= place and (past or start < place):
                break
            number -= 1
        return place + self._ahead[number]


def _moved(edits: Iterable[Edit], by: int) -> Iterator[Edit]:
    return (Edit(edit.start + by, edit.end + by, edit.text) for edit in edits)


def _rows(tokens: Sequence[Token]) -> Iterator[str]:
    cells: list[str] = []
    for token in tokens:
        if token.type == "inline":
            cells.append(with_edits(token.content, token.meta["edits"]))
        elif token.type == "tr_close":
            yield " | ".join(cells)
            cells = []


def _heading_edits(line: str, heading: Token, inline: Token) -> Iterator[Edit]:
    """Yield the signs before and behind a heading, and the marks in it."""
    mark = line.index("#")
    content_start = mark + len(heading.markup)
    content_start += len(line[content_start:]) - len(line[content_start:].lstrip())
    yield Edit(mark, content_start)
    yield from _moved(inline.meta["edits"], content_start)
    end = content_start + len(inline.content)
    if line[end:].strip():
        yield Edit(end, len(line))


def _paragraph_edits(lines: Sequence[str], starts: Sequence[int], token: Token) -> Iterator[Edit]:
    """Yield the marks of a paragraph, whose lines the parser has freed of what stands before and behind them."""
    content = token.content.split("\n")
    typed = _lines_of(lines, token)
    known = list(accumulate((len(line) + 1 for line in content), initial=0))
    shifts = []
    for line, number in zip(content, typed, strict=False):
        if not lines[number].rstrip().endswith(line.strip()):
            return
        indent = len(line) - len(line.lstrip())
        shifts.append(starts[number] + len(lines[number].rstrip()) - len(line.strip()) - indent)
    if len(shifts) != len(content):
        return
    place = 0
    for edit in sorted(token.meta["edits"], key=lambda edit: edit.start):
        while edit.start >= known[place + 1]:
            place += 1
        last = place
        while edit.end - 1 >= known[last + 1]:
            last += 1
        start = shifts[place] + edit.start - known[place]
        yield Edit(start, shifts[last] + edit.end - known[last], edit.text)


def _lines_of(lines: Sequence[str], token: Token) -> range:
    """Return the numbers of a paragraph's lines, without those that look empty and that the parser has left out."""
    first, end = token.map or (0, 0)
    while first < end and not lines[first].strip():
        first += 1
    return range(first, end)
