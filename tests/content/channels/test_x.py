import pytest

from scheduler.content.channels.protocol import Remark, RemarkCode, Unit
from scheduler.content.channels.x import X


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("a" * 279, 279),
        ("a" * 280, 280),
        ("a" * 281, 281),
        ("日" * 140, 280),
        ("日" * 140 + "a", 281),
        ("👨‍👩‍👧‍👦" * 140, 280),
        ("👨‍👩‍👧‍👦" * 139 + "👍🏽👍", 282),
        ("a" * 256 + " https://example.org/" + "b" * 100, 280),
        ("a" * 257 + " https://example.org/" + "b" * 100, 281),
        ("e\u0301" * 280, 280),
    ],
)
def test_280_weighted_characters(text, used):
    found = X.count(text)

    assert (found.used, found.limit, found.unit, found.left) == (used, 280, Unit.WEIGHTED, 280 - used)
    assert found.over == (used > 280)


def test_an_estimated_weight_is_marked_and_blocks_nothing():
    found = X.count("a." * 100)

    assert found.remarks == (Remark(RemarkCode.ESTIMATED, 200, 280, blocks=False),)
    assert not found.over
