"""How hard a text is to read, by Flesch's formula and what was published for other languages.

Each reckons with the words of a sentence and the syllables of a word, counted by the patterns of `pyphen`:

- English: Flesch (1948), A new readability yardstick, Journal of Applied Psychology 32(3).
- German: Amstad (1978), Wie verständlich sind unsere Zeitungen?, University of Zurich.
- French: Kandel and Moles (1958), Application de l'indice de Flesch à la langue française, Cahiers d'Études de
  Radio-Télévision 19.
- Spanish: Fernández Huerta (1959), Medidas sencillas de lecturabilidad, Consigna 214, with sentences in words.
- Italian: Franchina and Vacca (1986), Adaptation of Flesch readability index on a bilingual text, Linguaggi 3.
- Dutch: Douma (1960), De leesbaarheid van landbouwbladen, Wageningen.

What a score means is Flesch's own scale (1949, The Art of Readable Writing): from 60 on plain, from 50 on secondary
school, below that university.
"""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import islice

import regex
from pyphen import Pyphen

from scheduler.content.domain.sentences import sentence_spans

FEWEST_WORDS = 60
"""Below that, one long name makes a score."""

MOST_WORDS = 3_000
"""Of a longer text the beginning is enough."""

_PLAIN, _SECONDARY = 60, 50
_VOWEL = regex.compile(r"(?i)[aeiouyáàâäãåæéèêëíìîïóòôöõøœúùûüýÿ]")
_WORD = regex.compile(r"\p{L}[\p{L}\p{M}'’]*+")


class ReadingLevel(StrEnum):
    """For whom a text reads."""

    PLAIN = "plain"
    SECONDARY = "secondary"
    UNIVERSITY = "university"


@dataclass(frozen=True, slots=True)
class _Formula:
    """`base - per_sentence * words per sentence - per_word * syllables per word`; `patterns` names those of pyphen."""

    base: float
    per_sentence: float
    per_word: float
    patterns: str
    common: frozenset[str]


def _formula(base: float, per_sentence: float, per_word: float, patterns: str, common: str) -> _Formula:
    return _Formula(base, per_sentence, per_word, patterns, frozenset(common.split()))


# The last are words that tell a language from the others.
_FORMULAS = {
    "en": _formula(206.835, 1.015, 84.6, "en_US", "the and of to is that for with was are this by from which"),
    "de": _formula(180.0, 1.0, 58.5, "de_DE", "der die und das ist nicht mit von den ein eine zu sich auf für"),
    "fr": _formula(207.0, 1.015, 73.6, "fr", "le les et des est une dans que qui pour pas sur aux du"),
    "es": _formula(206.84, 1.02, 60.0, "es", "el los las y una es por con para del que más pero en"),
    "it": _formula(217.0, 1.3, 60.0, "it_IT", "il gli di che è una per non sono della nel con più alla"),
    "nl": _formula(206.84, 0.93, 77.0, "nl_NL", "het een en van dat niet zijn voor met op aan ook wordt bij"),
}


def reading_level(text: str, language: str = "") -> ReadingLevel | None:
    """Return for whom plain text reads; None for a short one, and in a language without a formula.

    `language` is a BCP 47 tag; where nobody said which, it is told by common words, if they leave no doubt.
    """
    score = reading_ease(text, language)
    if score is None:
        return None
    if score >= _PLAIN:
        return ReadingLevel.PLAIN
    return ReadingLevel.SECONDARY if score >= _SECONDARY else ReadingLevel.UNIVERSITY


def reading_ease(text: str, language: str = "") -> float | None:
    """Return the score, from about 100 (easy) down to below 0; None as `reading_level`."""
    starts = list(islice(((found.start(), found.group()) for found in _WORD.finditer(text)), MOST_WORDS))
    if len(starts) < FEWEST_WORDS:
        return None
    words = [word.casefold() for _start, word in starts]
    formula = _FORMULAS.get(language.partition("-")[0].lower() or _language_of(words))
    if formula is None:
        return None
    sentences = _sentences(text, starts[-1][0])
    syllables = sum(count * syllable_count(word, formula.patterns) for word, count in Counter(words).items())
    return formula.base - formula.per_sentence * len(words) / sentences - formula.per_word * syllables / len(words)


def syllable_count(word: str, patterns: str) -> int:
    """Return in how many parts with a vowel the patterns part a word, at least one."""
    ends = [*_hyphenator(patterns).positions(word), len(word)]
    starts = [0, *ends[:-1]]
    return max(1, sum(1 for start, end in zip(starts, ends, strict=True) if _VOWEL.search(word, start, end)))


@cache
def _hyphenator(patterns: str) -> Pyphen:
    # Printers leave two letters at each end; who counts syllables does not.
    return Pyphen(lang=patterns, left=1, right=1)


def _sentences(text: str, last: int) -> int:
    """Return how many sentences with a word in them begin up to a place, at least one."""
    spans = (span for span in sentence_spans(text) if span[0] <= last)
    return max(1, sum(1 for start, end in spans if _WORD.search(text, start, end)))


def _language_of(words: list[str]) -> str:
    """Return the language whose common words are the most frequent, by twice as many as the next; "" in doubt."""
    counted = Counter(words)
    found = sorted(
        ((sum(counted[word] for word in formula.common), language) for language, formula in _FORMULAS.items()),
        reverse=True,
    )
    (best, language), (second, _other) = found[0], found[1]
    return language if best * 20 >= len(words) and best >= 2 * second else ""
