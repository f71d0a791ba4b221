from scheduler.content.channels.protocol import Count, Unit
from scheduler.content.channels.website import WEBSITE
from scheduler.content.domain.item_text import ItemText


def test_there_is_no_limit_and_a_reader_s_characters_are_counted():
    assert WEBSITE.count("a👨‍👩‍👧‍👦" * 50_000) == Count(100_000, None, Unit.GRAPHEMES, over=False)
    assert WEBSITE.count("").left is None


def test_the_title_stands_above_the_text():
    assert WEBSITE.compose(ItemText(title="Title", body="*Body*")) == "Title\n\nBody"
