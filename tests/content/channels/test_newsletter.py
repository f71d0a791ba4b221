from scheduler.content.channels.newsletter import NEWSLETTER
from scheduler.content.channels.protocol import Count, Unit
from scheduler.content.domain.item_text import ItemText


def test_there_is_no_limit_and_a_reader_s_characters_are_counted():
    assert NEWSLETTER.count("a👨‍👩‍👧‍👦" * 50_000) == Count(100_000, None, Unit.GRAPHEMES, over=False)
    assert NEWSLETTER.count("").left is None


def test_the_title_stands_above_the_text():
    assert NEWSLETTER.compose(ItemText(title="Title", body="*Body*")) == "Title\n\nBody"
