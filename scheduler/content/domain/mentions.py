"""Who is addressed in a comment: `@[Full Name]`, `@[Full Name (Organisation)]`, `@Full Name` or `@First`."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import regex

_BRACKETED = regex.compile(r"\[([^\[\]\n]{1,200})\]")
_SIGN = regex.compile(r"(?<![\p{L}\p{M}\p{N}_.+/@-])[@＠]")
# Names that end in a script without spaces end anywhere; others not in "@Anabel", "@Ana-Lisa" or "@ana.example".
_UNSPACED_END = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]$")
_NAME_ENDS = r"(?![\p{L}\p{M}\p{N}_@]|[-.]\p{L})"
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


def find_mentions(comment: str, candidates: Mapping[int, str], labels: Mapping[int, str] | None = None) -> Mentions:
    """Return who is addressed in a comment.

    The longest name that fits counts; case and spacing make no difference. A first name
    addresses somebody only when one candidate has it, and a name that several have addresses nobody: it comes back
    as ambiguous, and brackets around the full name say more. Mail addresses are no mentions.

    Args:
        comment: the text in Unicode NFC, as it is stored.
        candidates: name by person id of those who may read the comment; nobody else can be addressed.
        labels: name with organisation by person id, by which brackets tell people of one name apart.
    """
    people_by_name = _people_by_name(candidates)
    pattern = _pattern(people_by_name)
    labelled = {_folded(label): frozenset({person}) for person, label in (labels or {}).items() if person in candidates}
    found: list[Mention] = []
    ambiguous: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for sign in _SIGN.finditer(comment):
        written, name = _written(comment, sign.end(), pattern)
        people = people_by_name.get(_folded(name)) or labelled.get(_folded(name), frozenset())
        if len(people) == 1:
            found.append(Mention(next(iter(people)), sign.start(), sign.end() + len(written)))
        elif people:
            ambiguous[name] = None
        elif other := name or _next_word(comment, sign.end()):
            unknown[other] = None
    return Mentions(tuple(found), tuple(ambiguous), tuple(unknown))


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


def _pattern(names: Iterable[str]) -> "regex.Pattern[str] | None":
    """Return what finds the longest name, written with any case and any spaces."""
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    spelled = (
        r"[^\S\n]+".join(regex.escape(part) for part in name.split(" "))
        + ("" if _UNSPACED_END.search(name) else _NAME_ENDS)
        for name in longest_first
    )
    return regex.compile("|".join(spelled), regex.IGNORECASE | regex.FULLCASE) if longest_first else None


def _written(comment: str, start: int, pattern: "regex.Pattern[str] | None") -> tuple[str, str]:
    """Return what is written after a sign and the name in it: what brackets hold, or a known one."""
    if bracketed := _BRACKETED.match(comment, start):
        return bracketed.group(), bracketed.group(1)
    known = pattern.match(comment, start) if pattern else None
    return (known.group(), known.group()) if known else ("", "")


def _next_word(comment: str, start: int) -> str:
    word = _UNKNOWN.match(comment, start)
    return str(word.group()) if word else ""


def _folded(name: str) -> str:
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
