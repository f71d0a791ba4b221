import pytest

from scheduler.content.channels.facebook import FACEBOOK
from scheduler.content.channels.protocol import Count, Unit


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("a" * 63_205, 63_205),
        ("a" * 63_206, 63_206),
        ("a" * 63_207, 63_207),
        ("👍" * 31_603, 63_206),
        ("👍" * 31_603 + "a", 63_207),
        ("a" * 63_185 + " https://example.org/", 63_206),
    ],
)
def test_63206_characters(text, used):
    assert FACEBOOK.count(text) == Count(used, 63_206, Unit.CHARACTERS, over=used > 63_206)
