"""Texts of the product within calendar entries: kept as a code with what is filled in, and worded when they are shown.

So publishing in any language stores the same, and everybody reads their own.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

PHRASES_FORM = 3
"""The first form of stored parts (`ical.PARTS_FORM`) whose entries keep codes; before it, words in English."""

Values = Mapping[str, str | Sequence[str]]

_REMEMBERED = 16_384
# Typed text never holds these: folding takes control characters out.
_TERM_SIGN = "\x0e"
_TERM_DIGITS = str.maketrans("0123456789abcdef", "".join(map(chr, range(0x10, 0x20))))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A whole text of the product, as its writer's `entry_texts.py` words it.

    Args:
        code: which text.
        values: what people have typed, and plain data, to be filled in.
        terms: codes of the product's vocabulary to be filled in, such as `{"channel": ["x"]}`; by their names in the
            reader's language the entry is found.
        own: what people have typed of all this. It is stored beside: a title is sorted and filled in by it, and the
            entry is found by its words.
    """

    code: str
    values: Mapping[str, str] = field(default_factory=dict)
    terms: Mapping[str, Sequence[str]] = field(default_factory=dict)
    own: str = ""


Text = str | Phrase
"""What a writer says: people's own words as they are, or a text of the product."""


@dataclass(frozen=True, slots=True)
class StoredPhrase:
    """A phrase as it was stored, less people's own words."""

    code: str
    values: Values
    terms: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Phrases:
    """The phrases among an entry's texts."""

    title: StoredPhrase | None = None
    description: StoredPhrase | None = None
    label: StoredPhrase | None = None


NO_PHRASES = Phrases()


def own_text(text: Text) -> str:
    """Return what of a text people have typed."""
    return text if isinstance(text, str) else text.own


def stored_phrases(title: Text, description: Text, label: Text) -> str:
    """Return what is stored of the phrases among these texts: "" if there are none, the same for the same."""
    texts = {"title": title, "description": description, "label": label}
    kept = {name: _plain(text) for name, text in texts.items() if isinstance(text, Phrase)}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":")) if kept else ""


def _plain(phrase: Phrase) -> list[object]:
    terms = {name: list(codes) for name, codes in phrase.terms.items()}
    return [phrase.code, dict(phrase.values), terms]


@lru_cache(maxsize=_REMEMBERED)
def read_phrases(stored: str) -> Phrases:
    """Return the phrases that were stored."""
    if not stored:
        return NO_PHRASES
    kept = json.loads(stored)
    return Phrases(**{name: _read(*kept[name][:3]) for name in ("title", "description", "label") if name in kept})


def _read(code: str, values: dict[str, str], terms: dict[str, list[str]]) -> StoredPhrase:
    return StoredPhrase(code, MappingProxyType({**values, **terms}), MappingProxyType(terms))


def phrases_of_form(stored: str, parts_form: int) -> str:
    """Return what counts of stored phrases: nothing once a program that knows none has written the entry again."""
    return stored if parts_form >= PHRASES_FORM else ""


def described_state(stored: str) -> str:
    """Return the code of the state that a stored description names; empty if it names none."""
    described = read_phrases(stored).description
    return next(iter(described.terms.get("state", ())), "") if described is not None else ""


def search_terms(stored: str) -> str:
    """Return the signs by which an entry is found for what its phrases say, whatever the language of who asks."""
    phrases = read_phrases(stored)
    found = [term_sign("title", phrases.title.code)] if phrases.title else []
    for phrase in (phrases.title, phrases.description, phrases.label):
        if phrase is not None:
            found += [term_sign(name, code) for name, codes in sorted(phrase.terms.items()) for code in codes]
    return "".join(dict.fromkeys(found))


def term_sign(name: str, code: str) -> str:
    """Return the sign of a term within search text: no text that somebody types holds it or a part of it."""
    digest = hashlib.sha256(f"{name}:{code}".encode()).hexdigest()[:8]
    return _TERM_SIGN + digest.translate(_TERM_DIGITS)
