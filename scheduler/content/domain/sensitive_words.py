"""Words that say that copy is about abuse, suicide or trafficking of children, by the list that ships."""

import csv
import hashlib
from functools import cache
from pathlib import Path
from threading import Lock

import regex
from cachetools import LRUCache, cached

LIST = Path(__file__).parent.parent / "data" / "sensitive_words.csv"
KEPT_TEXTS = 2048


def _key(text: str, language: str = "") -> tuple[bytes, str]:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(), language


# A text is looked through once, and not at every look at its page.
@cached(LRUCache(KEPT_TEXTS), _key, Lock())
def first_sensitive_words(text: str, language: str = "") -> str:
    """Return the first such words as they stand in a text; "" for none.

    `language` is a BCP 47 tag, empty where nobody said which: then every language of the list is looked for.
    """
    pattern = _pattern(language)
    found = pattern.search(text) if pattern else None
    return found.group() if found else ""


def sensitive_words(text: str, language: str = "") -> frozenset[str]:
    """Return all such words of a text, in small letters."""
    pattern = _pattern(language)
    return frozenset(found.group().casefold() for found in pattern.finditer(text)) if pattern else frozenset()


def _pattern(language: str) -> regex.Pattern[str] | None:
    return _patterns().get(language.partition("-")[0].lower())


@cache
def _patterns() -> dict[str, regex.Pattern[str]]:
    """Return a pattern by language; that of "" has all of them."""
    with LIST.open(encoding="utf-8", newline="") as file:
        words = {row["language"]: row["words"].split("|") for row in csv.DictReader(file)}
    words[""] = [word for listed in words.values() for word in listed]
    return {language: _compiled(listed) for language, listed in words.items()}


def _compiled(words: list[str]) -> regex.Pattern[str]:
    parts = (regex.escape(word).replace("’", "['’]") for word in sorted(set(words), key=len, reverse=True))
    return regex.compile(rf"(?i)(?<![\w-])(?:{'|'.join(parts)})(?![\w-])")
