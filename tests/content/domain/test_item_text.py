"""Item text: its canonical form, and which variant fits."""

import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.content.domain.item_text import (
    Attachment,
    ItemText,
    Variant,
    canonical_json,
    has_text,
    normalise,
    normalise_text,
    text_from_json,
    variant_for,
)

OP_ED = ItemText(
    title="The camera in the next room",
    body="Eleven years ago.\n\nNobody knew.",
    byline="Ana Reyes-Whitfield",
    byline_role="Director of Policy",
    hashtags=("EndTraffickingTogether", "Été"),
    call_to_action="Write to your senator, https://example.org/act",
    content_warning="mentions abuse",
    disclaimer="The views are the author's own.",
    photo_credit="J. Okafor",
    alt_text="A desk in morning light 🌅",
    variants=(Variant("x", "", "Ask who carried the signal."), Variant("x", "fr", "Demandez.", 3)),
    attachments=(Attachment("desk.jpg", "ab" * 32, "A desk", "J. Okafor"),),
)

texts = st.text(max_size=40)
some_text = st.builds(
    ItemText,
    title=texts,
    body=texts,
    hashtags=st.lists(texts, max_size=3).map(tuple),
    content_warning=texts,
    variants=st.lists(st.builds(Variant, st.sampled_from(["", "x"]), st.sampled_from(["", "fr"]), texts)).map(tuple),
    attachments=st.lists(st.builds(Attachment, texts, st.just("ab" * 32), texts, texts), max_size=2).map(tuple),
)


LATER = ("subhead", "dateline", "editors_note", "call_to_action_link", "notes_to_editors")
LATER_STILL = ("boilerplate", "media_contact", "first_published", "captions")


@pytest.mark.parametrize("name", [*LATER, *LATER_STILL])
def test_a_field_of_later_counts_once_it_is_filled_in(name):
    blank: dict[str, Any] = {name: " \n"}
    given: dict[str, Any] = {name: "B"}
    assert name not in canonical_json(replace(OP_ED, **blank))
    filled = replace(OP_ED, **given)
    assert canonical_json(filled) != canonical_json(OP_ED)
    assert text_from_json(canonical_json(filled)) == normalise(filled)


def test_canonical_json_is_sorted_ascii_and_names_its_format():
    assert canonical_json(ItemText(title="Été")) == (
        '{"alt_text":"","attachments":[],"body":"","byline":"","byline_role":"","call_to_action":"",'
        '"content_warning":"","disclaimer":"","format":1,"hashtags":[],"photo_credit":"",'
        r'"title":"\u00c9t\u00e9","variants":[]}'
    )


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("a  \nb\t\n \nc", "a\nb\n\nc"),
        ("\n\n a\n\n", " a"),
        ("e\u0301", "é"),
        ("30\u00a0juillet\u00a0", "30\u00a0juillet\u00a0"),
        ("  \t ", ""),
        ("a  b", "a  b"),
    ],
)
def test_normalise_text(typed, stored):
    assert normalise_text(typed) == stored


@pytest.mark.parametrize(
    "same",
    [
        replace(OP_ED, body="Eleven years ago.  \r\n\r\nNobody knew.\r\n"),
        replace(OP_ED, hashtags=("EndTraffickingTogether", "E\u0301te\u0301", " ")),
        replace(OP_ED, variants=(*OP_ED.variants[::-1], Variant("bluesky", "", " \n"))),
        replace(OP_ED, attachments=(replace(OP_ED.attachments[0], sha256="AB" * 32),)),
    ],
)
def test_what_no_reader_can_see_makes_no_other_text(same):
    assert canonical_json(same) == canonical_json(OP_ED)


@settings(max_examples=40)
@given(some_text)
def test_normalising_twice_changes_nothing_more(text):
    once = normalise(text)

    assert normalise(once) == once
    assert canonical_json(once) == canonical_json(text)


@settings(max_examples=40)
@given(some_text)
def test_canonical_json_comes_back_as_the_same_text(text):
    assert text_from_json(canonical_json(text)) == normalise(text)


@given(st.text())
def test_composed_and_decomposed_is_the_same_text(text):
    assert canonical_json(ItemText(body=unicodedata.normalize("NFD", text))) == canonical_json(ItemText(body=text))


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", "null", '{"format":2}', '{"format":1}', canonical_json(OP_ED).replace("title", "tilte")]
)
def test_text_from_json_refuses_what_it_did_not_write(text):
    with pytest.raises(ValueError, match=r"."):
        text_from_json(text)


def test_has_text_wants_more_than_a_title():
    assert not has_text(ItemText(title="An idea", body=" \n"))
    assert not has_text(ItemText(body="---\n\n---", variants=(Variant("x", "", "---"),)))
    assert has_text(ItemText(body="Text"))
    assert has_text(ItemText(variants=(Variant("x", "", "Text"),)))


@pytest.mark.parametrize(
    ("channel", "language", "organisation", "expected"),
    [
        ("x", "", None, "any language"),
        ("x", "fr", None, "french"),
        ("x", "fr", 7, "of seven"),
        ("x", "de", 7, "of seven"),
        ("linkedin", "fr", None, "all french"),
        ("linkedin", "", None, None),
    ],
)
def test_variant_for_takes_the_one_that_names_most(channel, language, organisation, expected):
    text = ItemText(
        variants=(
            Variant("x", "", "any language"),
            Variant("", "fr", "all french"),
            Variant("x", "fr", "french"),
            Variant("x", "", "of seven", 7),
            Variant("linkedin", "", "  "),
        )
    )

    found = variant_for(text, channel, language, organisation)

    assert (found.text if found else None) == expected
