"""Differences of texts and of item texts."""

import random

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.content.domain import text_diff as domain
from scheduler.content.domain.item_text import Attachment, ItemText, Variant
from scheduler.content.domain.text_diff import Budget, Change, Segment, changed_fields, differences_of_text

WORDS = [f"word{number}" for number in range(700)]


# What a sentence is, in plain words: the shortest passage up to its closing marks; slow on "....".
SENTENCE = regex.compile(r".*?(?:[.!?…]+[\"'”’»)]*\s+|[。！？]+[」』）]*|\n+|$)", regex.DOTALL)


def differences(old: str, new: str) -> tuple[Segment, ...]:
    return domain.differences(old, new, Budget()).segments


def marked(old: str, new: str) -> str:
    marks = {Change.KEPT: "{}", Change.REMOVED: "[-{}-]", Change.ADDED: "[+{}+]"}
    return "".join(marks[segment.change].format(segment.text) for segment in differences(old, new))


def joined(segments, *left_out: Change) -> str:
    return "".join(segment.text for segment in segments if segment.change not in left_out)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ""),
        ("same", "same", "same"),
        ("", "new", "[+new+]"),
        ("old", "", "[-old-]"),
        ("We ask today.", "We ask you today.", "We ask [+you +]today."),
        ("Forty ask.", "Forty-one ask.", "Forty[+-one+] ask."),
        ("It cost 10 euros", "It cost 12 euros", "It cost [-10-][+12+] euros"),
        ("The **bill** is due", "The **act** is due", "The **[-bill-][+act+]** is due"),
        ("See [it](https://a.org/x)", "See [it](https://a.org/y)", "See [it](https://a.org/[-x-][+y+])"),
        ("政府は本日発表した。", "政府は昨日発表した。", "政府は[-本-][+昨+]日発表した。"),
        ("กฎหมายใหม่", "กฎหมายเก่า", "กฎหมาย[-ใหม่-][+เก่า+]"),
        ("نطلب اليوم تقريرا", "نطلب غدا تقريرا", "نطلب [-اليوم-][+غدا+] تقريرا"),
        ("दिन की बात", "रात की बात", "[-दिन-][+रात+] की बात"),
        ("a family 👨‍👩‍👧", "a family 👨‍👩‍👧‍👦", "a family [-👨‍👩‍👧-][+👨‍👩‍👧‍👦+]"),
        ("one\n\ntwo\n", "one\n\nnew\n\ntwo\n", "one\n\n[+new\n\n+]two\n"),
        ("one two\nthree", "one  two\nthree", "one[- -][+  +]two\nthree"),
    ],
)
def test_differences(old, new, expected):
    assert marked(old, new) == expected


def test_a_rewritten_sentence_is_replaced_in_one_piece():
    old = "The camera is in the next room. It was late."
    new = "Nobody asked who carried the signal. It was late."

    assert marked(old, new) == (
        "[-The camera is in the next room-][+Nobody asked who carried the signal+]. It was late."
    )


@settings(max_examples=40)
@given(st.text(alphabet="ab c.\n日👍🏽\u0301", max_size=60), st.text(alphabet="ab c.\n日👍🏽\u0301", max_size=60))
def test_segments_give_back_both_texts(old, new):
    segments = differences(old, new)

    assert joined(segments, Change.ADDED) == old
    assert joined(segments, Change.REMOVED) == new
    assert all(segment.text for segment in segments)


@settings(max_examples=40)
@given(st.text(), st.text())
def test_segments_give_back_any_texts(old, new):
    segments = differences(old, new)

    assert (joined(segments, Change.ADDED), joined(segments, Change.REMOVED)) == (old, new)


@settings(max_examples=40)
@given(st.text())
def test_a_text_does_not_differ_from_itself(text):
    assert differences(text, text) == ((Segment(Change.KEPT, text),) if text else ())


def long_text(seed: int) -> str:
    chosen = random.Random(seed)
    sentences = (" ".join(chosen.choices(WORDS, k=12)) + "." for _ in range(1200))
    return "\n\n".join(sentences)


def test_few_changes_in_a_long_text_are_found_one_by_one():
    old = long_text(1)
    new = old.replace("word7 ", "name ")

    segments = differences(old, new)

    assert len(old) > 90_000
    assert {s.text for s in segments if s.change is Change.REMOVED} == {"word7"}
    assert sum(s.change is Change.ADDED for s in segments) == old.count("word7 ")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (" ".join(WORDS * 4), " ".join(WORDS[::-1] * 4)),
        ("a\n" * 5_000, "b\na\n" * 3_000),
        ("字的" * 5_000, "的字字" * 3_000),
    ],
    ids=["reversed", "short lines", "no spaces"],
)
def test_long_texts_that_share_little_are_shown_as_replaced_when_the_work_is_spent(old, new):
    found = domain.differences(old, new, Budget(1_000))

    assert (joined(found.segments, Change.ADDED), joined(found.segments, Change.REMOVED)) == (old, new)
    assert len(found.segments) <= 4
    assert not found.is_exact


@settings(max_examples=40)
@given(st.text(alphabet="a .!?…\"')」。\n", max_size=60))
def test_sentences_are_what_they_are_meant_to_be(text):
    assert [one.group() for one in domain.SENTENCE.finditer(text)] == [one.group() for one in SENTENCE.finditer(text)]


@pytest.mark.parametrize("mark", [".", "!…", ".)", "。", "a", "\n", " "])
def test_a_mark_repeated_takes_its_turn_like_any_text(mark):
    old = mark * (100_000 // len(mark))

    assert joined(differences(old, old + "X"), Change.ADDED) == old


def test_all_fields_share_one_budget_and_say_when_it_is_used_up():
    def text(order: int) -> ItemText:
        return ItemText(
            title=f"Title {order}",
            variants=tuple(Variant("x", f"l{number:02}", " ".join(WORDS[::order] * 4)) for number in range(60)),
        )

    budget = Budget(20_000)

    found = differences_of_text(text(1), text(-1), budget)

    assert found[0].is_exact
    assert [difference.is_exact for difference in found[-50:]] == [False] * 50
    assert [segment.change for segment in found[-1].segments] == [Change.REMOVED, Change.ADDED]
    # What is left over at the end does not grow with the number of fields.
    assert -10_000 < budget.steps <= 0


def test_a_text_that_is_new_as_a_whole_needs_no_budget():
    assert domain.differences("", "new", Budget(0)).is_exact
    assert domain.differences("same", "same", Budget(0)).is_exact


def test_text_differs_field_by_field_and_name_the_variant():
    old = ItemText(
        title="Same",
        body="One two",
        hashtags=("A", "B"),
        variants=(Variant("x", "", "short"), Variant("x", "fr", "court")),
        attachments=(Attachment("a.jpg", "ab" * 32),),
    )
    new = ItemText(
        title="Same",
        body="One three",
        hashtags=("A", "C"),
        variants=(Variant("x", "", "short"), Variant("bluesky", "", "new")),
        attachments=(Attachment("a.jpg", "cd" * 32),),
    )

    found = differences_of_text(old, new, Budget())

    assert changed_fields(old, new) == {difference.field for difference in found}
    assert [(difference.field, difference.place) for difference in found] == [
        ("body", None),
        ("hashtags", None),
        ("variants", ("bluesky", "", 0)),
        ("variants", ("x", "fr", 0)),
        ("attachments", None),
    ]
    assert found[1].segments == (
        Segment(Change.KEPT, "#A #"),
        Segment(Change.REMOVED, "B"),
        Segment(Change.ADDED, "C"),
    )
    assert found[3].segments == (Segment(Change.REMOVED, "court"),)


def test_equal_text_does_not_differ():
    assert differences_of_text(ItemText(body="a"), ItemText(body="a"), Budget()) == ()
    assert changed_fields(ItemText(body="a"), ItemText(body="a")) == frozenset()
