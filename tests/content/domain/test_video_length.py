"""How long a video is, and how long its script takes to read aloud."""

import pytest

from scheduler.content.domain.reading_time import seconds_aloud
from scheduler.content.domain.video_length import as_length, seconds_of


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("1:30", 90),
        ("0:05", 5),
        (" 12:00 ", 720),
        ("90:00", 5400),
        ("1:05:00", 3900),
        ("90", None),
        ("1:60", None),
        ("1:75:00", None),
        ("1:3", None),
        ("-1:30", None),
        ("١:٣٠", None),
        ("", None),
    ],
)
def test_a_length_is_minutes_and_seconds(typed: str, seconds: int | None) -> None:
    assert seconds_of(typed) == seconds


def test_a_length_is_written_in_one_way() -> None:
    assert [as_length(seconds) for seconds in (5, 90, 3600, 3905)] == ["0:05", "1:30", "1:00:00", "1:05:05"]


def test_a_script_is_read_at_183_words_a_minute() -> None:
    assert [seconds_aloud(words) for words in (0, 1, 183, 397)] == [0, 5, 60, 130]
