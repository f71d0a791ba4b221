"""Where wording that depends on the day can begin."""

from functools import cache
from string import ascii_lowercase

import pytest
import regex

from scheduler.content.domain.relative_wording import FIRST, relative_spans, rules

# What some rules look for before they begin.
BEFORE = ("", "close ", "Yes. ", "So, ", "\n")
LETTERS = regex.compile(r"\(\?=\[([a-z]+)\]\)")
# Controls, Latin, spaces and general punctuation: of other scripts, rules name nothing.
MARKS = [char for char in map(chr, (*range(0x300), *range(0x2000, 0x2070))) if not regex.match(FIRST, char)]


@cache
def tried() -> list[regex.Pattern[str]]:
    return [regex.compile(rule, regex.IGNORECASE) for rule in rules()]


@pytest.mark.parametrize("before", BEFORE)
def test_no_rule_can_begin_where_none_is_tried(before: str) -> None:
    assert len(MARKS) > 200
    assert [
        (rule.pattern, mark)
        for rule in tried()
        for mark in MARKS
        if rule.fullmatch(before + mark, pos=len(before), partial=True)
    ] == []


def test_no_rule_can_begin_with_other_letters_than_it_names() -> None:
    named = [(letters[1], rule[letters.end() :]) for rule in rules() if (letters := LETTERS.match(rule))]
    without = [(letters, regex.compile(rest, regex.IGNORECASE)) for letters, rest in named]

    assert len(without) > 20
    assert [
        (rest.pattern, letter)
        for letters, rest in without
        for letter in set(ascii_lowercase) - set(letters)
        for before in BEFORE
        if rest.fullmatch(before + letter, pos=len(before), partial=True)
    ] == []


def test_no_rule_looks_through_a_text_without_end() -> None:
    """What runs over words stops after some: long copy would take the square of its length else."""
    unbounded = regex.compile(r"\[(?:\^|[^\]]* )[^\]]*\][+*]|(?<!\\)\.[+*]")

    assert unbounded.search(r"(?<=we [\w ]+)go")
    assert [rule for rule in rules() if unbounded.search(rule)] == []


def test_no_rule_runs_over_signs_behind_which_words_may_begin() -> None:
    """From each of them it would run to the end again, as over words."""
    assert [
        (rule.pattern, signs)
        for signs in (",000", ",1", ":1", ".a", "/a", "’a", "(a)", "\na")
        for rule in tried()
        if rule.fullmatch(signs * 200, pos=1, partial=True)
    ] == []


@pytest.mark.parametrize(
    "text", ["(Earlier today)", "“we’ll vote tomorrow”", "*this week*", "The bill's still stalled."]
)
def test_wording_is_found_behind_marks(text: str) -> None:
    assert list(relative_spans(text))
