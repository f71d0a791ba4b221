"""The weighted length of X: the parser's answers, our bounds, and no failure on any text."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from twitter_text import parse_tweet

from scheduler.content.domain.x_weighted_length import Weight, weigh

PIECES = [
    "a",
    "Z9",
    ".",
    " ",
    "\n",
    "-",
    "_",
    "@",
    "#",
    "/",
    "https://",
    "http://e.org",
    "e.org",
    "www.",
    "日本",
    "é",
    "e\u0301",
]
PIECES += [
    "👍🏽",
    "👨‍👩‍👧‍👦",
    "🇵🇭",
    "\ufe0f",
    "\u200d",
    "\u202e",
    "\ud800",
    "\0",
    "\ufffe",
    "t.co/",
    "例え.jp",
    "؟",
    "?q=1&",
]
odd_texts = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@pytest.mark.parametrize(
    ("text", "total"),
    [
        ("", 0),
        ("abc", 3),
        ("日本", 4),
        ("👨‍👩‍👧‍👦", 2),
        ("👍🏽", 2),
        ("🇵🇭", 2),
        ("e\u0301", 1),
        ("“x” — y", 7),
        ("https://example.org/" + "a" * 400, 23),
        ("example.org", 23),
        ("www.example.org/" + "a" * 400, 23),
        ("see (https://example.org/" + "a/" * 200 + "), ok", 33),
    ],
)
def test_known_weights(text, total):
    assert weigh(text).total == total


@settings(max_examples=80)
@given(st.one_of(st.text(st.characters()), odd_texts))
@example("a." * 5_000)
@example("例." * 3_000)
@example("https://" + "a." * 3_000)
@example("a_" * 5_000 + ".com")
@example("(" * 9_999 + "https://e.org")
@example("\ud800\udfff")
def test_any_text_is_weighed_and_nothing_raises(text):
    found = weigh(text)

    assert found.total >= 0
    assert found.total <= 25 * len(text)


@settings(max_examples=60)
@given(odd_texts.filter(lambda text: "\ud800" not in text))
def test_what_is_exact_is_the_answer_of_the_parser(text):
    found = weigh(text)

    if found.exact:
        assert found.total == parse_tweet(text).weightedLength


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a.b.c.d.e.f.g.h.i.j",
        "https://example.org/path?" + "key=value.x&" * 40 + "end",
        "https://sub.sub.sub.sub.sub.sub.sub.example.org/",
        "https://example.org/" + "%E3%81%82" * 60,
    ],
)
def test_what_is_estimated_agrees_with_the_parser_on_real_addresses(address):
    text = f"Read {address} now"

    assert weigh(text) == Weight(parse_tweet(text).weightedLength, exact=False)


def test_a_very_long_text_is_estimated_and_far_over():
    assert weigh("words and more " * 2_000) == Weight(30_000, exact=False)
