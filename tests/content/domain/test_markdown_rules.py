"""Rules of Markdown: any text is read in time that is linear in it, no word is lost, and links are CommonMark's."""

from collections.abc import Callable
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from scheduler.content.domain.markdown import MAX_RENDERED_LINES, plain_text, render_html
from scheduler.content.domain.markdown_rules import (
    MAX_BLOCK_LEVELS,
    MAX_EMPHASIS_LEVELS,
    MAX_FILLED_CELLS,
    use_linear_rules,
)
from tests.costs import calls

CHARS = 1_000
# What filling up tables may cost, once in a text.
FILLING = 120_000
PROSE = "The *coalition* asks, see [it](https://e.org/r).\n\n- one\n- two\n\n> A quote, says **Ana**.\n\n" * 24
# (before, what is repeated in the first half, between, what is repeated in the second half)
HOSTILE = [
    *(("", unit, "", "") for unit in ("![", "[", "[x][", "[x](", "[x]", "[[]", "[![", "[\n", "](", "![x](", "[](a ")),
    *(("", unit, "", "") for unit in ("*", "*a ", "*a_", "**a", "a**b", "_", "~~", "~~~a ", "`", "``a`", "<", "<a@")),
    *(("", unit, "", "") for unit in ("> ", ">", "- ", "1. ", "-\n", "> a\n", "- a\n", "# a\n", "---\n", "```\n")),
    *(("", unit, "", "") for unit in ("(", ")", "|", "|\n|-\n", "|a|\n|-|\n", "www.", "http://", "-www.a.1", "&")),
    ("", "[a]: b\n", "", ""),
    *(("", unit, "", "") for unit in ("\\", "\\*", "\\*a ", "*_", "_*a", "@", "@a_", "a.", "a@", "_a@b")),
    *(("", unit, "", "") for unit in ("1. a\nb\n", "2. a\n\n b\n", "* a\n- b\n", "- a\n\n", "|a\n|-\n|b|c\n")),
    ("", "[", "a", "]"),
    ("[a]: b\n\n", "[", "a", "]"),
    ("[a]: b\n\n", "[a][", "", "]"),
    ("", "![", "a", "](b)"),
    ("", "[a](", "b", ")"),
    ("", "[x](", "", "*"),
    ("", "*a ", "b", " a*"),
    ("", "[a]: b '", "\n", "[a]: b (\n"),
    ("> " * 40, "a\n", "", ""),
    ("- " * 40, "a\n", "", ""),
    ("> - " * 20, "[a]: b\n", "", "> "),
    ("|a" * 500 + "\n" + "|-" * 500 + "\n", "|\n", "", ""),
    ("", "|a|b|c\n|-|-|-\n", "", "# |\n"),
]  # fmt: skip
FRAGMENTS = (
    *("![", "[", "](", "[x](", "[x]", "[a]: b", "]", "*", "**", "_", "a ", " ", "~~", "> ", "- ", "1. ", "\n", "\n\n"),
    *("`", "```", "(", ")", '"', "'", "&", "\\", "http://", "www.", "|", "|-", "|\n|-\n", "# ", "    ", "===\n", "!"),
    *("<", "<a:"),
)  # fmt: skip
NEEDLE = "reply"


def text_of(shape: tuple[str, str, str, str], chars: int) -> str:
    before, unit, between, closing = shape
    times = chars // (len(unit) + len(closing))
    return before + unit * times + between + closing * times


def assert_linear(shape: tuple[str, str, str, str], spare: int = 0) -> None:
    for render in (render_html.__wrapped__, plain_text.__wrapped__):
        few, many = (cost(render, text_of(shape, chars)) for chars in (CHARS, 2 * CHARS))
        assert many <= 2.3 * few + spare
        assert many <= 10 * cost(render, PROSE) + spare


@cache
def cost(render: Callable[[str], str], text: str) -> int:
    return calls(lambda: render(text))


@pytest.mark.parametrize("shape", HOSTILE, ids=repr)
def test_twice_the_text_takes_twice_the_work(shape):
    assert_linear(shape)


@settings(max_examples=10)
@given(*(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=3).map("".join) for _ in range(4)))
def test_so_does_whatever_somebody_repeats(before, unit, between, closing):
    assert_linear((before, unit, between, closing), FILLING)


LINKISH = st.lists(
    st.sampled_from(("[", "]", "![", "(", ")", "](b)", "](", "a", " ", "\n", "`", "\\", "<", ">", "<a:b>", '"', "*")),
    max_size=14,
).map("".join)  # fmt: skip


@settings(max_examples=100)
@given(LINKISH)
def test_links_are_those_of_the_library(text):
    library, ours = (
        MarkdownIt("commonmark", {"html": False}).disable(["backticks", "image", "reference"]) for _parser in range(2)
    )
    use_linear_rules(ours)

    assert ours.render(text) == library.render(text)


@pytest.mark.parametrize("mark", ["> ", "- ", "1. ", "> - ", "*a ", "**a ", "~~a ", "[", "![", "- > *a ", "    - "])
@pytest.mark.parametrize("levels", [1, MAX_BLOCK_LEVELS, MAX_BLOCK_LEVELS + 1, 200])
def test_no_word_is_lost_however_deep_it_stands(mark, levels):
    text = mark * levels + NEEDLE + "\n\nafter"

    for shown in (render_html(text), plain_text(text)):
        assert NEEDLE in shown
        assert "after" in shown


def test_emphasis_nests_so_deep_and_its_marks_stay_beyond():
    html = render_html("*a " * (MAX_EMPHASIS_LEVELS + 2) + "b" + " a*" * (MAX_EMPHASIS_LEVELS + 2))

    assert html.count("<em>") == html.count("</em>") == MAX_EMPHASIS_LEVELS
    assert html.count("*") == 4


def test_a_table_is_filled_up_only_so_far():
    head = "|a" * 100 + "\n" + "|-" * 100 + "\n"
    rows = MAX_FILLED_CELLS // 99

    assert render_html(head + "|x\n" * rows).count("<td") == rows * 100
    assert "<td" not in render_html(head + "|x\n" * (rows + 1))


def test_tables_share_what_they_may_be_filled_up_with():
    head = "|a" * 100 + "\n" + "|-" * 100 + "\n"
    table = head + "|x\n" * (MAX_FILLED_CELLS // 99 // 2) + "\n"

    assert render_html(table * 5).count("<table") == 2
    assert render_html("|a|b|\n|-|-|\n|1|2|\n\n" * 300).count("<table") == 300


def test_a_text_of_very_many_lines_is_shown_as_it_was_typed():
    rendered, typed = ("*a*\n" * (MAX_RENDERED_LINES - 1), "*a*\n" * MAX_RENDERED_LINES)

    assert "<em>" in render_html(rendered)
    assert render_html(typed).startswith('<p dir="auto">*a*<br>\n*a*<br>')
    assert plain_text(typed) == typed.strip("\n")
