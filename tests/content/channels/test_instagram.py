import pytest

from scheduler.content.channels.instagram import INSTAGRAM
from scheduler.content.channels.protocol import Count, Remark, RemarkCode, Unit


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("a" * 2199, 2199),
        ("a" * 2200, 2200),
        ("a" * 2201, 2201),
        ("👍" * 1100, 2200),
        ("👍" * 1100 + "a", 2201),
        ("a" * 2179 + " https://example.org/", 2200),
        ("a" * 2180 + " https://example.org/", 2201),
    ],
)
def test_2200_characters(text, used):
    assert INSTAGRAM.count(text) == Count(used, 2200, Unit.CHARACTERS, over=used > 2200)


@pytest.mark.parametrize(("hashtags", "over"), [(4, False), (5, False), (6, True)])
def test_five_hashtags(hashtags, over):
    found = INSTAGRAM.count(" ".join(f"#tag{number}" for number in range(hashtags)))

    assert found.over == over
    assert found.remarks == ((Remark(RemarkCode.TOO_MANY_HASHTAGS, 6, 5, blocks=True),) if over else ())


def test_a_hashtag_inside_an_address_is_none():
    assert INSTAGRAM.count("#a #b #c #d #e https://example.org/#f").remarks == ()
