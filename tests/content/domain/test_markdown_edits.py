"""Marks are cut out where they stand, and nothing else is touched."""

import pytest
from markdown_it import MarkdownIt

from scheduler.content.domain.markdown_edits import edits_of, with_edits
from scheduler.content.domain.markdown_marks import Edit, use_marks
from scheduler.content.domain.markdown_rules import use_linear_rules

PARSER = MarkdownIt("commonmark").enable("table")
use_linear_rules(PARSER)
use_marks(PARSER)


def test_edits_are_made_in_order_and_the_rest_stays():
    edits = [Edit(6, 8, "!"), Edit(0, 1), Edit(3, 3, "+")]

    assert with_edits("*ab c*d*e", edits) == "ab+ c*!e"
    assert with_edits("سلام", []) == "سلام"


@pytest.mark.parametrize(
    ("source", "edits"),
    [
        ("*a* b", [Edit(0, 1), Edit(2, 3)]),
        ("\u3000\u3000**太**字", [Edit(2, 3), Edit(3, 4), Edit(5, 6), Edit(6, 7)]),
        # A line that looks empty in front, and one with blanks behind.
        ("\u3000\nа *б*\u00a0\n *в*", [Edit(4, 5), Edit(6, 7), Edit(10, 11), Edit(12, 13)]),
        ("- x\n- ## Κεφάλι ##", [Edit(6, 9), Edit(15, 18)]),
        ("[a\n  b](https://e.org)", [Edit(0, 1), Edit(6, 22, " (https://e.org)")]),
        ("x\n\n  | a | *b* |\n  |---|---|\n", [Edit(5, 28, "a | b")]),
        ("30. Juli > 50 @_a_", []),
    ],
)
def test_every_mark_is_found_where_it_stands(source, edits):
    found = edits_of(source, PARSER.parse(source))

    assert sorted(found, key=lambda edit: edit.start) == edits


def test_a_text_whose_marks_cannot_be_placed_is_left_alone():
    tokens = PARSER.parse("*a* b")

    assert edits_of("another text", tokens) == []
