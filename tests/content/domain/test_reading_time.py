"""How long a text is, in words and minutes."""

import pytest

from scheduler.content.domain.reading_time import WORDS_PER_MINUTE, reading_minutes, word_count


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("— … !", 0),
        ("Forty-one organisations, 1,470 victims; 22-0 (91.5 %).", 6),
        ("It’s the children's day", 4),
        ("first,second", 2),
        ("日本語 text", 4),
        ("انهاء الاتجار", 2),
        ("हिन्दी में", 2),
    ],
)
def test_words(text: str, words: int) -> None:
    assert word_count(text) == words


@pytest.mark.parametrize(
    ("words", "minutes"), [(0, 0), (1, 1), (WORDS_PER_MINUTE, 1), (WORDS_PER_MINUTE + 1, 2), (2_380, 10)]
)
def test_minutes(words: int, minutes: int) -> None:
    assert reading_minutes(words) == minutes
