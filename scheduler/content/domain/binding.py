"""What a sign-off is for: the text as it was typed, and the texts that channels get of it."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from threading import Lock

from cachetools import LRUCache, cached

from scheduler.content.domain.item_text import ItemText, canonical_json, normalise, text_from_json
from scheduler.content.domain.post_text import article_text, bare_post_text, post_text, text_in_one, thread_texts
from scheduler.content.domain.threads import SEPARATOR, in_one, is_thread, parts

# The number of the rules by which texts are pasted; release 0.2 had the first. Whoever changes what `pasted_texts`
# makes of any text raises it (a test says so): then the hashes of stored versions are computed anew as they are read.
PASTE_RULES = 2
# Of copy with separators of a thread, which alone is pasted otherwise since there are threads: all other copy keeps its
# number and its hash. Whoever raises either takes the next number that neither has had.
THREAD_RULES = 3
# Those that paste what was typed. A sign-off of release 0.2, which was for the text as typed alone, counts under them
# and no others.
RULES_OF_TYPED_TEXT = 2
# Of versions saved under other rules: a hash is computed once for each and not at every look.
KEPT_HASHES = 4096


def pasted_texts(text: ItemText) -> dict[str, str]:
    """Return every text that a channel may get of the item's text; texts for single places are part of it.

    Where separators are typed, these are the texts of a post and of all other kinds: the kind is part of the plan.
    """
    composed = {name: compose(text) for name, compose in _COMPOSERS.items()}
    return composed | dict(_thread_texts(text)) if holds_thread(text) else composed


def holds_thread(text: ItemText) -> bool:
    """Say whether the text, or one for a single place, has separators of a thread."""
    return is_thread(text.body) or any(is_thread(variant.text) for variant in text.variants)


def _thread_texts(text: ItemText) -> Iterator[tuple[str, str]]:
    """Yield by name what is pasted of a post with separators, on networks that know threads and on others."""
    for name, compose in _COMPOSERS.items():
        yield from _numbered(name, thread_texts(text, None, compose))
        yield f"{name} in one", text_in_one(text, None, compose)
    for variant in text.variants:
        name = json.dumps(variant.place)
        yield from _numbered(name, parts(variant.text))
        yield f"{name} in one", in_one(variant.text)


def _numbered(name: str, texts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    return ((f"{name} {number} of {len(texts)}", text) for number, text in enumerate(texts, start=1))


_COMPOSERS: dict[str, Callable[[ItemText], str]] = {
    "post": post_text,
    "post without warning": bare_post_text,
    "article": article_text,
}


def text_hash(text: ItemText) -> str:
    """Return what a sign-off is for, as 64 hexadecimal digits; the second formula.

    Two digits for the number of the rules, then 62 of the SHA-256 of the canonical JSON of the text together with the
    texts that are pasted on channels, character for character. So a yes holds for what goes out: if a later release
    makes other texts of the same text, it is void. The names of channels are no part of it: which of them are used is
    the plan, and may change.
    """
    kept = normalise(text)
    return hash_of(canonical_json(kept), pasted_texts(kept), THREAD_RULES if holds_thread(kept) else PASTE_RULES)


def hash_of(text: str, pasted: Mapping[str, str], rules: int = PASTE_RULES) -> str:
    """Return the hash of canonical text and the texts that rules of that number paste."""
    content = {"formula": 2, "words": text, "pasted": dict(pasted)}
    digest = _digest(json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":")))
    return f"{rules:02x}{digest[2:]}"


def first_formula(text: str) -> str:
    """Return the hash of canonical text alone, which sign-offs were for until release 0.2."""
    return _digest(text)


@dataclass(frozen=True, slots=True)
class PasteRules:
    """What some release pastes of a text, and the number of its rules."""

    number: int = PASTE_RULES
    texts: Callable[[ItemText], Mapping[str, str]] = pasted_texts


PRESENT = PasteRules()
PRESENT_OF_THREADS = PasteRules(THREAD_RULES)


def _present_key(stored: str, text: str, rules: PasteRules | None = None) -> tuple[str, PasteRules | None]:
    """Return the stored hash, which is another for other text, and the rules."""
    del text
    return stored, rules


# Many answers are to few texts, and each of these may be long.
@cached(LRUCache(KEPT_HASHES), _present_key, Lock())
def present_hash(stored: str, text: str, rules: PasteRules | None = None) -> str:
    """Return what a new sign-off of a stored version is for: always the text with the texts that are pasted now.

    Args:
        stored: the hash that was stored with the version, by whatever formula and rules.
        text: the canonical JSON of its text.
        rules: of the release that asks; None for those of today.
    """
    rules = rules or _rules_today(stored, text)
    # One in 256 hashes of the first formula begins with the number of the rules, too.
    is_present = stored.startswith(f"{rules.number:02x}") and stored != first_formula(text)
    return stored if is_present else _hash_under(stored, text, rules)


def _counted_key(
    given: str, stored: str, text: str, rules: PasteRules | None = None
) -> tuple[str, str, PasteRules | None]:
    """Return both hashes, of which the stored one is another for other text, and the rules."""
    del text
    return given, stored, rules


@cached(LRUCache(KEPT_HASHES), _counted_key, Lock())
def counted_hash(given: str, stored: str, text: str, rules: PasteRules | None = None) -> str:
    """Return the present hash of a stored version if a recorded answer counts for it, else the answer's own hash.

    It counts if the same texts of the same text were pasted when it was given, whatever the number of the rules then.
    An answer of the first formula says nothing about what is pasted: it counts for the version that it was given to,
    as long as the rules are those that paste what was typed.

    Args:
        given: the hash that was stored with the answer.
        stored: the hash that was stored with the version.
        text: the canonical JSON of its text.
        rules: of the release that asks; None for those of today.
    """
    rules = rules or _rules_today(stored, text)
    today = present_hash(stored, text, rules)
    if same_texts(given, today):
        return today
    is_first = given == stored == first_formula(text)
    return today if is_first and rules.number == RULES_OF_TYPED_TEXT else given


def same_texts(one: str, other: str) -> bool:
    """Say whether two hashes are of the same text and pasted texts; the number of the rules may differ."""
    return one[2:] == other[2:]


def _rules_today(stored: str, text: str) -> PasteRules:
    """Return by which rules the stored text is pasted; only those with three dashes are looked at closely."""
    return PRESENT_OF_THREADS if SEPARATOR in text and _stored_holds_thread(stored, text) else PRESENT


def _text_key(stored: str, text: str) -> str:
    """Return the stored hash, which is another for other text."""
    del text
    return stored


@cached(LRUCache(KEPT_HASHES), _text_key, Lock())
def _stored_holds_thread(stored: str, text: str) -> bool:
    del stored
    return holds_thread(text_from_json(text))


def _hash_key(stored: str, text: str, rules: PasteRules) -> tuple[str, PasteRules]:
    """Return the stored hash, which is another for other text, and the rules."""
    del text
    return stored, rules


@cached(LRUCache(KEPT_HASHES), _hash_key, Lock())
def _hash_under(stored: str, text: str, rules: PasteRules) -> str:
    del stored
    kept = normalise(text_from_json(text))
    return hash_of(canonical_json(kept), rules.texts(kept), rules.number)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()
