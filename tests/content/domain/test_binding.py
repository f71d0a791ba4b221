"""What a sign-off is for: the text and everything that channels get of them."""

import hashlib
from dataclasses import fields, replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.content.channels.registry import CHANNELS
from scheduler.content.domain.binding import (
    PASTE_RULES,
    PRESENT,
    PasteRules,
    counted_hash,
    first_formula,
    hash_of,
    pasted_texts,
    present_hash,
    text_hash,
)
from scheduler.content.domain.item_text import ItemText, canonical_json, text_from_json
from scheduler.content.domain.quotes import Quote
from tests.content.domain.test_item_text import OP_ED
from tests.content.domain.test_markdown_marks import TYPED

GOLDEN_HASH = "02c24504aad8d9151cd02426f47d01294bc79876e85dde2eb9779eccb2345a8c"
GOLDEN_EMPTY_HASH = "021ee5ba14e1056c8a947f55dd40d78a3a72d40979eba43880a7bad7f29cdd5d"
# Of release 0.2, as they stand in databases.
FIRST_HASH = "0a0487d017966d6e5046986511a921d44fff616d7d2f4e60197ebeb0e1b973bd"
FIRST_EMPTY_HASH = "d790f225003997ca090f5617cd3c40ffd95f770c0f1df53459f1e200390bd944"

PASTED = "fe810cf800c3496befceb25ac59eed33042d705e384eb05589208b7b0875ed5d"
MARKS = (
    *("# Überschrift #\n\n**a** *b* __c__ _d_ ***e*** ~~f~~", "[г](https://e.org/_д_) <https://e.org> [](tel:+1)"),
    *("- а\n- б\n  - в\n\n3. г\n4. д", "| a | **b** |\n|---|---|\n| 1 | 2 |", r"\*a\* \[b\] 30\. Juli \# c"),
    *("これは**重要**です", "**서울**에서", "¡**Ya**! «*non*»", "a\n***\nb\n\n###"),
)


def test_hash_is_the_same_on_every_machine_and_in_every_release():
    assert text_hash(OP_ED) == GOLDEN_HASH
    assert text_hash(ItemText()) == GOLDEN_EMPTY_HASH


def test_hashes_of_the_first_release_are_known_again():
    assert first_formula(canonical_json(OP_ED)) == FIRST_HASH
    assert first_formula(canonical_json(ItemText())) == FIRST_EMPTY_HASH


@pytest.mark.parametrize("slug", list(CHANNELS))
@pytest.mark.parametrize(
    "text",
    [
        OP_ED,
        ItemText(body="30. Juli\n**18.** Oktober", hashtags=("Été",)),
        ItemText(call_to_action="署名: https://e.org/_a_"),
    ],
)
def test_what_every_channel_gets_is_bound(slug, text):
    assert CHANNELS[slug].compose(text) in pasted_texts(text).values()


@pytest.mark.parametrize("name", list(pasted_texts(OP_ED)))
def test_hash_changes_with_every_text_that_is_pasted(name):
    text, pasted = canonical_json(OP_ED), pasted_texts(OP_ED)

    assert hash_of(text, pasted) == text_hash(OP_ED)
    assert hash_of(text, {**pasted, name: pasted[name] + "."}) != text_hash(OP_ED)


SOMETHING = {"quotes": (Quote("Something"),)}


@pytest.mark.parametrize("name", [field.name for field in fields(ItemText)])
def test_hash_changes_with_every_field(name):
    value = getattr(OP_ED, name)
    other: Any = type(value)() if value else SOMETHING.get(name, "Something")
    assert text_hash(replace(OP_ED, **{name: other})) != text_hash(OP_ED)


def test_hash_sees_the_order_of_hashtags():
    assert text_hash(replace(OP_ED, hashtags=OP_ED.hashtags[::-1])) != text_hash(OP_ED)


@settings(max_examples=40)
@given(st.text(max_size=40), st.text(max_size=40))
def test_other_text_has_another_hash(one, other):
    same = canonical_json(ItemText(body=one)) == canonical_json(ItemText(body=other))

    assert (text_hash(ItemText(body=one)) == text_hash(ItemText(body=other))) is same


def test_hash_of_a_lone_surrogate_is_no_error():
    assert len(text_hash(ItemText(body="\ud800"))) == 64


LATER = PasteRules(PASTE_RULES + 1, lambda text: {"post": f"later: {text.body}"})
SAME_LATER = PasteRules(PASTE_RULES + 1)


@pytest.mark.parametrize("rules", [PRESENT, LATER])
@pytest.mark.parametrize("text", [OP_ED, ItemText(), ItemText(body="٣٠ يوليو\n> ٥٠")])
def test_a_new_answer_is_always_for_what_is_pasted_now(text: ItemText, rules: PasteRules) -> None:
    typed, texts = canonical_json(text), rules.texts(text)
    now = hash_of(typed, texts, rules.number)

    for stored in (first_formula(typed), hash_of(typed, texts, 1), hash_of(typed, {"post": "other"}, 0xFF), now):
        assert present_hash(stored, typed, rules) == now


def test_a_hash_of_the_first_formula_that_begins_like_the_present_ones_is_known() -> None:
    prefix = f"{PASTE_RULES:02x}"
    texts = (canonical_json(ItemText(body=str(number))) for number in range(10_000))
    typed = next(text for text in texts if first_formula(text).startswith(prefix))

    assert present_hash(first_formula(typed), typed) == text_hash(text_from_json(typed)) != first_formula(typed)


@pytest.mark.parametrize("text", [OP_ED, ItemText(), ItemText(body="٣٠ يوليو\n> ٥٠")])
def test_an_answer_of_the_first_release_counts_only_while_what_was_typed_is_pasted(text: ItemText) -> None:
    typed = canonical_json(text)
    first = first_formula(typed)

    assert counted_hash(first, first, typed) == text_hash(text)
    # A version that was saved since is not the one that it was given to.
    assert counted_hash(first, text_hash(text), typed) == first
    for later in (LATER, SAME_LATER):
        assert counted_hash(first, first, typed, later) == first != present_hash(first, typed, later)


@pytest.mark.parametrize("text", [OP_ED, ItemText(), ItemText(body="٣٠ يوليو\n> ٥٠")])
def test_an_answer_given_since_is_void_under_rules_that_paste_other_texts(text: ItemText) -> None:
    typed = canonical_json(text)
    for stored in (first_formula(typed), text_hash(text)):
        given = present_hash(stored, typed)

        assert counted_hash(given, stored, typed) == given
        assert counted_hash(given, stored, typed, LATER) == given != present_hash(stored, typed, LATER)
        assert counted_hash(given, stored, typed, SAME_LATER) == present_hash(stored, typed, SAME_LATER)


@pytest.mark.parametrize("rules", [0, PASTE_RULES - 1, PASTE_RULES + 1, 0xFF])
def test_an_answer_of_other_rules_is_held_by_what_it_pastes(rules: int) -> None:
    typed, pasted = canonical_json(OP_ED), pasted_texts(OP_ED)
    same, other = hash_of(typed, pasted, rules), hash_of(typed, {**pasted, "post": "pasted otherwise"}, rules)

    assert counted_hash(same, same, typed) == text_hash(OP_ED)
    assert counted_hash(other, other, typed) == other != text_hash(OP_ED)


def test_other_rules_have_another_number():
    """When this fails, raise PASTE_RULES, then write down the new digest: sign-offs hold for what is pasted."""
    corpus = [OP_ED, *(ItemText(body=text, call_to_action=text) for text in (*TYPED, *MARKS))]
    names = pasted_texts(ItemText())
    texts = [text for item_text in corpus for name, text in pasted_texts(item_text).items() if name in names]

    assert (PASTE_RULES, hashlib.sha256("\0".join(texts).encode()).hexdigest()) == (2, PASTED)
