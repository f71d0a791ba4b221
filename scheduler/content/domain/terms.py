"""The list of terms to avoid, and where they stand in a text."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
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


@cache
def _lists() -> dict[str, tuple[regex.Pattern[str], dict[str, Term]]]:
    """Return by language a pattern of all phrases, whose groups are named by place, and the terms by name of group."""
    phrases: dict[str, list[tuple[str, Term]]] = {}
    with LIST.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            conditions = (_patterns(row["only_with"]), _patterns(row["unless_with"]))
            term = Term(row["slug"], row["prefer"], row["reason"], *conditions)
            phrases.setdefault(row["language"], []).extend((phrase, term) for phrase in row["avoid"].split("|"))
    return {language: _compiled(found) for language, found in phrases.items()}


def _compiled(phrases: list[tuple[str, Term]]) -> tuple[regex.Pattern[str], dict[str, Term]]:
    # The longest first, so that a phrase within another is not found instead of it.
    ordered = sorted(phrases, key=lambda pair: len(pair[0]), reverse=True)
    parts = [f"(?P<p{number}>{_phrase(phrase)})" for number, (phrase, _term) in enumerate(ordered)]
    terms = {f"p{number}": term for number, (_phrase_, term) in enumerate(ordered)}
    return regex.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])"), terms


def _phrase(phrase: str) -> str:
    """Return a pattern: after `=` these very letters are asked for, else capitals and plurals fit; `#` is a number."""
    exact, words = phrase.startswith("="), phrase.lstrip("=").replace("-", " ").split()
    pattern = r"[\s\-‐‑]+".join(r"[0-9]+" if word == "#" else regex.escape(word) for word in words)
    return pattern if exact else f"(?i:{pattern}(?:’s|'s|s)?)"


def _patterns(listed: str) -> tuple[regex.Pattern[str], ...]:
    """Return a pattern for each group of words: groups stand apart by `&`, the words of a group by `|`."""
    return tuple(regex.compile(rf"(?i){_any(group)}") for group in listed.split("&") if group)


def _any(group: str) -> str:
    return "|".join(_SETS.get(word) or rf"\b{regex.escape(word)}\b" for word in group.split("|"))


LANGUAGES = ("en",)
"""The languages of the list."""


def term_matches(text: str, language: str) -> Iterator[tuple[Term, int, int]]:
    """Yield terms with start (inclusive) and end (exclusive) in code points, whatever stands around them."""
    pattern, terms = _lists()[language]
    for found in pattern.finditer(text):
        yield terms[found.lastgroup or ""], found.start(), found.end()


def legal_name_spans(text: str) -> list[tuple[int, int]]:
    """Return names of laws: words with capitals, and small ones between them, one of which says that it is a law."""
    return [found.span() for found in _RUN.finditer(text) if _IS_LAW.search(found.group())]
