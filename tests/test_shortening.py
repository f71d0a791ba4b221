"""Text is cut at its last space, if that leaves most of it."""

import pytest

from scheduler.shortening import up_to_last


@pytest.mark.parametrize(
    ("head", "kept"),
    [
        ("one two thr", "one two"),
        ("one two ", "one two"),
        ("a verylongword", "a verylongword"),
        ("世界 反对贩运人口日反对贩运人口日", "世界 反对贩运人口日反对贩运人口日"),
        ("word", "word"),
        ("", ""),
    ],
)
def test_a_beginning_ends_with_a_word_if_one_ends_in_its_second_half(head: str, kept: str) -> None:
    assert up_to_last(head) == kept


def test_another_end_may_be_asked_for() -> None:
    assert up_to_last("one line\nand a", "\n") == "one line"
