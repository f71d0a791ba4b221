"""Where the dateline and the end mark of a release stand."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.release import dated, end_mark, end_of_release, has_dateline

TEXT = ItemText(body="Text")


@pytest.mark.parametrize(
    ("body", "whole"),
    [
        ("Forty-one organisations", "MANILA — Forty-one organisations"),
        ("**Forty-one**\n\nMore", "MANILA — **Forty-one**\n\nMore"),
        ("# Heading\n\nText", "MANILA —\n\n# Heading\n\nText"),
        ("- one\n- two", "MANILA —\n\n- one\n- two"),
        ("3. one\n4. two", "MANILA —\n\n3. one\n4. two"),
        ("12. März 2027 war ein Tag.", "MANILA — 12. März 2027 war ein Tag."),
        ("***\n\nText", "MANILA —\n\n***\n\nText"),
        ("---\n\nText", "MANILA —\n\n---\n\nText"),
        ("> 50 Millionen", "MANILA — > 50 Millionen"),
        ("| a |\n| - |", "MANILA —\n\n| a |\n| - |"),
        ("", ""),
        (" \n", " \n"),
    ],
)
def test_the_dateline_stands_before_the_first_text_of_a_paragraph(body: str, whole: str) -> None:
    assert dated(ItemText(dateline="MANILA", body=body)) == whole


@pytest.mark.parametrize("typed", ["MANILA —", "MANILA -", "MANILA – "])
def test_a_dash_that_was_typed_is_not_set_twice(typed: str) -> None:
    assert dated(ItemText(dateline=typed, body="Text")) == "MANILA — Text"


@given(st.text(), st.sampled_from(["", " ", "\n"]))
def test_without_a_dateline_the_text_stays_as_it_is(body: str, dateline: str) -> None:
    assert dated(ItemText(body=body, dateline=dateline)) == body


@pytest.mark.parametrize("part", ["notes_to_editors", "boilerplate", "media_contact"])
def test_an_end_mark_stands_before_what_follows_unless_one_is_typed(part: str) -> None:
    more: dict[str, Any] = {part: "More"}
    blank: dict[str, Any] = {part: " \n"}
    assert end_mark(replace(TEXT, **more)) == "###"
    assert end_mark(replace(TEXT, body="Text\n\nENDS\n", **more)) == ""
    assert end_mark(replace(TEXT, **blank)) == ""


def test_what_is_typed_in_the_text_is_found() -> None:
    body = "MANILA — Text\n\n###\n\nNotes"

    assert has_dateline(body)
    assert not has_dateline(body, 3)
    assert end_of_release(body) == (15, 18)
    assert end_of_release("Text") is None
