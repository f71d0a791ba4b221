"""Markdown: safe HTML whatever is typed, and the plain text of it."""

import re
from itertools import pairwise
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.content.domain.markdown import KEPT_BYTES, MAX_RENDERED_CHARS, plain_text, render_html
from tests.costs import calls

LINK = '<a href="{}" rel="noopener noreferrer nofollow">{}</a>'
HOSTILE_PIECES = (
    *("<script>", "</p>", "javascript:", "data:text/html,", "onerror=", "<a", "href=", "<!--", "https://e.org/"),
    *("[x](", ")", "![", "]", "<", ">", "`", "*", "|", "---", '"', "'", "&#x6a;", "&lt;", "\u202e", "\0"),
    *(" ", "    ", "\n", "\n\n"),
)
HOSTILE = st.lists(st.sampled_from(HOSTILE_PIECES), max_size=25).map("".join)
ALLOWED_TAGS = {
    *("a", "br", "em", "hr", "ol", "s", "strong", "table", "tbody", "thead", "tr", "ul"),
    *("p", "li", "th", "td", "h1", "h2", "h3", "h4", "h5", "h6"),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("**a** *b* ~~c~~ `d`", '<p dir="auto"><strong>a</strong> <em>b</em> <s>c</s> `d`</p>'),
        ("# Head", '<h2 dir="auto">Head</h2>'),
        ("###### Head", '<h2 dir="auto">Head</h2>'),
        ("a\nb", '<p dir="auto">a<br>\nb</p>'),
        ("###", '<p dir="auto">###</p>'),
        ("#EndIt now", '<p dir="auto">#EndIt now</p>'),
        ("- a\n- b", '<ul>\n<li dir="auto">a</li>\n<li dir="auto">b</li>\n</ul>'),
        ("3. c\n4. d", '<ol start="3">\n<li dir="auto">c</li>\n<li dir="auto">d</li>\n</ol>'),
        (
            "1. a\n2. b\n7. c",
            '<ol>\n<li dir="auto">a</li>\n<li dir="auto">b</li>\n<li value="7" dir="auto">c</li>\n</ol>',
        ),
        ("30. July\n18. October", '<p dir="auto">30. July<br>\n18. October</p>'),
        ("- 5 °C", '<p dir="auto">- 5 °C</p>'),
        ("> 50 million", '<p dir="auto">&gt; 50 million</p>'),
        ("[a](https://e.org/x)", f'<p dir="auto">{LINK.format("https://e.org/x", "a")}</p>'),
        ("See https://e.org/x.", f'<p dir="auto">See {LINK.format("https://e.org/x", "https://e.org/x")}.</p>'),
        ("[m](mailto:a@b.org)", f'<p dir="auto">{LINK.format("mailto:a@b.org", "m")}</p>'),
        ("[t](tel:+12025550142)", f'<p dir="auto">{LINK.format("tel:+12025550142", "t")}</p>'),
        (
            "![a desk](https://e.org/t.png)",
            f'<p dir="auto">![a desk]({LINK.format("https://e.org/t.png", "https://e.org/t.png")})</p>',
        ),
        ("[r](/content/1)", '<p dir="auto">[r](/content/1)</p>'),
        ("[f](ftp://e.org)", '<p dir="auto">[f](ftp://e.org)</p>'),
        ("<b>x</b>", '<p dir="auto">&lt;b&gt;x&lt;/b&gt;</p>'),
        ("<script>alert(1)</script>", '<p dir="auto">&lt;script&gt;alert(1)&lt;/script&gt;</p>'),
        ("a\0b", '<p dir="auto">a\ufffdb</p>'),
        ("a\ud800b", '<p dir="auto">a?b</p>'),
    ],
)
def test_render_html(text, expected):
    assert render_html(text).strip() == expected


def test_a_list_shows_the_numbers_that_were_typed():
    html = render_html("1. a\n2. b\n7. c\n8. d").replace(' dir="auto"', "").replace("\n", "")

    assert html == '<ol><li>a</li><li>b</li><li value="7">c</li><li>d</li></ol>'


def test_a_table_is_aligned_by_class_and_not_by_style():
    html = render_html("| a | b |\n|:-:|--:|\n| 1 | 2 |")

    assert '<th class="text-center" dir="auto">a</th>' in html
    assert '<td class="text-end" dir="auto">2</td>' in html
    assert "style" not in html


@given(st.lists(st.integers(1, 6), max_size=8), st.integers(0, 3))
def test_no_heading_is_more_than_one_deeper_than_the_one_before(typed: list[int], offset: int):
    text = "\n\n".join(f"{'#' * level} ጥሪ {number}" for number, level in enumerate(typed))

    levels = [offset, *(int(found) for found in re.findall(r"<h(\d)", render_html(text, heading_offset=offset)))]

    assert len(levels) == len(typed) + 1
    assert all(1 <= level <= min(6, before + 1) for before, level in pairwise(levels))


def test_headings_of_one_depth_have_one_level():
    markup = render_html("### Contexte\n\n##### Détail\n\n### Appel\n\n# Titre", heading_offset=2)

    assert re.findall(r"<h(\d)", markup) == ["3", "4", "3", "3"]


def test_headings_move_as_far_as_the_page_asks():
    assert render_html("# A", heading_offset=0).startswith("<h1")
    assert render_html("# A", heading_offset=2).startswith("<h3")


@pytest.mark.parametrize(
    "text",
    [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](java\nscript:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "[x](vbscript:x)",
        "<javascript:alert(1)>",
        "[x]: javascript:alert(1)\n\n[x]",
        '<img src=x onerror="alert(1)">',
        "<iframe src=//e.org></iframe>",
        '[x](https://e.org "\\" onmouseover=alert(1))',
        "```\n</code><script>alert(1)</script>\n```",
        "<style>*{}</style><svg/onload=alert(1)>",
    ],
)
def test_nothing_typed_becomes_script(text):
    assert_harmless(render_html(text))


def assert_harmless(html: str) -> None:
    tags = re.findall(r"<[^>]*>", html)
    names = {tag.strip("</>").split()[0] for tag in tags}
    addresses = re.findall(r'href="([^"]*)"', html)
    assert names <= ALLOWED_TAGS
    assert not re.search(r"<[^>]*\s(on\w+|style|src|id)\s*=", re.sub(r'"[^"]*"', '""', html))
    assert all(re.match(r"(https?://|mailto:|tel:)", address) for address in addresses)


@settings(max_examples=40)
@given(HOSTILE)
def test_whatever_is_typed_stays_harmless_and_raises_nothing(text):
    assert_harmless(render_html(text))
    assert isinstance(plain_text(text), str)


@pytest.mark.parametrize(
    "text",
    [">" * 5_000 + "a", "[" * 1_000, "*a " * 800, "- " * 2_000 + "a", "`" * 9_999, "![" * 500, "<div>" * 500],
)
def test_deep_nesting_is_no_error(text):
    assert_harmless(render_html(text))
    assert len(plain_text(text)) <= len(text)


def test_a_huge_text_is_shown_as_it_was_typed():
    text = "**<b>** " * (MAX_RENDERED_CHARS // 8 + 1)

    assert render_html(text) == f'<p dir="auto">{text.replace("<", "&lt;").replace(">", "&gt;")}</p>'
    assert render_html(text + "\ud800").endswith("?</p>")
    assert plain_text(text) == text


def test_a_text_is_rendered_once_for_all_who_look_at_it():
    text = f"*{uuid4()}*"

    first = calls(lambda: (render_html(text), plain_text(text)))
    again = calls(lambda: (render_html(text), plain_text(text)))

    assert again < first / 10
    assert render_html(text, heading_offset=2) == render_html(text)
    assert render_html(f"# {text}", heading_offset=2) != render_html(f"# {text}", heading_offset=1)


@pytest.mark.parametrize("render", [render_html, plain_text])
def test_what_is_kept_is_bounded_in_bytes(render):
    for number in range(40):
        render(f"{number} " + "a" * 900_000 if number % 2 else f"{number} " + "word " * 30_000)

    assert KEPT_BYTES / 2 < render.cache.currsize <= KEPT_BYTES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("# Head\n\n**One** *two*\nthree", "Head\n\nOne two\nthree"),
        ("[scorecard](https://e.org/s)", "scorecard (https://e.org/s)"),
        ("<https://e.org/s> https://e.org/t", "https://e.org/s https://e.org/t"),
        ("[https://e.org](https://e.org)", "https://e.org"),
        ("[us](mailto:a@b.org) [](tel:+1202)", "us (a@b.org) +1202"),
        ("[Münster](https://münster.example/straße_1)", "Münster (https://münster.example/straße_1)"),
        (r"[a](<https://e.org/a\_b>)", "a (https://e.org/a_b)"),
        ("- # Head **x**\n- [a\n  b](https://e.org) c", "- Head x\n- a\n  b (https://e.org) c"),
        ("## Head ##", "Head"),
        ("| a | **b** |\n|---|---|\n| 1 |\n", "a | b\n1 | "),
        ("- x\n- y\n\n  | a | b |\n  |---|---|\n  | 1 | 2 |", "- x\n- y\n\n  a | b\n1 | 2"),
        ("one\n\n---\n\ntwo", "one\n\n---\n\ntwo"),
        ("end\n\n###\n\nnotes", "end\n\n###\n\nnotes"),
        ("~~old~~ new", "~~old~~ new"),
        ("a\r\n**b**\r*c*", "a\nb\nc"),
        ("\n\n  *a*\n\n\n b\n", "  a\n\n\n b"),
        ("\u3000 \n*a* b", "\u3000 \na b"),
        ("“Quote” — it’s", "“Quote” — it’s"),
    ],
)
def test_plain_text(text, expected):
    assert plain_text(text) == expected
