"""Sentences that a milestone may make wrong are found: by the bill's name, and by what they say of its way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.content.domain.bill_sentences import BillName, sentences_on_bills
from tests.costs import calls

BILL = BillName("H.R. 2732", "Safe Routes for Children Act (SRCA)")
SENATE = BillName("S. 1207", "Companion of the Safe Routes for Children Act")


def found(text: str, *bills: BillName) -> list[str]:
    return list(sentences_on_bills(text, bills or (BILL, SENATE)))


@pytest.mark.parametrize(
    "sentence",
    [
        "We ask all to read H.R. 2732.",
        "Nobody may wait for HR2732 any longer.",
        "Its twin, S.1207, says the same.",
        "Das Gesetz H. R. 2732 schützt Kinder.",
        "The SRCA protects children on the move.",
        "The Safe Routes for\u00a0Children Act protects them.",
        "The Senate will vote on it this week.",
        "The bill passed unanimously.",
        "In committee it was 22-0.",
        "The House approved it 91 to 3.",
        "The measure awaits a signature.",
        "It now heads to the Senate.",
        "Lawmakers reintroduced it in spring.",
        "The committee has yet to schedule a hearing.",
    ],
)
def test_what_names_the_bill_or_says_how_far_it_is_is_found(sentence: str):
    assert found(f"Children are sold. {sentence} We must act.") == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "50 million people live in modern slavery.",
        "Call 1-888-373 before noon.",
        "Between 2019-2024 the number doubled.",
        "We signed a letter with twelve partners.",
        "H.R. 27321 is another one.",
        "XH.R. 2732X is none.",
        "Her house was safe.",
        "The law is on their side.",
        "Children wait for a hearing aid.",
    ],
)
def test_what_says_nothing_of_it_is_left_alone(sentence: str):
    assert found(sentence) == []


def test_each_is_named_once_in_the_order_of_the_text():
    text = "The bill passed. Read H.R. 2732. The bill passed.\nRead S. 1207."
    assert found(text) == ["The bill passed.", "Read H.R. 2732.", "Read S. 1207."]


def test_without_a_bill_the_procedure_is_found_all_the_same():
    assert list(sentences_on_bills("The Senate voted. Read H.R. 2732.", ())) == ["The Senate voted."]


@given(st.text(), st.text(max_size=20), st.text(max_size=30))
def test_whatever_is_typed_what_is_found_stands_in_the_text(text: str, number: str, title: str):
    for sentence in sentences_on_bills(text, [BillName(number, title)]):
        assert sentence in text
        assert sentence == sentence.strip() != ""


@pytest.mark.parametrize("unit", ["H.R. ", "the house ", "91-", "Safe Routes for ", "(SRCA", "vote"])
def test_twice_the_text_takes_twice_the_work(unit: str):
    def cost(times: int) -> int:
        return calls(lambda: found(unit * times))

    found(unit)
    assert cost(4000) < 3 * cost(2000) + 1000
