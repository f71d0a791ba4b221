"""How long copy is and for whom it reads, reckoned once for each text and not at every look."""

import hashlib
from dataclasses import dataclass
from threading import Lock

from cachetools import LRUCache, cached

from scheduler.content.domain.markdown import plain_text
from scheduler.content.domain.reading_level import ReadingLevel, reading_level
from scheduler.content.domain.reading_time import reading_minutes, word_count

KEPT_TEXTS = 512


@dataclass(frozen=True, slots=True)
class CopyLength:
    """How many words copy has, in how many minutes it is read, and for whom; `level` is None where in doubt."""

    words: int
    minutes: int
    level: ReadingLevel | None


@cached(LRUCache(KEPT_TEXTS), lambda text: hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest(), Lock())
def copy_length(text: str) -> CopyLength:
    """Return how long Markdown is as it is read, without its marks."""
    plain = plain_text(text)
    words = word_count(plain)
    return CopyLength(words, reading_minutes(words), reading_level(plain))
