"""What a sign-off of a thread is for: each post of it as it is pasted, and nothing else of other copy."""

import hashlib

import pytest

from scheduler.content.channels.registry import CHANNELS
from scheduler.content.channels.rendering import publications
from scheduler.content.domain.binding import (
    PASTE_RULES,
    THREAD_RULES,
    counted_hash,
    first_formula,
    hash_of,
    pasted_texts,
    present_hash,
    text_hash,
)
from scheduler.content.domain.item_text import ItemText, Variant, canonical_json, normalise
from scheduler.content.domain.kinds import Kind

THREAD = ItemText(
    title="Scorecard",
    body="One **bold** word.\n\n---\n\nTwo.\n---\nThree.",
    content_warning="abuse",
    call_to_action="Write to your senator",
    call_to_action_link="https://e.org/act",
    hashtags=("EndIt",),
    variants=(Variant("x", "", "On X.\n---\nAgain."), Variant("bluesky", "fr", "Un.\n---\nDeux.", 7)),
)
IN_A_VERSION = ItemText(body="One.", variants=(Variant("x", "", "a\n---\nb"),))
GOLDEN_HASH = "033d74dc4f1a6892ae2f272d38450f760829e96bb522685854d925b57a0d10e6"
PASTED = "231085ebdb2ffa29f7f55e93d57bbc4f22efa976b4ad908267df0238fcad5a32"


@pytest.mark.parametrize("kind", [Kind.POST, Kind.ARTICLE])
@pytest.mark.parametrize("text", [THREAD, IN_A_VERSION, ItemText(body="---"), ItemText(body="a\n---")])
def test_what_is_pasted_anywhere_is_bound(kind: Kind, text: ItemText) -> None:
    kept = normalise(text)
    bound = {*pasted_texts(kept).values(), *(variant.text for variant in kept.variants)}

    assert {row.text for row in publications(kept, CHANNELS, kind)} <= bound


@pytest.mark.parametrize("name", list(pasted_texts(THREAD)))
def test_hash_changes_with_every_post_of_a_thread(name: str) -> None:
    text, pasted = canonical_json(THREAD), pasted_texts(THREAD)

    assert hash_of(text, pasted, THREAD_RULES) == text_hash(THREAD)
    assert hash_of(text, {**pasted, name: pasted[name] + "."}, THREAD_RULES) != text_hash(THREAD)


def test_hash_of_a_thread_is_the_same_on_every_machine_and_in_every_release() -> None:
    assert text_hash(THREAD) == GOLDEN_HASH


def test_other_rules_of_threads_have_another_number() -> None:
    """When this fails, raise THREAD_RULES, then write down the new digest: sign-offs hold for what is pasted."""
    texts = "\0".join(text for item_text in (THREAD, IN_A_VERSION) for text in pasted_texts(item_text).values())

    assert (THREAD_RULES, hashlib.sha256(texts.encode()).hexdigest()) == (3, PASTED)


@pytest.mark.parametrize("text", [THREAD, IN_A_VERSION])
def test_a_yes_from_before_threads_is_void_where_one_is_pasted_now(text: ItemText) -> None:
    typed = canonical_json(text)
    names = pasted_texts(ItemText())
    before = hash_of(typed, {name: pasted for name, pasted in pasted_texts(text).items() if name in names}, PASTE_RULES)

    for stored in (first_formula(typed), before):
        assert counted_hash(stored, stored, typed) == stored != present_hash(stored, typed) == text_hash(text)


@pytest.mark.parametrize("body", ["a --- b", "a\n----\nb", "a\n--\nb", "|a|\n|---|\n|b|", "a\n- --\nb", "a\n— — —"])
def test_copy_without_a_separator_keeps_its_hash(body: str) -> None:
    text = ItemText(body=body)
    typed = canonical_json(text)

    assert text_hash(text) == hash_of(typed, pasted_texts(text), PASTE_RULES)
    assert sorted(pasted_texts(text)) == ["article", "post", "post without warning"]
    assert counted_hash(first_formula(typed), first_formula(typed), typed) == text_hash(text)
