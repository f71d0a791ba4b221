"""A passage is found again after edits around it, never another one, and is said to be gone when it is."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from scheduler.content.domain.anchors import (
    Anchor,
    Lost,
    NoPassageError,
    Proof,
    RepeatedPassageError,
    SearchedText,
    Span,
    anchor_at,
    anchor_of,
    find,
)

TEXT = "Today 50 million people live in modern slavery. Half of them work. It’s time – “now” – to act."
PASSAGE = "50 million people live in modern slavery"


def anchor(passage: str = PASSAGE, text: str = TEXT) -> Anchor:
    return anchor_of(SearchedText(text), passage)


def found(text: str, wanted: Anchor) -> str | Lost:
    place = find(SearchedText(text), wanted)
    return place if isinstance(place, Lost) else text[place.start : place.end]


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        f"New start. {TEXT} New end.",
        "50 million people live in modern slavery",
        "They say: 50 million people live in modern slavery!",
        "Today 50 million people\nlive in  modern slavery. Half of them work.",
        "50 MILLION people live in modern slavery",
        "50 million peo\u00adple live in modern slavery",
    ],
)
def test_edits_around_and_another_form_do_not_matter(text: str) -> None:
    assert find(SearchedText(text), anchor()) not in tuple(Lost)


@pytest.mark.parametrize(
    ("passage", "text"),
    [
        ("It’s time – “now” – to act", 'It\'s time - "now" - to act.'),
        ("Wait … and see", "Wait ... and see"),
        ("５０ million", "50 million"),
        ("nie wieder", "Nie\u00a0wieder"),
    ],
)
def test_typography_does_not_matter(passage: str, text: str) -> None:
    assert found(text, anchor(passage, f"{passage} and more")) not in tuple(Lost)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Today 150 million people live in modern slavery.",
        "Today 1,050 million people live in modern slavery.",
        "Today 1.50 million people live in modern slavery.",
        "Today 50 million people live in modern slaveryland.",
        "Today 60 million people live in modern slavery.",
        "Today 50 million people do not live in modern slavery.",
    ],
)
def test_another_figure_is_another_passage(text: str) -> None:
    assert found(text, anchor()) is Lost.GONE


@pytest.mark.parametrize(
    "passage", ["", " \n", "50 mill", "0 million", "60 million", "people 50 million", "x" * 10_000]
)
def test_what_does_not_stand_there_whole_is_no_passage(passage: str) -> None:
    with pytest.raises(NoPassageError):
        anchor(passage)


def test_what_stands_there_twice_has_to_be_said_in_more_words() -> None:
    text = "One in 200 was sold. One in 200 was freed."
    for passage in ("One in 200", "one in 200"):
        with pytest.raises(RepeatedPassageError):
            anchor(passage, text)
    assert anchor("One in 200 was freed", text).passage == "One in 200 was freed"


def test_a_second_one_that_comes_later_is_told_apart_by_what_stands_around() -> None:
    again = f"{TEXT} Again: 50 million people live in modern slavery, says the ILO."
    place = find(SearchedText(again), anchor())
    assert isinstance(place, Span)
    assert place.start == TEXT.index("50")


def test_nobody_is_told_a_guess() -> None:
    both = f"We heard: {PASSAGE}, it is said. They heard: {PASSAGE}, it was said."
    assert found(both, anchor()) is Lost.UNCLEAR


def test_of_two_that_were_there_the_other_is_never_taken_for_the_one_that_went() -> None:
    text = "In 2016 there were 40 million in all. In 2021 there were 40 million in Asia."
    start = text.rindex("40 million")
    second = anchor_at(SearchedText(text), start, start + len("40 million"))

    assert Proof.ALONE not in second.proof
    assert found(text.replace("40 million in Asia", "29 million in Asia"), second) is Lost.UNCLEAR
    assert found("In 2016 there were 41 million in all. In 2021 there were 40 million in Asia.", second) == "40 million"


def test_the_same_with_the_same_around_it_cannot_be_chosen() -> None:
    text = "a b c d e f g h i 50 j k l m n o p q " * 2
    with pytest.raises(RepeatedPassageError):
        anchor_at(SearchedText(text), text.index("50"), text.index("50") + 2)


def test_writing_without_spaces_is_found_within_a_line() -> None:
    assert found("据估计，五千万人生活在奴役中。", anchor("五千万人", "五千万人生活在奴役中")) == "五千万人"


# Words of which some repeat, signs, and forms that fold to the same.
_WORDS = st.sampled_from(["50", "million", "people", "in", "slavery", "’s", "–", "-", ".", "“", '"', "人", "İ", "1,5"])
_TEXTS = st.lists(_WORDS, min_size=1, max_size=30).map(" ".join)


@given(_TEXTS, st.data())
def test_what_was_chosen_is_found_where_it_was_chosen(text: str, data: st.DataObject) -> None:
    searched = SearchedText(text)
    first = data.draw(st.integers(0, len(searched.spans) - 1))
    last = data.draw(st.integers(first, len(searched.spans) - 1))
    start, end = searched.spans[first].start, searched.spans[last].end
    try:
        chosen = anchor_at(searched, start, end)
    except RepeatedPassageError:
        assume(False)
    assert find(searched, chosen) == Span(start, end)


@given(_TEXTS, _TEXTS, _TEXTS)
def test_a_passage_without_its_like_survives_any_edit_around_it(before: str, passage: str, after: str) -> None:
    own = f"Once {passage} said"
    kept = anchor(own, f"First {own} last")
    now = f"{before} {own} {after}"
    place = find(SearchedText(now), kept)
    assert place == Span(len(before) + 1, len(before) + 1 + len(own))


@given(_TEXTS, _TEXTS)
def test_what_is_found_says_the_same_and_nothing_is_found_where_it_is_not(text: str, other: str) -> None:
    try:
        kept = anchor_of(SearchedText(text), text)
    except (NoPassageError, RepeatedPassageError):
        assume(False)
    place = find(SearchedText(other), kept)
    if isinstance(place, Span):
        inside = SearchedText(other[place.start : place.end])
        assert inside.folded.joined == SearchedText(kept.passage).folded.joined


@given(st.text(max_size=200), st.text(max_size=40))
def test_anything_may_be_typed(text: str, passage: str) -> None:
    try:
        kept = anchor_of(SearchedText(text), passage)
    except (NoPassageError, RepeatedPassageError):
        return
    assert isinstance(find(SearchedText(text), kept), Span)


def test_it_is_linear_in_the_text() -> None:
    """Each of these takes minutes where every place is compared with every word of a passage."""
    text = "a " * 50_000
    with pytest.raises(RepeatedPassageError):
        anchor_of(SearchedText(text), "a " * 25_000)
    kept = anchor_of(SearchedText(f"{text}b"), f"{'a ' * 25_000}b")
    assert find(SearchedText(text), kept) is Lost.GONE
    assert isinstance(find(SearchedText(f"{text}b"), kept), Span)
