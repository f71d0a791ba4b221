"""Copy that a channel does not take, as a check."""

from dataclasses import replace

from scheduler.content.checks.length import Length
from scheduler.content.checks.protocol import Draft, TooLong
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind

DRAFT = Draft(ItemText(body="x"), Kind.POST, too_long=(TooLong("x", "", 12), TooLong("bluesky", "fr", 0)))


def test_each_channel_and_language_is_pointed_out_by_itself() -> None:
    over, refused = Length().find(DRAFT)
    assert (over.channel, over.language, refused.channel, refused.language) == ("x", "", "bluesky", "fr")
    assert "12" in Length().advice(over).render()
    assert "refuses" in Length().advice(refused).render()


def test_what_is_out_is_not_measured_any_more() -> None:
    assert list(Length().find(replace(DRAFT, is_published=True))) == []
