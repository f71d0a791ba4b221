"""How many words a text has, and how long people need to read it."""

import regex

# Brysbaert (2019), How many words do we read per minute?, Journal of Memory and Language 109: 238 words of English
# non-fiction, read silently by adults.
WORDS_PER_MINUTE = 238

# The same: 183 words of English, read aloud.
WORDS_ALOUD_PER_MINUTE = 183
# An estimate is no better than that.
ALOUD_STEP_SECONDS = 5

# Letters of a script without spaces count one by one, as editors count them; a point or comma joins digits alone.
_ONE_BY_ONE = r"[\p{Han}\p{Hiragana}\p{Katakana}]"
_CHAR = rf"[[\p{{L}}\p{{M}}\p{{N}}]--{_ONE_BY_ONE}]"
_WORD = regex.compile(rf"{_ONE_BY_ONE}|{_CHAR}+(?:(?:['’\-‐‑]|(?<=\p{{N}})[.,](?=\p{{N}})){_CHAR}+)*+", regex.VERSION1)


def word_count(text: str) -> int:
    """Return the number of words in plain text; a number or a word with a hyphen is one."""
    return sum(1 for _word in _WORD.finditer(text))


def reading_minutes(words: int) -> int:
    """Return how long the words take to read, in whole minutes, rounded up; 0 for none."""
    return -(-words // WORDS_PER_MINUTE)


def seconds_aloud(words: int) -> int:
    """Return how long the words take to read aloud, in seconds, to the nearest five; at least five for any."""
    steps = round(words * 60 / WORDS_ALOUD_PER_MINUTE / ALOUD_STEP_SECONDS)
    return max(steps, 1) * ALOUD_STEP_SECONDS if words else 0
