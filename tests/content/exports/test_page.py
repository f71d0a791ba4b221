"""A page of HTML for somebody else's site."""

import pytest

from scheduler.content.exports.page import WebPage
from tests.content.exports.documents import document


def test_parts_stand_in_the_order_of_print() -> None:
    page = WebPage().write(document("# A\n\n**b**", notices=("DRAFT",), byline="Ana", notes=("x",), after=("#a",)))

    text = page.decode()
    places = [text.index(part) for part in ("DRAFT", "<h1", "Ana", "<em>x</em>", "<h2", "<strong>b</strong>", "#a")]
    assert places == sorted(places)
    assert "<title>The count</title>" in text


@pytest.mark.parametrize("part", ["title", "byline", "body", "call_to_action"])
def test_nothing_that_was_typed_is_run(part: str) -> None:
    attack = '"><script>alert(1)</script><img src=x onerror=alert(1)>[x](javascript:alert(1))'

    page = WebPage().write(document(**{part: attack})).decode()

    assert "<script" not in page
    assert "<img" not in page
    assert 'href="javascript' not in page
