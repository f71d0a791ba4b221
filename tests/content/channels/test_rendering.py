"""What is to be pasted where."""

from uuid import uuid4

from scheduler.content.channels.registry import CHANNELS
from scheduler.content.channels.rendering import publications
from scheduler.content.domain.item_text import ItemText, Variant
from tests.costs import calls

ITEM_TEXT = ItemText(
    title="Title",
    body="For all.",
    content_warning="violence",
    variants=(
        Variant("x", "", "On X."),
        Variant("", "fr", "Pour tous."),
        Variant("mastodon", "", "Harbour on Mastodon.", organisation_id=7),
        Variant("linkedin", "", "Elsewhere."),
    ),
)


def found(*slugs: str) -> list[tuple[str, str, int | None, str]]:
    return [(row.channel.slug, row.language, row.organisation_id, row.text) for row in publications(ITEM_TEXT, slugs)]


def test_each_channel_has_its_text_and_those_for_languages_and_organisations():
    assert found("x", "mastodon") == [
        ("x", "", None, "On X."),
        ("x", "fr", None, "Pour tous."),
        ("mastodon", "", None, "For all."),
        ("mastodon", "fr", None, "Pour tous."),
        ("mastodon", "", 7, "Harbour on Mastodon."),
    ]


def test_a_text_for_the_channel_comes_before_one_for_all():
    text = ItemText(body="Body", variants=(Variant("", "fr", "Pour tous."), Variant("x", "fr", "Sur X.")))

    assert [row.text for row in publications(text, ["x"])] == ["Body", "Sur X."]


def test_unknown_channels_are_left_out():
    assert publications(ITEM_TEXT, ["pigeon"]) == ()


def test_a_warning_field_of_its_own_is_filled_and_counted():
    mastodon, bluesky = publications(ITEM_TEXT, ["mastodon", "bluesky"])[0], publications(ITEM_TEXT, ["bluesky"])[0]

    assert (mastodon.warning, "violence" in mastodon.text) == ("violence", False)
    assert mastodon.count.used == len("violence") + len("For all.")
    assert bluesky.warning == ""


def test_a_text_is_put_together_and_counted_once_for_all_who_look_at_it():
    text = ItemText(body=f"*{uuid4()}* " + "A family 👨‍👩‍👧 asks. " * 200)

    first, again = (calls(lambda: publications(text, CHANNELS)) for _look in range(2))

    assert again < first / 50
