"""A page of HTML for somebody else's site."""

import pytest

from scheduler.content.exports.page import WebPage
from scheduler.content.exports.protocol import Section
from tests.content.exports.documents import document


def test_parts_stand_in_the_order_of_print() -> None:
    page = WebPage().write(document("# A\n\n**b**", notices=("DRAFT",), byline="Ana", notes=("x",), after=("#a",)))

    text = page.decode()
    places = [text.index(part) for part in ("DRAFT", "<h1", "Ana", "<em>x</em>", "<h2", "<strong>b</strong>", "#a")]
    assert places == sorted(places)
    assert "<title>The count</title>" in text


def test_the_body_is_set_as_on_the_pages_and_only_our_lines_are_broken() -> None:
    page = WebPage().write(document("One\n\n- a\n- b\n\n| a |\n| - |\n| 1 |", notes=("first\nsecond",))).decode()

    body = page.partition("<body>\n")[2].partition("\n</body>")[0]
    assert body.splitlines() == [
        '<h1 dir="auto">The count</h1>',
        '<p dir="auto"><em>first<br>',
        "second</em></p>",
        '<p dir="auto">One</p>',
        "<ul>",
        '<li dir="auto">a</li>',
        '<li dir="auto">b</li>',
        "</ul>",
        "<table>",
        "<thead>",
        "<tr>",
        '<th dir="auto">a</th>',
        "</tr>",
        "</thead>",
        "<tbody>",
        "<tr>",
        '<td dir="auto">1</td>',
        "</tr>",
        "</tbody>",
        "</table>",
    ]


@pytest.mark.parametrize("part", ["title", "byline", "body", "call_to_action"])
def test_nothing_that_was_typed_is_run(part: str) -> None:
    attack = '"><script>alert(1)</script><img src=x onerror=alert(1)>[x](javascript:alert(1))'

    page = WebPage().write(document(**{part: attack})).decode()

    assert "<script" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page


def test_what_follows_a_release_stands_below_its_end_mark() -> None:
    parts = (Section("Notes <to> editors", "1. **Method**"), Section("", "About us"))
    page = WebPage().write(document("Text", subhead="Why?", below=("###",), sections=parts, after=("Photo",))).decode()

    places = [
        page.index(part)
        for part in ("<h1", "<strong>Why?", "Text", "###", "<h2", "&lt;to&gt;", "<strong>Method", "About us", "Photo")
    ]
    assert places == sorted(places)
