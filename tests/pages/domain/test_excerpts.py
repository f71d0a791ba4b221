"""What stands around a hit: whole words, the hit in it, and every character of the text as it is."""

from hypothesis import given
from hypothesis import strategies as st

from scheduler.folding import asked_words, fold, spans_of
from scheduler.pages.domain.excerpts import AROUND, Piece, excerpt, with_hits

LONG = "Nothing here. " * 60
WORDS = st.text(st.sampled_from("abcdeßé-.' ́الىי30"), max_size=30)


def joined(pieces: tuple[Piece, ...]) -> str:
    return "".join(piece.text for piece in pieces)


@given(text=WORDS, asked=WORDS)
def test_marks_change_no_text(text: str, asked: str) -> None:
    assert joined(with_hits(text, asked_words(asked))) == text


@given(text=st.text(max_size=60), asked=WORDS)
def test_spans_stand_in_order_and_apart(text: str, asked: str) -> None:
    places = [place for span in spans_of(text, asked_words(asked)) for place in span]

    assert places == sorted(places)
    assert all(0 <= place <= len(text) for place in places)


@given(before=st.text("abc ", max_size=20), after=st.text("abc ", max_size=20))
def test_a_word_is_marked_wherever_it_stands_and_however_it_is_written(before: str, after: str) -> None:
    for written in ("Vigil", "VÍGIL", "vi\u0301gil", "ｖｉｇｉｌ", "vi\u00adgil"):
        pieces = with_hits(f"{before}{written}{after}", ("vigil",))
        assert [fold(piece.text) for piece in pieces if piece.is_hit] == ["vigil"]


def test_two_words_beside_each_other_are_two_marks_and_a_number_apart_is_found() -> None:
    assert with_hits("COVID 19 and", asked_words("covid-19")) == (Piece("COVID 19", is_hit=True), Piece(" and"))


def test_an_excerpt_is_a_line_around_the_first_hit_with_whole_words() -> None:
    pieces = excerpt(f"{LONG}The\nvigil\tbegins at nine. {LONG}", ("vigil",))
    text = joined(pieces)

    assert text.startswith("… ")
    assert text.endswith(" …")
    assert "The vigil begins" in text
    assert Piece("vigil", is_hit=True) in pieces
    assert len(text) < 3 * AROUND
    assert not {text.split()[1], text.split()[-2]} - {"Nothing", "here."}


def test_an_excerpt_of_a_short_text_is_the_text() -> None:
    assert joined(excerpt("Light a candle", ("candle",))) == "Light a candle"
    assert joined(excerpt("Light a candle", ("harbour",))) == "Light a candle"


def test_an_excerpt_is_around_the_words_that_it_is_for_and_marks_all() -> None:
    pieces = excerpt(f"{LONG}Nothing but a vigil. {LONG}", ("nothing", "vigil"), near=("vigil",))

    assert Piece("vigil", is_hit=True) in pieces
    assert Piece("Nothing", is_hit=True) in pieces
    assert excerpt(LONG, ("nothing", "vigil"), near=("vigil",)) == excerpt(LONG, ("nothing", "vigil"))
