import pytest

from scheduler.content.channels.mastodon import MASTODON
from scheduler.content.channels.protocol import Unit
from scheduler.content.domain.item_text import ItemText

LONG_LINK = "https://example.org/" + "b" * 300


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("a" * 499, 499),
        ("a" * 500, 500),
        ("a" * 501, 501),
        ("👨‍👩‍👧‍👦" * 500, 500),
        ("a" * 476 + " " + LONG_LINK, 500),
        ("a" * 477 + " " + LONG_LINK, 501),
        ("a" * 476 + " http://e.org", 500),
        ("example.org", 11),
        ("@ligaya@social.kaagapay.example hi", 10),
        ("mail ligaya@kaagapay.example", 28),
    ],
)
def test_500_characters_with_links_as_23(text, used):
    found = MASTODON.count(text)

    assert (found.used, found.limit, found.unit, found.over) == (used, 500, Unit.GRAPHEMES, used > 500)


def test_the_warning_counts_with_the_text():
    assert MASTODON.count("a" * 490, "0123456789").used == 500
    assert MASTODON.count("a" * 490, "0123456789!").over


def test_the_warning_has_its_own_field():
    text = ItemText(body="Text", content_warning="mentions abuse")

    assert MASTODON.has_warning_field
    assert MASTODON.compose(text) == "Text"
