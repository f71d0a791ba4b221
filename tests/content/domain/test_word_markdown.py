"""Paragraphs of Word files become Markdown that pages read as what they were."""

import pytest

from scheduler.content.domain.markdown import plain_text, render_html
from scheduler.content.domain.word_markdown import to_markdown
from scheduler.word_files.paragraphs import Block, Paragraph, Role, Span, Table


def number(text: str, level: int = 0) -> Paragraph:
    return Paragraph((Span(text),), Role.NUMBER, level)


@pytest.mark.parametrize(
    ("spans", "markdown"),
    [
        ((Span("The "), Span("joint ", is_bold=True), Span("call")), "The **joint** call"),
        ((Span("both", is_bold=True, is_italic=True),), "***both***"),
        ((Span("NGO", is_bold=True), Span("s")), "**NGO**s"),
        ((Span("un"), Span("believ", is_italic=True), Span("able")), "unbelievable"),
        ((Span("gone", is_struck=True),), "~~gone~~"),
        (
            (Span("the [full] report", link="https://bay.example/a (1)"),),
            r"[the \[full\] report](https://bay.example/a%20%281%29)",
        ),
        ((Span("ana@bay.example", link="mailto:ana@bay.example"),), "ana@bay.example"),
        ((Span("run", link="javascript:alert(1)"),), "run"),
        ((Span("one\n\ntwo"),), "one\ntwo"),
    ],
)
def test_looks_become_marks(spans: tuple[Span, ...], markdown: str):
    assert to_markdown([Paragraph(spans)]) == markdown


def test_blocks_become_what_pages_read_as_such():
    cells = ((Span("Platform"),), (Span("Answer | date"),))
    blocks: list[Block] = [
        Paragraph((Span("Why"),), Role.HEADING, 2),
        number("one"),
        number("deep", 1),
        number("deeper", 1),
        number("two"),
        Table((cells, ((Span("A"),), ()))),
    ]
    markdown = to_markdown(blocks)
    assert markdown.startswith("### Why\n\n1. one\n   1. deep\n   2. deeper\n2. two\n\n| Platform |")
    page = render_html(markdown)
    for part in ("<h2", "<ol>", "<td", "Answer | date"):
        assert part in page
    assert "deep" in plain_text(markdown)
