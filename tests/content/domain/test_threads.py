"""Where the posts of a thread are typed apart, and where a text that is too long is cut."""

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.content.channels.registry import CHANNELS
from scheduler.content.domain.markdown import plain_text
from scheduler.content.domain.text_length import graphemes
from scheduler.content.domain.threads import Fits, in_one, is_thread, parts, split, with_separators

SPACE = regex.compile(r"\s+")


def at_most(limit: int, *, first: int = 0, last: int = 0) -> Fits:
    """Return what says that a part fits into so many graphemes; `first` and `last` are taken by what is added there."""

    def fits(part: str, *, is_first: bool, is_last: bool) -> bool:
        return graphemes(part) <= limit - first * is_first - last * is_last

    return fits


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", ()),
        (" \n", ()),
        ("  one\n\ntwo  ", ("  one\n\ntwo  ",)),
        ("one\n---\ntwo", ("one", "two")),
        ("one\n\n  ---\t\n\ntwo\n---\n", ("one", "two")),
        ("---\n---\n　日本\n---\n\n---", ("　日本",)),
        ("one\r\n---\r\ntwo", ("one", "two")),
        ("one\n----\ntwo\n-- -\n—\n***", ("one\n----\ntwo\n-- -\n—\n***",)),
        ("---", ()),
        ("a --- b", ("a --- b",)),
    ],
)
def test_a_line_of_three_dashes_alone_parts_posts(text: str, found: tuple[str, ...]) -> None:
    assert parts(text) == found
    assert in_one(text) == (text if not is_thread(text) else "\n\n".join(found))


@given(st.lists(st.text(st.characters(exclude_characters="-\r"), min_size=1).filter(str.strip), max_size=4))
def test_what_is_put_together_comes_apart_again(typed: list[str]) -> None:
    pieces = tuple(piece for text in typed for piece in parts(f"{text}\n---"))

    assert parts(with_separators(pieces)) == pieces


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        # Between paragraphs, though more words would fit into the first post.
        ("One is short.\n\nTwo goes on to say more.", ("One is short.", "Two goes on to say more.")),
        # Between sentences of a paragraph that is too long; "Dr." and "S. 1829" end none.
        ("Ask Dr. Reyes on S. 1829. Then say no to it.", ("Ask Dr. Reyes on S. 1829.", "Then say no to it.")),
        # Between words of a sentence that is too long, and about as long as each other.
        ("one two three four five six seven eight", ("one two three four", "five six seven eight")),
        ("- one line of a list\n- and one that follows", ("- one line of a list", "- and one that follows")),
        ("یہ ایک جملہ ہے جو لمبا ہے۔ یہ دوسرا جملہ ہے۔", ("یہ ایک جملہ ہے جو لمبا ہے۔", "یہ دوسرا جملہ ہے۔")),
        ("これは一つ目の文章でございます。「これは二つ目の文章です。」三つ目。", None),
        ("short", ("short",)),
    ],
)
def test_cuts_stand_where_a_reader_pauses(text: str, pieces: tuple[str, ...] | None) -> None:
    found = split(text, at_most(30))

    assert found == (pieces or ("これは一つ目の文章でございます。", "「これは二つ目の文章です。」三つ目。"))


@pytest.mark.parametrize(
    "whole",
    [
        *("**all of these words**", "*it*", "***so many of them***", "[a long label](https://e.org/x)"),
        *(
            "~~words struck out~~",
            "https://e.org/。/path",
            "@harbour.example",
            "#日本。",
            "👩🏽‍🚀",
            "50\u00a0million\u00a0children",
        ),
        *(
            "<https://e.org/a>",
            "**a [link of words](https://e.org/y) b**",
            "![a picture of it](p.png)",
            "e\u0301 \u0301x",
        ),
    ],
)
@pytest.mark.parametrize("offset", range(0, 24, 3))
def test_what_readers_see_as_one_is_not_cut(whole: str, offset: int) -> None:
    text = f"{'w ' * offset}{whole} and some more words behind it, on and on"

    pieces = split(text, at_most(max(40, graphemes(whole))))

    assert len(pieces) > 1
    assert any(whole in piece for piece in pieces)


@pytest.mark.parametrize("whole", ["# A heading of many words", "|a b|c d|\n|---|---|\n|some words|and more|"])
def test_headings_and_tables_stay_in_one_piece(whole: str) -> None:
    pieces = split(f"Words before.\n\n{whole}\n\nWords behind it, and more of them.", at_most(42))

    assert any(whole in piece for piece in pieces)


def test_what_a_cut_would_make_a_mark_stays_text() -> None:
    text = "the best of us # are those who do not give up \\# ever and 30\\. they are"

    pieces = split(text, at_most(18))

    assert " ".join(map(plain_text, pieces)) == plain_text(text)


def test_separators_that_are_typed_stay() -> None:
    text = "One.\n---\nTwo is too long. It has two sentences.\n---\nThree."

    assert split(text, at_most(25)) == ("One.", "Two is too long.", "It has two sentences.", "Three.")


def test_room_is_left_for_what_stands_in_the_first_and_last_post() -> None:
    text = "one two three four five six seven eight nine ten"
    pieces = split(text, at_most(30, first=10, last=20))

    assert len(pieces[0]) <= 20
    assert len(pieces[-1]) <= 10
    assert " ".join(pieces) == text


def test_what_has_no_place_to_cut_stays_and_does_not_fit() -> None:
    link = "https://e.org/" + "a" * 40

    assert split(f"See {link} now and then.", at_most(30)) == ("See", link, "now and then.")


WORDS = st.text(st.sampled_from("ab.,!?:;…é日。、👍🏽नि#@*_~[]()\\|-1\u00a0\u0301"), min_size=1, max_size=8)
TEXTS = st.lists(st.tuples(WORDS, st.sampled_from([" ", "  ", "\n", "\n\n", ". ", "\n---\n"])), max_size=60).map(
    lambda pairs: "".join(word + space for word, space in pairs)
)


@settings(deadline=None, max_examples=200)
@given(TEXTS, st.integers(8, 60))
def test_posts_are_the_same_words_in_order(text: str, limit: int) -> None:
    pieces = split(text, at_most(limit, first=2, last=3))

    assert SPACE.sub("", "".join(pieces)) == SPACE.sub("", "".join(parts(text)))
    pasted = ("".join(map(plain_text, texts)) for texts in (pieces, parts(text)))
    assert len({SPACE.sub("", one) for one in pasted}) == 1


PLAIN = st.text(st.characters(categories=("L", "Nd"), exclude_characters=""), min_size=1, max_size=12)
PROSE = st.lists(st.tuples(PLAIN, st.sampled_from([" ", " ", " ", ", ", ". ", "! ", "\n", "\n\n"])), max_size=200).map(
    lambda pairs: "".join(word + space for word, space in pairs)
)
KNOWING = [channel for channel in CHANNELS.values() if channel.has_threads]


@pytest.mark.parametrize("channel", KNOWING, ids=lambda channel: channel.slug)
@settings(deadline=None, max_examples=40)
@given(PROSE)
def test_every_post_fits_by_the_count_of_the_network(channel, text: str) -> None:
    def fits(part: str, *, is_first: bool, is_last: bool) -> bool:
        del is_first, is_last
        return not channel.count(part).over

    pieces = split(text, fits)

    assert all(not channel.count(piece).over for piece in pieces)
    assert " ".join(pieces).split() == text.split()


@settings(deadline=None, max_examples=100)
@given(st.lists(st.integers(1, 9), max_size=60), st.integers(9, 40))
def test_there_are_no_more_posts_than_there_have_to_be(lengths: list[int], limit: int) -> None:
    text = " ".join("x" * length for length in lengths)
    pieces = split(text, at_most(limit))

    # As many words as fit into each, from the left: nobody needs fewer.
    needed, used = min(len(lengths), 1), -1
    for length in lengths:
        used += 1 + length
        if used > limit:
            needed, used = needed + 1, length
    assert len(pieces) == needed
