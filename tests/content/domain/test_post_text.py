"""The exact text to copy."""

import pytest

from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.post_text import Labels, article_text, bare_post_text, hashtag_line, post_text

OP_ED = ItemText(
    title="The camera in the next room",
    body="Eleven years ago **a teacher** noticed.\n\nSee [it](https://e.org).",
    byline="Ana Reyes-Whitfield",
    byline_role="Director of Policy",
    hashtags=("EndIt", "SafeByDesign"),
    call_to_action="Write to your senator, https://e.org/act",
    content_warning="mentions abuse",
    disclaimer="The views are the author's own.",
    photo_credit="J. Okafor",
)
BODY = "Eleven years ago a teacher noticed.\n\nSee it (https://e.org)."
ACTION = "Write to your senator, https://e.org/act"


def test_a_post_is_warning_body_action_and_hashtags_without_the_title():
    assert post_text(OP_ED) == f"Content warning: mentions abuse\n\n{BODY}\n\n{ACTION}\n\n#EndIt #SafeByDesign"


def test_a_post_for_a_network_with_a_warning_field_leaves_the_warning_out():
    assert bare_post_text(OP_ED) == f"{BODY}\n\n{ACTION}\n\n#EndIt #SafeByDesign"


def test_an_article_has_title_disclaimer_byline_and_photo():
    assert article_text(OP_ED, labels=Labels("Avertissement", "Photo :")).split("\n\n") == [
        "The camera in the next room",
        "Avertissement: mentions abuse",
        "The views are the author's own.",
        "Ana Reyes-Whitfield, Director of Policy",
        *BODY.split("\n\n"),
        ACTION,
        "#EndIt #SafeByDesign",
        "Photo :: J. Okafor",
    ]


@pytest.mark.parametrize("compose", [post_text, bare_post_text, article_text])
def test_a_variant_is_copied_exactly(compose):
    assert compose(OP_ED, "  Ask *who*\ncarried it ") == "  Ask *who*\ncarried it "
    assert compose(OP_ED, " \n") == compose(OP_ED, None) == compose(OP_ED)


@pytest.mark.parametrize("compose", [post_text, bare_post_text, article_text])
def test_no_words_make_no_text(compose):
    assert compose(ItemText()) == ""


def test_hashtag_line():
    assert hashtag_line(()) == ""
    assert hashtag_line(("日本", "a")) == "#日本 #a"
