"""Plain text for the body of an email."""

from scheduler.content.exports.plain import PlainText
from tests.content.exports.documents import document


def test_parts_stand_apart_without_marks() -> None:
    written = PlainText().write(document("**Bold**\n\n- one", notices=("DRAFT",), byline="Ana", after=("#a",)))

    assert written == b"DRAFT\r\n\r\nThe count\r\n\r\nAna\r\n\r\nBold\r\n\r\n- one\r\n\r\n#a\r\n"


def test_any_character_can_be_written() -> None:
    assert PlainText().write(document("\ud800é")).decode("utf-8").endswith("?é\r\n")
