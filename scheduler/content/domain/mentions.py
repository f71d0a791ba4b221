"""Who is addressed in a comment: `@[Full Name]`, `@[Full Name (Organisation)]`, `@Full Name` or `@First`."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import regex

from scheduler.normal_forms import normal_form

_BRACKETED = regex.compile(r"\[([^\[\]\n]{1,200})\]")
_SIGNS = "@＠"
_SIGN = regex.compile(r"(?<![\p{L}\p{M}\p{N}_.+/@-])[@＠]")
# Names that end in a script without spaces end anywhere; others not in "@Anabel", "@Ana-Lisa" or "@ana.example".
_UNSPACED_END = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]$")
_NAME_ENDS = regex.compile(r"(?![\p{L}\p{M}\p{N}_@]|[-.]\p{L})")
# What counts as one character of a name: any run of spaces is as good as another.
_PIECE = regex.compile(r"[^\S\n]+|[\s\S]")
MAX_NAME_CHARS = 120
"""No name is longer."""

_LAST_CHARACTER = "\U0010ffff"
_UNKNOWN = regex.compile(r"[\p{L}\p{N}_][\p{L}\p{M}\p{N}_'’.-]{0,59}(?<![-.])")


@dataclass(frozen=True, slots=True)
class Mention:
    """One person addressed; `start` inclusive and `end` exclusive, in code points of the comment, sign included."""

    person_id: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mentions:
    """Who is addressed, in order, and what was written that fits nobody, or several people."""

    found: tuple[Mention, ...]
    ambiguous: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def person_ids(self) -> tuple[int, ...]:
        """Return everybody addressed, each once, in order of appearance."""
        return tuple(dict.fromkeys(mention.person_id for mention in self.found))


class NameIndex:
    """Who can be addressed, by full name and first name; made once for all comments that are read."""

    def __init__(self, candidates: Mapping[int, str], labels: Mapping[int, str] | None = None) -> None:
        """Take the name by person id of those who may read the comments; nobody else can be addressed.

        `labels` are names with organisations by person id, by which brackets tell people of one name apart.
        """
        self._people = _people_by_name(candidates)
        labelled = {person: label for person, label in (labels or {}).items() if person in candidates}
        self._labelled = {_folded(label): frozenset({person}) for person, label in labelled.items()}
        self._names = sorted(self._people)

    def people(self, name: str) -> frozenset[int]:
        """Return who is meant by a name, alone or with its organisation, in any case and with any spaces."""
        folded = _folded(name)
        return self._people.get(folded) or self._labelled.get(folded, frozenset())

    def end_of_name(self, comment: str, start: int) -> int:
        """Return where the longest known name ends that begins there, exclusive; `start` if none does."""
        typed, end, first, last = "", start, 0, len(self._names)
        for piece in _PIECE.finditer(comment, start):
            typed += " " if piece.group().isspace() and piece.group() != "\n" else piece.group().casefold()
            first = bisect_left(self._names, typed, first, last)
            last = bisect_right(self._names, typed + _LAST_CHARACTER, first, last)
            if first == last:
                break
            if self._names[first] == typed and _may_end(typed, comment, piece.end()):
                end = piece.end()
        return end


def find_mentions(comment: str, names: NameIndex) -> Mentions:
    """Return who is addressed in a comment.

    The longest name that fits counts; case and spacing make no difference. A first name
    addresses somebody only when one candidate has it, and a name that several have addresses nobody: it comes back
    as ambiguous, and brackets around the full name say more. Mail addresses are no mentions.

    Args:
        comment: the text in Unicode NFC, as it is stored.
        names: those who may read the comment.
    """
    found: list[Mention] = []
    ambiguous: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for sign in _SIGN.finditer(comment):
        written, name = _written(comment, sign.end(), names)
        people = names.people(name)
        if len(people) == 1:
            found.append(Mention(next(iter(people)), sign.start(), sign.end() + len(written)))
        elif people:
            ambiguous[name] = None
        elif other := name or _next_word(comment, sign.end()):
            unknown[other] = None
    return Mentions(tuple(found), tuple(ambiguous), tuple(unknown))


def first_names(comment: str) -> frozenset[str]:
    """Return the first word, as `first_name` gives it, of every name that the comment may address, and of others.

    So many of a large coalition's names need not be looked at.
    """
    return frozenset(word for sign in _SIGN.finditer(comment) for word in _first_words(comment, sign.end()))


def first_name(name: str) -> str:
    """Return the first word of a name, in the case in which names are compared; `""` for no name."""
    return _folded(name).partition(" ")[0]


def _first_words(comment: str, start: int) -> Iterator[str]:
    """Return what a first word may be that begins there: all until a space, or until where a name may end."""
    if bracketed := _BRACKETED.match(comment, start):
        yield first_name(bracketed.group(1))
        return
    typed = ""
    for place in range(start, min(start + MAX_NAME_CHARS, len(comment))):
        # No name holds a sign, and a row of signs would be read again for each.
        if comment[place].isspace() or comment[place] in _SIGNS:
            break
        typed += comment[place].casefold()
        if _may_end(typed, comment, place + 1):
            yield typed


def wants_labels(comment: str) -> bool:
    """Say whether a comment tells people of one name apart: `@[Full Name (Organisation)]`."""
    return any("(" in found.group(1) for found in _BRACKETED.finditer(comment))


def _people_by_name(candidates: Mapping[int, str]) -> dict[str, frozenset[int]]:
    """Return who bears each full name, and each first name that is nobody's full name."""
    full: defaultdict[str, set[int]] = defaultdict(set)
    first: defaultdict[str, set[int]] = defaultdict(set)
    for person_id, name in candidates.items():
        if folded := _folded(name):
            full[folded].add(person_id)
            first[folded.split(" ", maxsplit=1)[0]].add(person_id)
    return {name: frozenset(full[name] if name in full else first[name]) for name in full.keys() | first.keys()}


def _may_end(name: str, comment: str, end: int) -> bool:
    return bool(_UNSPACED_END.search(name) or _NAME_ENDS.match(comment, end))


def _written(comment: str, start: int, names: NameIndex) -> tuple[str, str]:
    """Return what is written after a sign and the name in it: what brackets hold, or a known one."""
    if bracketed := _BRACKETED.match(comment, start):
        return bracketed.group(), bracketed.group(1)
    known = comment[start : names.end_of_name(comment, start)]
    return known, known


def _next_word(comment: str, start: int) -> str:
    word = _UNKNOWN.match(comment, start)
    return str(word.group()) if word else ""


def _folded(name: str) -> str:
    return " ".join(normal_form("NFC", name).casefold().split())
