"""Mentions in comments."""

from collections.abc import Mapping

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from scheduler.content.domain.mentions import Mention, Mentions, NameIndex, first_name, first_names
from scheduler.content.domain.mentions import find_mentions as find_in
from tests.costs import calls

ANA, OTHER_ANA, LIGAYA, TANAKA, BOB = 1, 2, 3, 4, 5
CANDIDATES = {
    ANA: "Ana Reyes-Whitfield",
    OTHER_ANA: "Ana Lopez",
    LIGAYA: "Ligaya Domingo-Santos",
    TANAKA: "田中",
    BOB: "Bob",
}


def find_mentions(comment: str, candidates: Mapping[int, str]) -> Mentions:
    return find_in(comment, NameIndex(candidates))


@pytest.mark.parametrize(
    ("comment", "people"),
    [
        ("Nobody", ()),
        ("@Ligaya please", (LIGAYA,)),
        ("@ligaya's draft, @BOB.", (LIGAYA, BOB)),
        ("(@Bob)", (BOB,)),
        ("@Ana Reyes-Whitfield and @ana  lopez", (ANA, OTHER_ANA)),
        ("@[Ana Lopez] @[ ligaya domingo-santos ]", (OTHER_ANA, LIGAYA)),
        ("@田中さん @Bob", (TANAKA, BOB)),
        ("＠Bob", (BOB,)),
        ("@Bob @Bob", (BOB,)),
        ("bob@bob.example", ()),
        ("@bob.example", ()),
        ("@Bobby @Bob-Lee @Bob_", ()),
        ("@ Bob", ()),
        ("@", ()),
        ("@[", ()),
    ],
)
def test_who_is_addressed(comment, people):
    assert find_mentions(comment, CANDIDATES).person_ids == people


def test_a_first_name_that_two_people_have_addresses_neither():
    found = find_mentions("@Ana look", CANDIDATES)

    assert found.found == ()
    assert found.ambiguous == ("Ana",)


def test_two_people_of_the_same_full_name_are_ambiguous_even_in_brackets():
    found = find_mentions("@[Kim Lee] @Kim", {1: "Kim Lee", 2: "kim lee"})

    assert found.person_ids == ()
    assert found.ambiguous == ("Kim Lee", "Kim")


def test_a_full_name_wins_over_the_same_first_name():
    assert find_mentions("@Bob", {1: "Bob", 2: "Bob Stone"}).person_ids == (1,)


def test_who_is_not_a_candidate_is_unknown():
    assert find_mentions("@Carol and @[Dan Brown]", CANDIDATES).unknown == ("Carol", "Dan Brown")
    assert find_mentions("@Carol", {}).unknown == ("Carol",)


def test_positions_hold_the_sign_and_the_name():
    comment = "Hi 👋 @[Ana Lopez]!"

    (mention,) = find_mentions(comment, CANDIDATES).found

    assert mention == Mention(OTHER_ANA, 5, 17)
    assert comment[mention.start : mention.end] == "@[Ana Lopez]"


@settings(max_examples=40)
@given(st.text(), st.dictionaries(st.integers(1, 5), st.text(min_size=1, max_size=8), max_size=4))
def test_any_text_and_names_find_only_candidates_at_a_sign(comment, candidates):
    found = find_mentions(comment, candidates)

    assert set(found.person_ids) <= set(candidates)
    assert all(comment[mention.start] in "@＠" for mention in found.found)


@settings(max_examples=40)
@given(st.text(alphabet="abß İ-'é田.", min_size=1, max_size=12).filter(lambda name: name.strip()))
def test_every_name_can_be_addressed_in_brackets(name):
    assert find_mentions(f"See @[{name}].", {7: name}).person_ids == (7,)


LETTERS = "aAbß İé田'-. (@[]"


@settings(max_examples=200)
@given(
    st.text(alphabet=LETTERS + "\n,", max_size=40),
    st.dictionaries(st.integers(1, 6), st.text(alphabet="aAbß é田'-.", min_size=1, max_size=6), max_size=5),
)
@example("@田ab and @[ß é]", {1: "田", 2: "SS É"})
@example("@a b, @A", {1: "a b", 2: "A", 3: "A c"})
def test_only_those_with_a_first_name_of_the_comment_are_addressed(comment, candidates):
    wanted = first_names(comment)
    some = {ident: name for ident, name in candidates.items() if first_name(name) in wanted}

    found = find_mentions(comment, some)
    everybody = find_mentions(comment, candidates)

    assert (found.found, found.ambiguous) == (everybody.found, everybody.ambiguous)


def test_who_has_another_first_name_is_not_looked_at():
    wanted = first_names("@Ana Reyes-Whitfield and @[Bob]: see a@example.org")

    assert [name for name in CANDIDATES.values() if first_name(name) in wanted] == [
        "Ana Reyes-Whitfield",
        "Ana Lopez",
        "Bob",
    ]


def test_a_comment_costs_no_more_in_a_big_coalition():
    comment = "@Ana Reyes7, @[Bo Lee] and @Nobody Else: look. " * 20
    few, many = (NameIndex({n: f"Ana Reyes{n}" for n in range(count)}) for count in (20, 2000))

    assert find_in(comment, many).person_ids == (7,)
    assert calls(lambda: find_in(comment, many)) <= 1.1 * calls(lambda: find_in(comment, few))


@pytest.mark.parametrize(
    "unit", ["@", "@Ana ", "@Ana Reyes", "@A", " @", "@[", "@[a", "@ ", "@Ana\n", "@" + "a" * 100, "(@", "a.", "@a."]
)
def test_twice_the_comment_takes_twice_the_work(unit):
    names = NameIndex({1: "Ana Reyes", 2: "Ana Reyes Whitfield", 3: "a" * 120, 4: "Ana " * 30})

    few, many = (unit * (size // len(unit)) for size in (1000, 2000))

    assert calls(lambda: find_in(many, names)) <= 2.1 * calls(lambda: find_in(few, names)) + 20
    assert calls(lambda: first_names(many)) <= 2.1 * calls(lambda: first_names(few)) + 20
