import pytest

from scheduler.content.channels.protocol import Remark, RemarkCode, Unit
from scheduler.content.channels.threads import THREADS


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("a" * 499, 499),
        ("a" * 500, 500),
        ("a" * 501, 501),
        ("日" * 500, 500),
        ("👍" * 125, 500),
        ("👍" * 125 + "a", 501),
        ("👨‍👩‍👧‍👦" * 20, 500),
        ("a" * 479 + " https://example.org/", 500),
        ("a" * 480 + " https://example.org/", 501),
    ],
)
def test_500_characters_with_emoji_as_bytes(text, used):
    found = THREADS.count(text)

    assert (found.used, found.limit, found.unit) == (used, 500, Unit.CHARACTERS_EMOJI_AS_BYTES)
    assert found.over == (used > 500)


def test_a_sixth_different_link_is_refused():
    five = " ".join(f"https://e.org/{number}" for number in range(4)) + " www.e.org"

    assert not THREADS.count(f"{five} https://e.org/0").over
    found = THREADS.count(f"{five} https://e.org/6")
    assert found.over
    assert found.remarks == (Remark(RemarkCode.TOO_MANY_LINKS, 6, 5, blocks=True),)


def test_a_second_hashtag_is_remarked_and_not_refused():
    found = THREADS.count("#one #two")

    assert not found.over
    assert found.remarks == (Remark(RemarkCode.ONLY_FIRST_HASHTAG_WORKS, 2, 1, blocks=False),)
    assert THREADS.count("#one").remarks == ()
