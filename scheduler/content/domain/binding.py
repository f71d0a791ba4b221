"""What a sign-off is for: the words as they were typed, and the texts that channels get of them."""

import hashlib
import json
from collections.abc import Mapping
from threading import Lock

from cachetools import LRUCache, cached

from scheduler.content.domain.composing import article_text, bare_post_text, post_text
from scheduler.content.domain.words import Words, canonical_json, normalise, words_from_json

# The number of the rules by which texts are pasted; release 0.2 had the first. Whoever changes what `pasted_texts`
# makes of any words raises it (a test says so): then the hashes of stored versions are computed anew as they are read.
PASTE_RULES = 2
# Of versions saved under other rules: a hash is computed once for each and not at every look.
KEPT_HASHES = 4096


def pasted_texts(words: Words) -> dict[str, str]:
    """Return every text that a channel may get of the words themselves; texts for single places are among the words."""
    return {
        "post": post_text(words),
        "post without warning": bare_post_text(words),
        "article": article_text(words),
    }


def words_hash(words: Words) -> str:
    """Return what a sign-off is for, as 64 hexadecimal digits; the second formula.

    Two digits for PASTE_RULES, then 62 of the SHA-256 of the canonical JSON of the words together with the texts that
    are pasted on channels, character for character. So a yes holds for what goes out: if a later release makes other
    texts of the same words, it is void. The names of channels are no part of it: which of them are used is the plan,
    and may change.
    """
    kept = normalise(words)
    return hash_of(canonical_json(kept), pasted_texts(kept))


def hash_of(words: str, pasted: Mapping[str, str], rules: int = PASTE_RULES) -> str:
    """Return the hash of canonical words and the texts that rules of that number paste."""
    content = {"formula": 2, "words": words, "pasted": dict(pasted)}
    digest = _digest(json.dumps(content, sort_keys=True, ensure_ascii=True, separators=(",", ":")))
    return f"{rules:02x}{digest[2:]}"


def first_formula(words: str) -> str:
    """Return the hash of canonical words alone, which sign-offs were for until release 0.2."""
    return _digest(words)


def present_hash(stored: str, words: str) -> str:
    """Return what a sign-off of a stored version is for today.

    A version of the first formula keeps its hash: those sign-offs were for the words as typed, which is what is pasted
    now. One of other rules keeps it if this release pastes the same texts of its words; else it gets another, so that
    a yes to what is not pasted any more is void.

    Args:
        stored: the hash that was stored with the version.
        words: the canonical JSON of its words.
    """
    return stored if stored.startswith(f"{PASTE_RULES:02x}") else _hash_of_today(stored, words)


def _hash_key(stored: str, words: str) -> str:
    """Return the stored hash, which is another for other words."""
    del words
    return stored


@cached(LRUCache(KEPT_HASHES), _hash_key, Lock())
def _hash_of_today(stored: str, words: str) -> str:
    if stored == first_formula(words):
        return stored
    today = words_hash(words_from_json(words))
    return stored if stored[2:] == today[2:] else today


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()
