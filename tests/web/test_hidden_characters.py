"""What programs paste along: cleaned in free text, named with its place elsewhere."""

import unicodedata

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from scheduler.web.hidden_characters import hidden_character_message, refused_character_message
from scheduler.web.text_rules import ALLOWED_IN_PROSE, forbidden_in_prose, normalise_prose


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        # PowerPoint: a line break inside a title or a bullet.
        ("Niños y niñas\x0bprimero", "Niños y niñas\nprimero"),
        ("Καλημέρα\x0b\x0bκόσμε\x0b", "Καλημέρα\n\nκόσμε"),
        # Word: page break, hyphen that does not break, optional hyphen.
        ("Seite 1\x0cSeite 2", "Seite 1\nSeite 2"),
        ("COVID\x1e19 и 2\x1eй", "COVID-19 и 2-й"),
        ("Kinder\x1frechts\x1fkonvention", "Kinderrechtskonvention"),
        ("\x1fदेव\x1fनागरी", "देवनागरी"),
        ("a\r\nb\rc\u2028d\u2029e\x85f", "a\nb\nc\nd\ne\nf"),
        # PDF: the hyphen at the end of a line.
        ("infor\x02mation", "information"),
        ("Menschen\x02\nrechte", "Menschenrechte"),
        ("защи\x02 \r\n та", "защита"),
        ("Nord\x02\nSüd, 2026\x0227", "Nord-\nSüd, 2026-27"),
        ("Kinder\x02 und Jugendrechte", "Kinder- und Jugendrechte"),
        ("\x02 Punkt", "- Punkt"),
        # The bullets of the font Symbol.
        ("\uf0b7 eins\n\uf0a7 zwei", "• eins\n▪ zwei"),
        # What shows nothing but means something stays.
        ("می\u200cخواهم \u00a0 co\u00adop", "می\u200cخواهم \u00a0 co\u00adop"),
    ],
)
def test_free_text_keeps_what_was_meant(pasted, kept):
    assert normalise_prose(pasted) == kept
    assert forbidden_in_prose(kept) is None


@given(
    st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"], exclude_characters="\uf0b7\uf0a7"), max_size=40)
)
def test_text_that_was_typed_is_left_as_it_is(text):
    assert normalise_prose(text) == unicodedata.normalize("NFC", text.rstrip())


@given(st.text(st.sampled_from("ab \n\t\x02\x0b\x0c\x1e\x1f\r\x85é東"), max_size=20))
def test_nothing_that_office_programs_paste_is_refused_in_free_text(text):
    kept = normalise_prose(text)

    assert forbidden_in_prose(kept) is None
    assert normalise_prose(kept) == kept
    assert set(kept) & set("\x02\x0b\x0c\x1e\x1f\r\x85") == set()
    assert "\n" in ALLOWED_IN_PROSE


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("Tag der\x0bKinder", 7, "remove the line break U+000B (a line break from PowerPoint or Word) after “Tag der”"),
        ("a\nb", 1, "One line only: remove the line break after “a”."),
        ("\u2028b", 0, "One line only: remove the line break at the start."),
        ("Права\x1fдетей", 5, "hidden character U+001F (an optional hyphen from Word) after “Права”: it was"),
        ("Die ganze lange Überschrift\x02x", 27, "U+0002 (a hyphen from a PDF) after “…ze lange Überschrift”"),
        ("\x00x", 0, "hidden character U+0000 at the start: it was"),
        ("नमस्ते\u202eदुनिया", 6, "hidden character U+202E RIGHT-TO-LEFT OVERRIDE after “नमस्ते”: it was"),
    ],
)  # fmt: skip
def test_a_line_says_which_character_stands_where(app: Flask, text, place, says):
    with app.test_request_context():
        assert says in refused_character_message(text, place)


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        ("eins\nzwei \x07drei", 10, "U+0007 (the end of a table cell in Word) in line 2 after “zwei”"),
        ("一\n\n\x08二", 3, "hidden character U+0008 at the start of line 3: it was"),
    ],
)
def test_a_text_of_many_lines_names_the_line(app: Flask, text, place, says):
    with app.test_request_context():
        assert says in hidden_character_message(text, place)
