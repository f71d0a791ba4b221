"""Normal forms of typed text: Unicode's own for whatever people write, and no long runs of marks to put in order."""

import unicodedata
from collections.abc import Callable
from itertools import groupby
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.accounts.domain.names import normalise_name
from scheduler.content.domain.item_text import normalise_text
from scheduler.folding import fold
from scheduler.normal_forms import JOINER, MAX_MARKS, normal_form, stream_safe
from scheduler.web.text_rules import normalise_line, normalise_prose

# Above and below in turn, in the worst order; the last becomes a mark when half-width kana are taken apart.
PILES = (
    "a" + "\u0301" * 50_000 + "\u0323" * 50_000,
    "a" + "\u0301\u0323" * 50_000,
    "ｶ" + "ﾞ\u0334" * 50_000,
    "ש" + "\u05c2\u05b8\u05bc" * 30_000,
)
WRITTEN = (
    *("Kinderrechte", "Điện Biên", "שָׁלוֹם", "مُحَمَّد", "ผู้ใหญ่", "བོད་ཡིག་གི", "हिन्दी", "ｶﾞｷﾞ", "a" + "\u0301\u0323" * 15),
    "Z̶̢̛͎a̵l̷g̸o̵",
)


def marks_in_a_row(text: str) -> int:
    """Return how many marks would have to be put in order at once."""
    taken_apart = (bool(unicodedata.combining(char)) for char in unicodedata.normalize("NFKD", text))
    return max((sum(1 for _ in run) for is_mark, run in groupby(taken_apart) if is_mark), default=0)


@pytest.mark.parametrize("text", WRITTEN)
@pytest.mark.parametrize("form", ["NFC", "NFD", "NFKC", "NFKD"])
def test_what_people_write_has_the_forms_of_unicode(form: Literal["NFC", "NFD", "NFKC", "NFKD"], text: str) -> None:
    assert stream_safe(text) == text
    assert normal_form(form, text) == unicodedata.normalize(form, text)


@pytest.mark.parametrize("pile", PILES)
@pytest.mark.parametrize("normalise", [normalise_line, normalise_prose, normalise_text, normalise_name, stream_safe])
def test_piles_of_marks_are_parted_wherever_text_is_normalised(normalise: Callable[[str], str], pile: str) -> None:
    kept = normalise(pile)

    assert marks_in_a_row(kept) <= MAX_MARKS
    assert unicodedata.normalize("NFD", kept)[0] == pile[0]
    assert normalise(kept) == kept


@pytest.mark.parametrize("pile", PILES)
def test_piles_of_marks_are_folded(pile: str) -> None:
    assert fold(fold(pile)) == fold(pile)
    assert fold(f"{pile} Kinder{JOINER}rechte").endswith("kinderrechte")


@given(st.lists(st.sampled_from("a\u0301\u0323\u0334\u3099ﾞﾟ \u0344\u0f73\u05b8\u093e"), max_size=150).map("".join))
def test_no_run_of_marks_is_long_and_nothing_else_changes(text: str) -> None:
    parted = stream_safe(text)

    assert parted.replace(JOINER, "") == text
    # A few marks are two once they are taken apart.
    assert marks_in_a_row(parted) <= 2 * MAX_MARKS
    assert stream_safe(parted) == parted
