"""The list of checks, on copy of every kind."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.content.checks.protocol import Check, Draft
from scheduler.content.checks.registry import CHECKS
from scheduler.content.domain.item_text import ItemText, Variant
from scheduler.content.domain.kinds import Kind
from tests.content.checks.drafts import KEY_DAY

# What switches a pattern on, and what makes a careless one slow.
STARTS = ("", "child porn ", "ENDS\n", "MANILA ")
PIECES = ("a ", "on ", "“", "“word ", '"', "client ", "the last ", "https://", "#", "\n", "A, of ", "1", "@", ".", "a")
# Letters that fit others by their capitals alone, and hosts that are none.
ODD = ("FRİDAY 7 MAY 2027", "THİS MORNİNG", "yeſterday", "http://www：example.com", "http://example℀b.com", "\ud800")


def test_slugs_are_unique() -> None:
    assert len({check.slug for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.slug)
def test_time_is_linear_in_the_text(check: Check) -> None:
    slow = {}
    for start in STARTS:
        for piece in PIECES:
            few, many = (seconds(check, (start + piece * chars)[:chars]) for chars in (4_000, 16_000))
            # Quadratic would be sixteen times; what takes no time cannot be compared.
            if many > 0.25 and many > 9 * few:
                slow[start, piece] = (few, many)

    assert slow == {}


def seconds(check: Check, body: str) -> float:
    start = time.process_time()
    list(check.find(Draft(ItemText(body=body), Kind.PRESS_RELEASE, KEY_DAY)))
    return time.process_time() - start


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
