"""What is to be pasted where."""

from uuid import uuid4

from scheduler.content.channels.registry import CHANNELS
from scheduler.content.channels.rendering import publications
from scheduler.content.domain.item_text import ItemText, Variant
from scheduler.content.domain.kinds import Kind
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
    return [
        (row.channel.slug, row.language, row.organisation_id, row.text)
        for row in publications(ITEM_TEXT, slugs, Kind.POST)
    ]


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

    assert [row.text for row in publications(text, ["x"], Kind.POST)] == ["Body", "Sur X."]


THREAD = ItemText(
    body="One *word*.\n---\nTwo.",
    content_warning="violence",
    call_to_action="Write",
    hashtags=("EndIt",),
    alt_text="A table",
    photo_credit="J. Okafor",
    variants=(Variant("x", "", "On X.\n---\n**Again**."),),
)


def test_each_post_of_a_thread_is_pasted_and_counted_by_itself() -> None:
    rows = publications(THREAD, ["bluesky", "mastodon", "x", "linkedin"], Kind.POST)

    assert [(row.channel.slug, row.text, row.number, row.post_count) for row in rows] == [
        ("bluesky", "Content warning: violence\n\nOne word.", 1, 2),
        ("bluesky", "Two.\n\nWrite\n\n#EndIt", 2, 2),
        ("mastodon", "One word.", 1, 2),
        ("mastodon", "Two.\n\nWrite\n\n#EndIt", 2, 2),
        ("x", "On X.", 1, 2),
        ("x", "**Again**.", 2, 2),
        ("linkedin", "Content warning: violence\n\nOne word.\n\nTwo.\n\nWrite\n\n#EndIt", 1, 1),
    ]
    assert [row.count.used for row in rows[2:6]] == [17, 8 + len("Two.\n\nWrite\n\n#EndIt"), 5, 10]
    assert [(row.alt_text, row.photo_credit) for row in rows[:2]] == [("A table", "J. Okafor"), ("", "")]
    assert [row.has_marks for row in rows] == [True, False, True, False, False, True, True]


def test_separators_alone_make_one_empty_post() -> None:
    text = ItemText(body="---", variants=(Variant("x", "", "---\n---"),))

    rows = publications(text, ["x", "bluesky", "facebook"], Kind.POST)

    assert [(row.text, row.post_count) for row in rows] == [("", 1)] * 3


def test_in_other_kinds_three_dashes_are_text() -> None:
    rows = publications(THREAD, ["mastodon", "x"], Kind.ARTICLE)

    assert [row.text.count("---") for row in rows] == [1, 1]


def test_unknown_channels_are_left_out():
    assert publications(ITEM_TEXT, ["pigeon"], Kind.POST) == ()


def test_a_warning_field_of_its_own_is_filled_and_counted():
    mastodon, bluesky = (
        publications(ITEM_TEXT, ["mastodon", "bluesky"], Kind.POST)[0],
        publications(ITEM_TEXT, ["bluesky"], Kind.POST)[0],
    )

    assert (mastodon.warning, "violence" in mastodon.text) == ("violence", False)
    assert mastodon.count.used == len("violence") + len("For all.")
    assert bluesky.warning == ""


def test_a_text_is_put_together_and_counted_once_for_all_who_look_at_it():
    text = ItemText(body=f"*{uuid4()}* " + "A family 👨‍👩‍👧 asks. " * 200)

    first, again = (calls(lambda: publications(text, CHANNELS, Kind.POST)) for _look in range(2))

    assert again < first / 50
