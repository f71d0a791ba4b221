"""Passages are marked in copy, and nothing else of it changes."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.content.domain.anchors import Span
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.markdown import render_html
from scheduler.content.domain.marked_copy import (
    FOLDED_FROM,
    SHOWN_OF_LONG,
    MarkedCopy,
    beginning_of,
    mark_passages,
    with_marks,
)
from scheduler.content.domain.passages import PassageDraft, Passages


def shown(body: str, *passages: str) -> str:
    text = ItemText(body=body)
    found = Passages(text)
    spans = {}
    for name, passage in zip("abc", passages, strict=False):
        key, anchor = found.meant(PassageDraft(passage))
        span = found.find(key, anchor)
        assert isinstance(span, Span)
        spans[name] = (key, span)
    copy = mark_passages(text, found, spans)
    return with_marks(render_html(copy.text.body), copy.names)


@pytest.mark.parametrize(
    ("body", "passages", "expected"),
    [
        ("We ask today.", ["ask"], '<p dir="auto">We <mark id="passage-a">ask</mark> today.</p>'),
        (
            "The **bill** passed.",
            ["The bill"],
            '<p dir="auto"><mark id="passage-a">The </mark><strong><mark>bill</mark></strong> passed.</p>',
        ),
        (
            "One two three",
            ["One two", "two three"],
            '<p dir="auto"><mark id="passage-a">One </mark><mark id="passage-b">two</mark><mark> three</mark></p>',
        ),
        (
            "a\n\nb",
            ["a b"],
            '<p dir="auto"><mark id="passage-a">a</mark></p>\n<p dir="auto"><mark>b</mark></p>',
        ),
        ("x < y & z", ["< y &"], '<p dir="auto">x <mark id="passage-a">&lt; y &amp;</mark> z</p>'),
        ("go go", [], '<p dir="auto">go go</p>'),
    ],
)
def test_a_passage_is_marked(body, passages, expected):
    assert shown(body, *passages).strip() == expected


def test_a_passage_that_cannot_be_marked_leaves_the_others():
    html = shown("Go to https://x.example/a now", "https://x.example/a", "Go")

    assert '<mark id="passage-b">Go</mark>' in html
    assert 'href="https://x.example/a"' in html


PIECES = st.sampled_from(
    ["one", "**two**", "*it*", "[a](https://x.example)", "https://y.example", "\n\n", "- li", "|", "---"]
)


@settings(max_examples=60)
@given(st.lists(PIECES, min_size=1, max_size=9).map(" ".join), st.integers(0, 20), st.integers(1, 6))
def test_nothing_else_of_the_copy_changes(body, first, count):
    found = Passages(ItemText(body=body))
    spans = found.plain("body").spans if found.parts else []
    if first + count > len(spans):
        return
    start, end = spans[first].start, spans[first + count - 1].end
    copy = mark_passages(ItemText(body=body), found, {"a": ("body", Span(start, end))})
    html = with_marks(render_html(copy.text.body), copy.names)
    assert re.sub("</?mark[^>]*>", "", html) == render_html(body)
    assert ("passage-a" in html) == ("a" in copy.marked)


# Each takes as long as a page of such copy.
@settings(max_examples=15)
@given(st.integers(0, 900), st.integers(1, 300), st.sampled_from(["\n\n", "\n", " ", ""]))
def test_the_beginning_of_long_copy_ends_with_a_paragraph_and_no_passage_is_open(first, count, end):
    body = "".join(f"word{number} goes on **here**{end}" for number in range(1200)).strip()
    found = Passages(ItemText(body=body))
    spans = found.plain("body").spans
    span = Span(spans[min(first, len(spans) - 1)].start, spans[min(first + count, len(spans) - 1)].end)
    copy = mark_passages(ItemText(body=body), found, {"a": ("body", span)})

    shown = beginning_of(copy)

    html = with_marks(render_html(shown.text.body), shown.names)
    plain = re.sub("</?mark[^>]*>", "", html)
    assert len(body) > FOLDED_FROM >= SHOWN_OF_LONG >= len(shown.text.body) > SHOWN_OF_LONG / 2
    assert ("passage-a" in html) == ("a" in shown.marked)
    assert shown.marked <= copy.marked
    if end == "\n\n":
        assert render_html(body).startswith(plain.rstrip())


def test_the_end_of_a_word_far_away_is_not_where_long_copy_is_cut():
    body = "標題\n開 始" + "中" * FOLDED_FROM
    assert beginning_of(MarkedCopy(ItemText(body=body))).text.body == body[:SHOWN_OF_LONG]


def test_copy_that_is_not_long_is_shown_whole():
    copy = MarkedCopy(ItemText(body="x" * FOLDED_FROM))
    assert beginning_of(copy) is copy
