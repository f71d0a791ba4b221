"""Which passage is meant, and copy in which something else stands in its place."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.content.domain.anchors import NoPassageError, RepeatedPassageError
from scheduler.content.domain.item_text import ItemText, Variant
from scheduler.content.domain.markdown import plain_text
from scheduler.content.domain.passages import (
    BrokenMarksError,
    EmptyTitleError,
    OneLineError,
    PassageDraft,
    PassageLostError,
    Passages,
    SameTextError,
    SeveralPlacesError,
    TooLongError,
    UnusableReplacementError,
    with_replacement,
)


def replaced(body: str, passage: str, replacement: str) -> str:
    text = ItemText(title="Title", body=body)
    key, anchor = Passages(text).meant(PassageDraft(passage, "body"))
    return with_replacement(text, key, anchor, replacement).body


@pytest.mark.parametrize(
    ("body", "passage", "replacement", "expected"),
    [
        ("We ask for a vote today.", "a vote", "a hearing", "We ask for a hearing today."),
        ("The **bill** passed.", "bill", "act", "The **act** passed."),
        ("The **bill** passed.", "The bill", "An act", "An act passed."),
        ("The **bill** passed.", "The **bill**", "An act", "An act passed."),
        ("# Head *line*\n\n- one\n- two", "line", "words", "# Head *words*\n\n- one\n- two"),
        ("See [the law](https://a.example/x).", "the law", "our law", "See [our law](https://a.example/x)."),
        ("See [it](https://a.example/x) now.", "See it (https://a.example/x) now", "Read on", "Read on."),
        ("It is really very good.", "really", "", "It is very good."),
        ("It is good, really.", "really", "", "It is good,."),
        ("It is good indeed.", "indeed", "", "It is good."),
        ("One.\n\nTwo.", "Two", "**Three**", "One.\n\n**Three**."),
        ("قال الوزير اليوم", "الوزير", "الرئيس", "قال الرئيس اليوم"),
    ],
)  # fmt: skip
def test_something_else_stands_in_place_of_the_passage(body, passage, replacement, expected):
    assert replaced(body, passage, replacement) == expected


def test_a_passage_that_ends_within_a_mark_is_refused_since_the_rest_would_lose_it():
    with pytest.raises(BrokenMarksError):
        replaced("Be **very strong** now.", "Be very", "Stay")


def test_a_version_for_a_channel_is_changed_alone():
    text = ItemText(title="T", body="Same words", variants=(Variant("x", "", "Same words"), Variant("x", "fr", "Mots")))
    key, anchor = Passages(text).meant(PassageDraft("words", "variant/x//0"))

    new = with_replacement(text, key, anchor, "text")

    assert (new.body, [one.text for one in new.variants]) == ("Same words", ["Same text", "Mots"])


def test_of_several_places_one_is_chosen():
    passages = Passages(ItemText(title="Vote now", body="They vote. We vote. All vote."))
    with pytest.raises(SeveralPlacesError) as error:
        passages.meant(PassageDraft("vote"))

    places = error.value.places
    key, anchor = passages.meant(PassageDraft("vote", place=places[2].value))

    assert [(one.part.key, one.before[-5:]) for one in places] == [
        ("title", ""), ("body", "They "), ("body", ". We "), ("body", " All "),
    ]  # fmt: skip
    assert (key, anchor.before) == ("body", "They vote. We")


@pytest.mark.parametrize(
    ("body", "passage", "error"),
    [("One two", "three", NoPassageError), ("One two", "", NoPassageError), ("go " * 40, "go", RepeatedPassageError)],
)
def test_what_no_passage_is(body, passage, error):
    with pytest.raises(error):
        Passages(ItemText(body=body)).meant(PassageDraft(passage))


@pytest.mark.parametrize(
    ("replacement", "error"),
    [("Title", SameTextError), ("", EmptyTitleError), ("a\nb", OneLineError), ("a" * 301, TooLongError)],
)
def test_what_cannot_stand_in_a_title(replacement, error):
    text = ItemText(title="Title", body="Body")
    key, anchor = Passages(text).meant(PassageDraft("Title"))
    with pytest.raises(error):
        with_replacement(text, key, anchor, replacement)


def test_a_passage_that_is_gone_is_not_replaced():
    text = ItemText(body="We ask for a vote today.")
    key, anchor = Passages(text).meant(PassageDraft("a vote"))
    with pytest.raises(PassageLostError):
        with_replacement(ItemText(body="We ask today."), key, anchor, "more")
    with pytest.raises(PassageLostError):
        with_replacement(ItemText(title="No body"), key, anchor, "more")


WORDS = st.sampled_from(
    ["one", "two", "**bold**", "*it*", "[a b](https://x.example)", "\n\n", "- li", "# h", "a.", "`c`"]
)


@settings(max_examples=60)
@given(st.lists(WORDS, min_size=1, max_size=8).map(" ".join), st.integers(0, 7), st.sampled_from(["", "new", "*n* w"]))
def test_nothing_but_the_passage_reads_differently(body, start, replacement):
    plain = Passages(ItemText(body=body)).plain("body") if body.strip() else None
    if plain is None or start >= len(plain.spans):
        return
    span = plain.spans[start]
    words = plain.text[span.start : span.end]
    try:
        new = plain_text(replaced(body, words, replacement))
    except (UnusableReplacementError, RepeatedPassageError, NoPassageError):
        return
    said = plain_text(replacement)
    assert "".join(new.split()) == "".join((plain.text[: span.start] + said + plain.text[span.end :]).split())
