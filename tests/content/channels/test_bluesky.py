import pytest

from scheduler.content.channels.bluesky import BLUESKY
from scheduler.content.channels.protocol import Remark, RemarkCode, Unit

FAMILY = "👨‍👩‍👧‍👦"  # 25 bytes


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("a" * 299, 299),
        ("a" * 300, 300),
        ("a" * 301, 301),
        ("👍" * 300, 300),
        ("👍" * 301, 301),
        ("e\u0301" * 300, 300),
        ("a" * 279 + " https://example.org/", 300),
        ("a" * 280 + " https://example.org/", 301),
    ],
)
def test_300_graphemes_with_links_in_full(text, used):
    found = BLUESKY.count(text)

    assert (found.used, found.limit, found.unit, found.over) == (used, 300, Unit.GRAPHEMES, used > 300)
    assert found.remarks == ()


@pytest.mark.parametrize(
    ("extra", "size", "over"), [("", 2975, False), ("a" * 25, 3000, False), ("a" * 26, 3001, True)]
)
def test_3000_bytes(extra, size, over):
    found = BLUESKY.count(FAMILY * 119 + extra)

    assert found.over == over
    assert found.remarks == ((Remark(RemarkCode.TOO_MANY_BYTES, size, 3000, blocks=True),) if over else ())
