"""Two changes of the same text are put together where they do not touch."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.content.domain.item_text import ItemText, Variant
from scheduler.content.domain.three_way_merge import Merged, merge

BASE = ItemText(title="Title", body="Body", variants=(Variant("x", "", "On X"),))
X_MINE, X_THEIRS = Variant("x", "", "Mine on X"), Variant("x", "", "Theirs on X")
FRENCH = Variant("x", "fr", "En français")


def with_variants(*variants: Variant) -> ItemText:
    return replace(BASE, variants=variants)


@pytest.mark.parametrize(
    ("mine", "theirs", "merged", "conflicts"),
    [
        (BASE, BASE, BASE, set()),
        (replace(BASE, title="Mine"), BASE, replace(BASE, title="Mine"), set()),
        (BASE, replace(BASE, title="Theirs"), replace(BASE, title="Theirs"), set()),
        (
            replace(BASE, title="Mine"),
            replace(BASE, body="Theirs"),
            replace(BASE, title="Mine", body="Theirs"),
            set(),
        ),
        (replace(BASE, body="Same"), replace(BASE, body="Same"), replace(BASE, body="Same"), set()),
        (replace(BASE, body="Mine"), replace(BASE, body="Theirs"), replace(BASE, body="Mine"), {"body"}),
        (with_variants(X_MINE), BASE, with_variants(X_MINE), set()),
        (with_variants(), BASE, with_variants(), set()),
        (BASE, with_variants(), with_variants(), set()),
        (
            with_variants(X_MINE),
            with_variants(BASE.variants[0], FRENCH),
            with_variants(X_MINE, FRENCH),
            set(),
        ),
        (with_variants(X_MINE), with_variants(X_THEIRS), with_variants(X_MINE), {"variants"}),
        (with_variants(), with_variants(X_THEIRS), with_variants(), {"variants"}),
    ],
)
def test_two_changes_are_put_together(mine: ItemText, theirs: ItemText, merged: ItemText, conflicts: set[str]) -> None:
    found = merge(BASE, mine, theirs)

    assert found.text == merged
    assert found.conflicts == conflicts


SOME = st.sampled_from(["", "one", "two", "three"])
VARIANTS = st.dictionaries(st.sampled_from(["x", "bluesky"]), st.sampled_from(["one", "two"]))
TEXTS = st.builds(
    lambda title, body, tags, variants: ItemText(
        title=title,
        body=body,
        hashtags=tuple(filter(None, tags)),
        variants=tuple(Variant(channel, "", text) for channel, text in sorted(variants.items())),
    ),
    SOME,
    SOME,
    st.lists(SOME, max_size=2),
    VARIANTS,
)


@settings(max_examples=80)
@given(TEXTS, TEXTS, TEXTS)
def test_whatever_two_people_did_nothing_is_lost_without_a_word(base, mine, theirs):
    merged = merge(base, mine, theirs)

    assert merge(base, mine, base) == merge(base, mine, mine) == Merged(mine, frozenset())
    assert merge(base, base, theirs) == Merged(theirs, frozenset())
    assert merged.conflicts == merge(base, theirs, mine).conflicts
    for name in ("title", "body", "hashtags"):
        kept, old, own, other = (getattr(text, name) for text in (merged.text, base, mine, theirs))
        assert (name in merged.conflicts) == (len({old, own, other}) == 3)
        assert kept == (other if own == old else own)
