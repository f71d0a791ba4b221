import pytest

from scheduler.content.channels.linkedin import LINKEDIN
from scheduler.content.channels.protocol import Count, Unit


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("a" * 2999, 2999),
        ("a" * 3000, 3000),
        ("a" * 3001, 3001),
        ("👍" * 1500, 3000),
        ("👍" * 1500 + "a", 3001),
        ("a" * 2979 + " https://example.org/", 3000),
        ("a" * 2980 + " https://example.org/", 3001),
    ],
)
def test_3000_characters(text, used):
    assert LINKEDIN.count(text) == Count(used, 3000, Unit.CHARACTERS, over=used > 3000)
