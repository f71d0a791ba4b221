"""The list of checks, on copy of every kind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.content.checks.protocol import Check, Draft
from scheduler.content.checks.registry import CHECKS
from scheduler.content.checks.release_parts import ReleaseParts
from scheduler.content.checks.terminology import Terminology
from scheduler.content.domain.item_text import ItemText, Variant
from scheduler.content.domain.kinds import Kind
from tests.content.checks.drafts import KEY_DAY

# The longest that a field takes, of what makes a careless pattern slow.
MAX_CHARS = 100_000
PIECES = ("a ", "on ", "“", "“word ", '"', "client ", "the last ", "https://", "#", "\n", "A, of ", "1", "@", ".", "a")
# What switches patterns on that are not looked for otherwise.
STARTS = [*((check, "") for check in CHECKS), (Terminology(), "child porn "), (ReleaseParts(), "ENDS\n")]
# Letters that fit others by their capitals alone, and hosts that are none.
ODD = ("FRİDAY 7 MAY 2027", "THİS MORNİNG", "yeſterday", "http://www：example.com", "http://example℀b.com", "\ud800")


def test_slugs_are_unique() -> None:
    assert len({check.slug for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize(("check", "start"), STARTS, ids=lambda value: value.slug if hasattr(value, "slug") else value)
def test_the_longest_copy_is_read_to_its_end(check: Check, start: str) -> None:
    # In quadratic time each of them would take more than a test may.
    for piece in PIECES:
        body = (start + piece * MAX_CHARS)[:MAX_CHARS]
        for finding in check.find(Draft(ItemText(body=body), Kind.PRESS_RELEASE, KEY_DAY)):
            assert finding.quote in body or not finding.quote


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.slug)
@given(st.text(max_size=80), st.sampled_from(ODD))
def test_any_text_is_read_to_its_end(check: Check, text: str, odd: str) -> None:
    draft = Draft(ItemText(odd, f"{text} {odd} {text}", hashtags=("a",), alt_text=text), Kind.PRESS_RELEASE, KEY_DAY)

    for finding in check.find(draft):
        assert check.advice(finding).render()


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_copy_is_read(kind: Kind) -> None:
    text = ItemText("Today", "“x”", hashtags=("endtrafficking",), variants=(Variant("", "de", "heute"),))
    found = {check.slug: list(check.find(Draft(text, kind))) for check in CHECKS}

    assert [finding.quote for finding in found["hashtag_case"]] == ["#endtrafficking"]
