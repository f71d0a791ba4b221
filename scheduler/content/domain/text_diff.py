"""What changed between two texts or two versions of the text, word by word."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

import regex

from scheduler.content.domain.item_text import TEXT_FIELDS, Attachment, ItemText
from scheduler.content.domain.quotes import Quote, attribution

# For all that one page compares: about half a second at worst.
MAX_STEPS = 600_000

_PARAGRAPH = regex.compile(r"[^\n]*\n+|[^\n]+")
# Nothing in it is tried twice: "....." would else be read anew from each of its marks.
SENTENCE = regex.compile(
    r"(?:[^.!?…。！？\n]++|[.!?…]++[\"'”’»)]*+(?!\s))*+(?:[.!?…]++[\"'”’»)]*+\s++|[。！？]++[」』）]*+|\n++|$)"
)
# Scripts without spaces between words are compared character by character.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}"
_WORD = regex.compile(
    rf"(?V1)(?=[{_UNSPACED}])\X|[[\p{{L}}\p{{M}}\p{{N}}_\u200C\u200D]--[{_UNSPACED}]]+|\n|[^\S\n]+|\X"
)
_HAS_WORD = regex.compile(r"[\p{L}\p{N}]")


class Change(StrEnum):
    """What happened to a piece of text: `removed` goes into `<del>`, `added` into `<ins>`."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of text that was kept, removed or added as a whole."""

    change: Change
    text: str


@dataclass(slots=True)
class Budget:
    """The work that comparing may still take, shared by all that one page compares; about 1 µs a step."""

    steps: int = MAX_STEPS

    @property
    def is_spent(self) -> bool:
        """Say whether nothing is left."""
        return self.steps <= 0


@dataclass(frozen=True, slots=True)
class Difference:
    """The segments that lead from one text to another, in reading order, removed before added.

    Not `is_exact` when the budget did not suffice: what is shown as replaced is then more than what changed.
    """

    segments: tuple[Segment, ...]
    is_exact: bool


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """What changed in one field of the text; `place` says which variant is meant, else it is None.

    Not `is_exact` when the texts were too long or too different to compare word by word.
    """

    field: str
    segments: tuple[Segment, ...]
    place: tuple[str, str, int] | None = None
    is_exact: bool = True


@dataclass(slots=True)
class _Hunk:
    """A change and the run before it that was kept, as positions: `kept` to `removed` and on to `end` in the old text.

    `added` to `added_end` in the new one. `has_text` and `has_break` speak of what was kept.
    """

    kept: int
    removed: int
    end: int
    added: int
    added_end: int
    has_text: bool = False
    has_break: bool = False

    @property
    def kept_size(self) -> int:
        return self.removed - self.kept

    @property
    def size(self) -> int:
        return min(self.end - self.removed, self.added_end - self.added)

    @property
    def is_change(self) -> bool:
        return self.end > self.removed or self.added_end > self.added


def differences(old: str, new: str, budget: Budget) -> Difference:
    """Return what leads from one text to the other.

    The kept and removed segments joined are exactly `old`, the kept and added ones exactly `new`. Words are compared
    whole, scripts without spaces by character. Equal texts give one kept segment, two empty ones none.

    Args:
        old: the text before.
        new: the text after.
        budget: the work allowed; once it is spent, what is left is shown as replaced passage by passage.
    """
    segments = list(_compare(old, new, _LEVELS, budget))
    hunks = _readable(_hunks(old, segments))
    needs_no_work = old == new or not old or not new
    return Difference(tuple(_segments(old, new, hunks)), is_exact=needs_no_work or not budget.is_spent)


def differences_of_text(old: ItemText, new: ItemText, budget: Budget) -> tuple[FieldDifference, ...]:
    """Return the fields that differ, in the order of the form; hashtags, quotes, variants and attachments as lines.

    Compare normalised text, or a changed line ending shows as a change. All fields share the budget.
    """
    return tuple(_field_difference(*pair, budget) for pair in _pairs(old, new) if pair.old != pair.new)


def changed_fields(old: ItemText, new: ItemText) -> frozenset[str]:
    """Return the fields that differ."""
    return frozenset(pair.field for pair in _pairs(old, new) if pair.old != pair.new)


class _Pair(NamedTuple):
    """A field of the text, and its text in both versions."""

    field: str
    place: tuple[str, str, int] | None
    old: str
    new: str


def _pairs(old: ItemText, new: ItemText) -> Iterator[_Pair]:
    for name in TEXT_FIELDS:
        yield _Pair(name, None, _field_text(old, name), _field_text(new, name))
    yield _Pair("quotes", None, _quote_lines(old.quotes), _quote_lines(new.quotes))
    before = {variant.place: variant.text for variant in old.variants}
    after = {variant.place: variant.text for variant in new.variants}
    for place in sorted(before.keys() | after.keys()):
        yield _Pair("variants", place, before.get(place, ""), after.get(place, ""))
    yield _Pair("attachments", None, _attachment_lines(old.attachments), _attachment_lines(new.attachments))


def _field_text(text: ItemText, name: str) -> str:
    if name == "hashtags":
        return " ".join(f"#{hashtag}" for hashtag in text.hashtags)
    return str(getattr(text, name))


def _field_difference(
    name: str, place: tuple[str, str, int] | None, old: str, new: str, budget: Budget
) -> FieldDifference:
    found = differences(old, new, budget)
    return FieldDifference(name, found.segments, place, found.is_exact)


def _attachment_lines(attachments: Iterable[Attachment]) -> str:
    return "\n".join(
        " · ".join(part for part in (file.name, file.sha256[:12], file.alt_text, file.credit) if part)
        for file in attachments
    )


def _quote_lines(quotes: Iterable[Quote]) -> str:
    return "\n\n".join(f"{quote.text}\n— {attribution(quote)}" for quote in quotes)


def _split_by(pattern: "regex.Pattern[str]") -> Callable[[str], list[str]]:
    return lambda text: [match.group() for match in pattern.finditer(text) if match.group()]


_LEVELS = (_split_by(_PARAGRAPH), _split_by(SENTENCE), _split_by(_WORD))


def _compare(old: str, new: str, levels: Sequence[Callable[[str], list[str]]], budget: Budget) -> Iterator[Segment]:
    """Compare at the coarsest level, then each replaced passage at the next finer one."""
    if old == new or not old or not new or not levels or budget.is_spent:
        yield from _replacement(old, new)
        return
    split, *finer = levels
    before, after = split(old), split(new)
    budget.steps -= len(before) + len(after)
    row = column = 0
    for match in [*_matches(before, after, budget), _Match(len(before), len(after), 0)]:
        removed, added = "".join(before[row : match.row]), "".join(after[column : match.column])
        yield from _compare(removed, added, finer, budget)
        yield Segment(Change.KEPT, "".join(before[match.row : match.row + match.length]))
        row, column = match.row + match.length, match.column + match.length


def _replacement(old: str, new: str) -> Iterator[Segment]:
    if old == new:
        yield Segment(Change.KEPT, old)
    else:
        yield Segment(Change.REMOVED, old)
        yield Segment(Change.ADDED, new)


@dataclass(frozen=True, slots=True)
class _Match:
    """A run of equal units: where it starts on both sides, and its length."""

    row: int
    column: int
    length: int


def _matches(before: Sequence[str], after: Sequence[str], budget: Budget) -> Iterator[_Match]:
    """Yield the runs that both sides share: a common start, a longest common subsequence, a common end."""
    start = _common(before, after)
    end = _common(before[start:][::-1], after[start:][::-1])
    if start:
        yield _Match(0, 0, start)
    rows = _units_in_both(before, after, start, len(before) - end)
    columns = _units_in_both(after, before, start, len(after) - end)
    for i, j in _common_pairs([before[row] for row in rows], [after[column] for column in columns], budget):
        yield _Match(rows[i], columns[j], 1)
    if end:
        yield _Match(len(before) - end, len(after) - end, end)


def _common(before: Sequence[str], after: Sequence[str]) -> int:
    shorter = min(len(before), len(after))
    return next((index for index in range(shorter) if before[index] != after[index]), shorter)


def _units_in_both(units: Sequence[str], others: Sequence[str], start: int, end: int) -> list[int]:
    """Return where the units stand that the other side has as well: only they can match."""
    known = set(others)
    return [index for index in range(start, end) if units[index] in known]


@dataclass(slots=True)
class _Search:
    """The search for the shortest edit (Myers 1986, the greedy algorithm)."""

    before: Sequence[str]
    after: Sequence[str]
    furthest: dict[int, int] = field(default_factory=lambda: {1: 0})
    trace: list[dict[int, int]] = field(default_factory=list)

    def extend(self, edits: int, budget: Budget) -> bool:
        """Reach as far as this number of edits allows on every diagonal; say whether the end was reached."""
        self.trace.append({k: self.furthest[k] for k in range(-edits - 1, edits + 2) if k in self.furthest})
        for diagonal in range(-edits, edits + 1, 2):
            x = self._step(diagonal, edits)
            begun = x
            while x < len(self.before) and x - diagonal < len(self.after) and self._equal(x, x - diagonal):
                x += 1
            budget.steps -= 2 + x - begun
            self.furthest[diagonal] = x
            if x >= len(self.before) and x - diagonal >= len(self.after):
                return True
        return False

    def pairs(self) -> list[tuple[int, int]]:
        """Return the matching positions along the path found, in order."""
        x, y, found = len(self.before), len(self.after), []
        for edits in range(len(self.trace) - 1, -1, -1):
            self.furthest = self.trace[edits]
            diagonal = x - y
            from_x = self._step(diagonal, edits)
            while x > from_x and y > from_x - diagonal and x > 0 and y > 0:
                x, y = x - 1, y - 1
                found.append((x, y))
            down = self._is_down(diagonal, edits)
            x, y = (x, y - 1) if down else (x - 1, y)
        return found[::-1]

    def _equal(self, x: int, y: int) -> bool:
        return y >= 0 and self.before[x] == self.after[y]

    def _is_down(self, diagonal: int, edits: int) -> bool:
        left, right = self.furthest.get(diagonal - 1, -1), self.furthest.get(diagonal + 1, -1)
        return diagonal == -edits or (diagonal != edits and left < right)

    def _step(self, diagonal: int, edits: int) -> int:
        if self._is_down(diagonal, edits):
            return self.furthest[diagonal + 1]
        return self.furthest[diagonal - 1] + 1


def _common_pairs(before: Sequence[str], after: Sequence[str], budget: Budget) -> list[tuple[int, int]]:
    """Return a longest common subsequence as pairs of positions, or nothing when the budget is spent."""
    search = _Search(before, after)
    for edits in range(len(before) + len(after) + 1):
        if search.extend(edits, budget):
            return search.pairs()
        if budget.steps <= 0:
            break
    return []


def _hunks(old: str, segments: Iterable[Segment]) -> Iterator[_Hunk]:
    """Group segments into changes, each with what was kept before it; the last may be kept alone."""
    hunk = _Hunk(0, 0, 0, 0, 0)
    for segment in segments:
        size = len(segment.text)
        if segment.change is Change.REMOVED:
            hunk.end += size
        elif segment.change is Change.ADDED:
            hunk.added_end += size
        elif size:
            if hunk.is_change:
                yield _finished(old, hunk)
                hunk = _Hunk(hunk.end, hunk.end, hunk.end, hunk.added_end, hunk.added_end)
            hunk.removed = hunk.end = hunk.removed + size
            hunk.added = hunk.added_end = hunk.added + size
    yield _finished(old, hunk)


def _finished(old: str, hunk: _Hunk) -> _Hunk:
    hunk.has_text = _HAS_WORD.search(old, hunk.kept, hunk.removed) is not None
    hunk.has_break = old.find("\n", hunk.kept, hunk.removed) >= 0
    return hunk


def _readable(hunks: Iterable[_Hunk]) -> list[_Hunk]:
    """Join changes that only a trifle keeps apart, so that a rewritten sentence does not read as confetti."""
    done: list[_Hunk] = []
    for hunk in hunks:
        joined = hunk
        while done and _is_trifle(done[-1], joined):
            last = done.pop()
            last.end, last.added_end = joined.end, joined.added_end
            joined = last
        done.append(joined)
    return done


def _is_trifle(before: _Hunk, after: _Hunk) -> bool:
    if after.has_break or not after.is_change:
        return False
    return not after.has_text or after.kept_size < min(before.size, after.size)


def _segments(old: str, new: str, hunks: Iterable[_Hunk]) -> Iterator[Segment]:
    for hunk in hunks:
        for change, text in (
            (Change.KEPT, old[hunk.kept : hunk.removed]),
            (Change.REMOVED, old[hunk.removed : hunk.end]),
            (Change.ADDED, new[hunk.added : hunk.added_end]),
        ):
            if text:
                yield Segment(change, text)
