"""Plain text for the body of an email."""

from scheduler.content.exports.plain import PlainText
from scheduler.content.exports.protocol import Section
from tests.content.exports.documents import document


def test_parts_stand_apart_without_marks() -> None:
    written = PlainText().write(document("**Bold**\n\n- one", notices=("DRAFT",), byline="Ana", after=("#a",)))

    assert written == b"DRAFT\r\n\r\nThe count\r\n\r\nAna\r\n\r\nBold\r\n\r\n- one\r\n\r\n#a\r\n"


def test_any_character_can_be_written() -> None:
    assert PlainText().write(document("\ud800é")).decode("utf-8").endswith("?é\r\n")


def test_what_follows_a_release_stands_below_its_end_mark() -> None:
    parts = (Section("Notes to editors", "1. **Method**"), Section("", "About us"))
    written = PlainText().write(document("Text", subhead="Why", below=("###",), sections=parts, after=("Photo",)))

    blocks = ("The count", "Why", "Text", "###", "Notes to editors\r\n1. Method", "About us", "Photo\r\n")
    assert written.decode() == "\r\n\r\n".join(blocks)
