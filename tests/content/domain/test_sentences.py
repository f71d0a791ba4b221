"""Sentences and quotations as spans."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.content.domain.sentences import quotation_spans, sentence_spans, span_at


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("", []),
        ("One", ["One"]),
        ("One. Two? Three!", ["One.", " Two?", " Three!"]),
        ("Then Dr. Reyes and J. Okafor read S. 1829.", ["Then Dr. Reyes and J. Okafor read S. 1829."]),
        ("He said “no.” She left.", ["He said “no.”", " She left."]),
        ("A line\nanother", ["A line\n", "another"]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('“a” and "b" and « c »', ["“a”", '"b"', "« c »"]),
        ("„so“ ‘one’ it’s", ["„so“", "‘one’"]),
        ("“not closed\nin its line”", []),
    ],
)
def test_quotations(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in quotation_spans(text)] == quoted


@given(st.text(alphabet="aA.!? \n“”", max_size=60))
def test_sentences_are_the_whole_text(text: str) -> None:
    spans = sentence_spans(text)

    assert "".join(text[start:end] for start, end in spans) == text
    for place in range(len(text)):
        found = span_at(spans, place)
        assert found is not None
        assert found[0] <= place < found[1]
    assert span_at(spans, len(text)) is None
