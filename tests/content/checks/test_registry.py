"""The list of checks, on copy of every kind."""

import pytest

from scheduler.content.checks.protocol import Draft
from scheduler.content.checks.registry import CHECKS
from scheduler.content.domain.item_text import ItemText, Variant
from scheduler.content.domain.kinds import Kind
from tests.content.checks.drafts import KEY_DAY

# The longest that a field takes, of what makes a careless pattern slow.
LONG = (
    "a ",
    "on ",
    "Friday ",
    "“",
    '"',
    "child ",
    "client ",
    "the last ",
    "https://",
    "#",
    "🔥",
    "\n",
    "A, of ",
    "1",
    "@",
)


def test_slugs_are_unique() -> None:
    assert len({check.slug for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.slug)
def test_long_copy_is_read_to_its_end(check) -> None:
    for piece in LONG:
        text = (piece * 100_000)[:100_000]
        assert sum(1 for _finding in check.find(Draft(ItemText(body=text), Kind.PRESS_RELEASE, KEY_DAY))) >= 0


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_of_copy_is_read(kind: Kind) -> None:
    text = ItemText("Today", "“x”", hashtags=("endtrafficking",), alt_text="x", variants=(Variant("", "de", "heute"),))

    assert [list(check.find(Draft(text, kind))) for check in CHECKS if check.slug == "hashtag_case"] != [[]]
