"""Words that say that copy is about abuse, suicide or trafficking of children, by the list that ships."""

import csv
from functools import cache
from pathlib import Path

import regex

LIST = Path(__file__).parent.parent / "data" / "sensitive_words.csv"


def first_sensitive_words(text: str, language: str = "") -> str:
    """Return the first such words as they stand in a text; "" for none.

    `language` is a BCP 47 tag, empty where nobody said which: then every language of the list is looked for.
    """
    known = language.partition("-")[0].lower()
    if known and known not in _patterns():
        return ""
    found = _patterns()[known].search(text)
    return found.group() if found else ""


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
