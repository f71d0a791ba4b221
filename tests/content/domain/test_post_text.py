"""The exact text to copy."""

from dataclasses import replace

import pytest

from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.post_text import (
    Labels,
    article_text,
    bare_post_text,
    call_markdown,
    call_text,
    hashtag_line,
    post_text,
)

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


RELEASE = ItemText(
    title="Forty-one organisations",
    subhead="First joint scorecard",
    dateline="MANILA / BRUSSELS",
    body="Forty-one organisations **today** published.",
    call_to_action="See the scorecard:",
    call_to_action_link="https://e.org/score",
    editors_note="Corrected on 31 July.",
    hashtags=("EndIt",),
    notes_to_editors="1. Method: [here](https://e.org/m)",
    boilerplate="**Kaagapay** joins 63 groups.",
    media_contact="press@e.org",
    first_published="The Harbour Ledger",
)


def test_a_release_has_its_parts_in_the_order_of_the_press():
    assert article_text(RELEASE).split("\n\n") == [
        "Forty-one organisations",
        "First joint scorecard",
        "MANILA / BRUSSELS — Forty-one organisations today published.",
        "See the scorecard: https://e.org/score",
        "Corrected on 31 July.",
        "#EndIt",
        "###",
        "Notes to editors\n1. Method: here (https://e.org/m)",
        "Kaagapay joins 63 groups.",
        "Media contact\npress@e.org",
        "First published: The Harbour Ledger",
    ]


def test_the_link_of_a_call_to_action_stands_in_a_post_once():
    assert post_text(RELEASE).split("\n\n")[1] == "See the scorecard: https://e.org/score"
    assert post_text(replace(RELEASE, call_to_action="")).split("\n\n")[1] == "https://e.org/score"
    typed = replace(RELEASE, call_to_action="At https://e.org/score now")
    assert post_text(typed).split("\n\n")[1] == "At https://e.org/score now"


@pytest.mark.parametrize(
    "longer", ["https://e.org/scorecard", "https://e.org/score.evil.example", "xhttps://e.org/score"]
)
def test_a_longer_address_is_not_the_link(longer: str):
    text = replace(RELEASE, call_to_action=f"Not {longer}")

    assert call_text(text) == f"Not {longer} https://e.org/score"
    assert call_markdown(text) == f"Not {longer} <https://e.org/score>"


@pytest.mark.parametrize("compose", [post_text, bare_post_text, article_text])
def test_a_variant_is_copied_exactly(compose):
    assert compose(OP_ED, "  Ask *who*\ncarried it ") == "  Ask *who*\ncarried it "
    assert compose(OP_ED, " \n") == compose(OP_ED, None) == compose(OP_ED)


@pytest.mark.parametrize("compose", [post_text, bare_post_text, article_text])
def test_no_copy_makes_no_post(compose):
    assert compose(ItemText()) == ""


def test_hashtag_line():
    assert hashtag_line(()) == ""
    assert hashtag_line(("日本", "a")) == "#日本 #a"
