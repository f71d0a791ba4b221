"""Long passages that stayed the same are cut, changes never."""

from hypothesis import given
from hypothesis import strategies as st

from scheduler.content.domain.excerpts import LEFT_OUT, in_context, is_shortened
from scheduler.content.domain.text_diff import Budget, Change, FieldDifference, Segment, differences

LONG = "one two three four five six seven eight nine ten " * 20
KEPT, REMOVED, ADDED = Change.KEPT, Change.REMOVED, Change.ADDED


def shortened(*segments: tuple[Change, str]) -> list[str]:
    difference = FieldDifference("body", tuple(Segment(*segment) for segment in segments))
    return [segment.text for segment in in_context(difference, context_chars=12).segments]


def test_what_stands_beside_a_change_is_kept():
    texts = shortened((KEPT, LONG), (REMOVED, "old"), (KEPT, LONG), (ADDED, "new"), (KEPT, LONG))

    assert texts == [
        f"{LEFT_OUT} nine ten ",
        "old",
        f"one two {LEFT_OUT} nine ten ",
        "new",
        f"one two {LEFT_OUT}",
    ]


def test_short_passages_and_changes_stay_whole():
    assert shortened((KEPT, "short "), (REMOVED, LONG), (ADDED, LONG)) == ["short ", LONG, LONG]


def test_a_passage_without_spaces_is_cut_hard():
    assert shortened((KEPT, "字" * 100), (ADDED, "新")) == [f"{LEFT_OUT}{'字' * 12}", "新"]


def test_a_space_that_is_far_away_ends_nothing():
    assert shortened((ADDED, "new"), (KEPT, "。 " + "中" * 80))[1] == f"。 {'中' * 10}{LEFT_OUT}"


def test_whether_anything_was_left_out():
    whole = FieldDifference("body", (Segment(KEPT, "short"), Segment(ADDED, LONG)))
    long = FieldDifference("body", (Segment(KEPT, LONG), Segment(ADDED, "new")))

    assert (is_shortened([whole]), is_shortened([whole, in_context(long)])) == (False, True)


@given(st.text(max_size=400), st.text(max_size=400))
def test_no_change_is_ever_lost(old, new):
    difference = FieldDifference("body", differences(old, new, Budget()).segments)

    cut = in_context(difference, context_chars=5)

    def changes(one):
        return [segment for segment in one.segments if segment.change is not KEPT]

    assert changes(cut) == changes(difference)
