"""Hashtags as people type them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.content.domain.hashtags import (
    MAX_TAG_CHARS,
    MAX_TAGS,
    HashtagProblem,
    HashtagProblemCode,
    parse_hashtags,
)


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("", ()),
        (" # , ＃ ", ()),
        ("#EndIt #SafeByDesign", ("EndIt", "SafeByDesign")),
        ("EndIt, SafeByDesign;Third\nfourth", ("EndIt", "SafeByDesign", "Third", "fourth")),
        ("#a#b", ("a", "b")),
        ("＃人身売買反対、#日本", ("人身売買反対", "日本")),
        ("#سلام، \u200f#عدالة", ("سلام", "عدالة")),
        ("#EndIt #endit #ENDIT", ("EndIt",)),
        ("#straße #STRASSE", ("straße",)),
        ("#E\u0301te\u0301 #Été", ("Été",)),
        ("#30July #a_b #हिन्दी #می\u200cخواهم", ("30July", "a_b", "हिन्दी", "می\u200cخواهم")),
    ],
)
def test_parse_hashtags(typed, tags):
    found = parse_hashtags(typed)

    assert found.tags == tags
    assert found.problems == ()


@pytest.mark.parametrize(
    ("typed", "code", "tag"),
    [
        ("#no-dash", HashtagProblemCode.INVALID_CHARACTERS, "no-dash"),
        ("#stop!", HashtagProblemCode.INVALID_CHARACTERS, "stop!"),
        ("#👍", HashtagProblemCode.INVALID_CHARACTERS, "👍"),
        ("#a\0b", HashtagProblemCode.INVALID_CHARACTERS, "a\ufffdb"),
        ("#2027", HashtagProblemCode.NO_LETTER, "2027"),
        ("#" + "a" * 65, HashtagProblemCode.TOO_LONG, "a" * 64 + "…"),
    ],
)
def test_a_problem_names_its_tag_and_keeps_the_good_ones(typed, code, tag):
    found = parse_hashtags(f"{typed} #good")

    assert found.tags == ("good",)
    assert found.problems == (HashtagProblem(code, tag),)


def test_the_longest_tag_is_taken():
    assert parse_hashtags("a" * MAX_TAG_CHARS).tags == ("a" * MAX_TAG_CHARS,)


def test_too_many_tags_are_one_problem_and_a_known_tag_is_none():
    typed = " ".join(f"#tag{number}" for number in range(MAX_TAGS + 3)) + " #TAG0"

    found = parse_hashtags(typed)

    assert len(found.tags) == MAX_TAGS
    assert found.problems == (HashtagProblem(HashtagProblemCode.TOO_MANY, f"tag{MAX_TAGS}"),)


@settings(max_examples=40)
@given(st.text())
def test_what_was_read_reads_the_same_again(typed):
    tags = parse_hashtags(typed).tags

    again = parse_hashtags(" ".join(f"#{tag}" for tag in tags))

    assert again.tags == tags
    assert again.problems == ()
