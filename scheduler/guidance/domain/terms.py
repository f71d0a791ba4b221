"""The list of terms to avoid, and where they stand in a text."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import regex

LIST = Path(__file__).parent.parent / "data" / "terminology.csv"

_AGE = (
    r"(?:[1-9]|1[0-7]|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen)"
)
_CHILD = (
    r"child(?:ren)?(?:’s|'s)?|girls?|boys?|minors?|teen(?:agers?|s)?|under-?age|pupils?|toddlers?|infants?|bab(?:y|ies)"
    rf"|schoolgirls?|schoolboys?|kids?|adolescents?|runaways?|{_AGE}-year-olds?|under (?:18|eighteen|{_AGE})"
    rf"|at {_AGE}(?! [ap]\.?m)"
)
_PEOPLE = rf"{_CHILD}|wom[ae]n|m[ae]n|victims?|survivors?|people|persons?|traffick\w+|exploit\w+|brothels?|captiv\w+"
_ABUSE = (
    r"abus\w+|exploit\w+|traffick\w+|rap(?:e|ed|ing|es)|sex(?:ual|ually)?|livestream\w+|live-stream\w+|brothels?"
    r"|buy|buys|bought|pa(?:y|ys|id)|sold|charged|advertis\w+"
)
_SETS = {
    "@child": rf"\b(?:{_CHILD})\b",
    "@people": rf"\b(?:{_PEOPLE})\b",
    "@abuse": rf"\b(?:{_ABUSE})\b",
}
"""What may stand in the list for many words."""

_LAW = (
    "Acts?|Laws?|Bills?|Codes?|Convention|Protocol|Directive|Regulations?|Ordinance|Statute|Treaty|Decree|Resolution"
    "|Guidelines|Amendments?"
)
_SMALL = r"of|the|and|on|in|for|to|against|from|with|by|or|a|an|its"
_CAPITALISED = r"[\p{Lu}\p{N}][\p{L}\p{M}\p{N}.'’\-]*"
_RUN = regex.compile(rf"{_CAPITALISED}(?:[ ,:()/]+(?:(?:{_SMALL})[ ]+)*{_CAPITALISED})*+")
_RUNS_ON = regex.compile(r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]")
_IS_LAW = regex.compile(rf"\b(?:{_LAW})\b")


@dataclass(frozen=True, slots=True)
class Term:
    """A phrase to avoid.

    `prefer` and `reason` are in the language of the phrase. It is meant where what stands around it has something of
    each of `only_with`, and nothing of any of `unless_with`.
    """

    slug: str
    prefer: str
    reason: str
    only_with: tuple[regex.Pattern[str], ...]
    unless_with: tuple[regex.Pattern[str], ...]

    def is_meant(self, around: str) -> bool:
        """Say whether the phrase is to be avoided among these words."""
        return all(wanted.search(around) for wanted in self.only_with) and not any(
            exempt.search(around) for exempt in self.unless_with
        )


@dataclass(frozen=True, slots=True)
class TermEntry:
    """A term as it is written down: phrases and groups of words as in the shipped list.

    `slug` is empty for one that the coalition has added.
    """

    language: str
    avoid: tuple[str, ...]
    prefer: str
    reason: str
    only_with: str = ""
    unless_with: str = ""
    source: str = ""
    slug: str = ""

    @property
    def shown(self) -> tuple[str, ...]:
        """Return the phrases as people read them, each once."""
        return tuple(dict.fromkeys(phrase.lstrip("=") for phrase in self.avoid))


@dataclass(frozen=True, slots=True)
class TermList:
    """Which terms are looked for: the coalition's own, and the shipped ones but for those switched off."""

    own: tuple[TermEntry, ...] = ()
    off: frozenset[str] = frozenset()

    def entries(self) -> tuple[TermEntry, ...]:
        """Return all terms; where one of the coalition's has the phrase of a shipped one, its own counts."""
        return (*self.own, *(entry for entry in shipped_terms() if entry.slug not in self.off))

    def languages(self) -> tuple[str, ...]:
        """Return the languages of the terms."""
        return tuple(dict.fromkeys(entry.language for entry in self.entries()))


SHIPPED = TermList()
"""The list as it ships."""


@cache
def shipped_terms() -> tuple[TermEntry, ...]:
    """Return the terms that ship, in the order of the list."""
    with LIST.open(encoding="utf-8", newline="") as file:
        return tuple(
            TermEntry(
                language=row["language"],
                avoid=tuple(row["avoid"].split("|")),
                prefer=row["prefer"],
                reason=row["reason"],
                only_with=row["only_with"],
                unless_with=row["unless_with"],
                source=row["source"],
                slug=row["slug"],
            )
            for row in csv.DictReader(file)
        )


@lru_cache(maxsize=32)
def _patterns_of(terms: TermList) -> dict[str, tuple[regex.Pattern[str], dict[str, Term]]]:
    """Return by language a pattern of all phrases, whose groups are named by place, and the terms by name of group."""
    phrases: dict[str, list[tuple[str, Term]]] = {}
    for entry in terms.entries():
        conditions = (_patterns(entry.only_with), _patterns(entry.unless_with))
        term = Term(entry.slug, entry.prefer, entry.reason, *conditions)
        phrases.setdefault(entry.language, []).extend((phrase, term) for phrase in entry.avoid)
    return {language: _compiled(found) for language, found in phrases.items()}


def _compiled(phrases: list[tuple[str, Term]]) -> tuple[regex.Pattern[str], dict[str, Term]]:
    # The longest first, so that a phrase within another is not found instead of it.
    ordered = sorted(phrases, key=lambda pair: len(pair[0]), reverse=True)
    named = {f"p{number}": pair for number, pair in enumerate(ordered)}
    between = [f"(?P<{name}>{_phrase(phrase)})" for name, (phrase, _term) in named.items() if not _runs_on(phrase)]
    within = [f"(?P<{name}>{_phrase(phrase)})" for name, (phrase, _term) in named.items() if _runs_on(phrase)]
    # Asked once for all, as most places of a text are no start of a word.
    parts = [rf"(?<![\w-])(?:{'|'.join(between)})(?![\w-])"] if between else []
    return regex.compile("|".join(parts + within)), {name: term for name, (_text, term) in named.items()}


def _runs_on(phrase: str) -> bool:
    """Say whether a phrase is in a script that sets no space between words."""
    return bool(_RUNS_ON.search(phrase))


def _phrase(phrase: str) -> str:
    """Return a pattern: after `=` these very letters are asked for, else capitals and plurals fit; `#` is a number."""
    exact, words = phrase.startswith("="), phrase.lstrip("=").replace("-", " ").split()
    pattern = r"[\s\-‐‑]+".join(r"[0-9]+" if word == "#" else regex.escape(word) for word in words)
    return pattern if exact or _runs_on(phrase) else f"(?i:{pattern}(?:’s|'s|s)?)"


def _patterns(listed: str) -> tuple[regex.Pattern[str], ...]:
    """Return a pattern for each group of words: groups stand apart by `&`, the words of a group by `|`."""
    return tuple(regex.compile(rf"(?i){_any(group)}") for group in listed.split("&") if group)


def _any(group: str) -> str:
    return "|".join(_SETS.get(word) or rf"\b{regex.escape(word)}\b" for word in group.split("|"))


def term_matches(text: str, language: str, terms: TermList = SHIPPED) -> Iterator[tuple[Term, int, int]]:
    """Yield terms with start (inclusive) and end (exclusive) in code points, whatever stands around them."""
    pattern, by_group = _patterns_of(terms)[language]
    for found in pattern.finditer(text):
        yield by_group[found.lastgroup or ""], found.start(), found.end()


def legal_name_spans(text: str) -> list[tuple[int, int]]:
    """Return names of laws: words with capitals, and small ones between them, one of which says that it is a law."""
    return [found.span() for found in _RUN.finditer(text) if _IS_LAW.search(found.group())]
