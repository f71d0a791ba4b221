"""Terms to avoid; how well they are found is measured in test_labelled.py."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.content.checks.protocol import Draft, Finding
from scheduler.content.checks.terminology import Terminology
from scheduler.content.domain.item_text import ItemText, Variant
from scheduler.content.domain.kinds import Field, Kind
from scheduler.guidance.domain.terms import LIST, SHIPPED, TermEntry, TermList, shipped_terms
from tests.content.checks.drafts import found, quotes


def terms() -> list[dict[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_list_is_complete() -> None:
    rows = terms()

    assert {row["language"] for row in rows} == set(SHIPPED.languages())
    assert len({row["slug"] for row in rows}) == len(rows) >= 24
    assert [row["slug"] for row in rows if not all(row[name].strip() for name in ("prefer", "reason", "source"))] == []


@pytest.mark.parametrize("row", terms(), ids=lambda row: row["slug"])
def test_each_phrase_is_found_where_it_is_meant(row: dict[str, str]) -> None:
    for phrase in row["avoid"].split("|"):
        written = phrase.lstrip("=").replace("#", "14")
        sentence = f"The girl told them about the {written}, the abuse and the images of her."
        assert [finding.details for finding in found(Terminology(), sentence)] == [(row["prefer"], row["reason"])], (
            phrase
        )


@pytest.mark.parametrize(
    "clean",
    [
        "The Protection of Children from Child Pornography Act 2012 was amended.",
        "Optional Protocol on the Sale of Children, Child Prostitution and Child Pornography",
        "“I was a teen prostitute in their files,” she said.",
        "Our clients and customers, John among them, pay by card.",
        "The bank rescued the firm.",
        "Sextortion, the sexual extortion of a child, is a crime.",
        "Paedophile disorder is a diagnosis.",
        "Human smuggling is not trafficking.",
        "A schoolchild-prostitutes-not is no word",
    ],
)
def test_what_is_exempt(clean: str) -> None:
    assert quotes(Terminology(), clean) == []


@pytest.mark.parametrize(
    "written", ["Child prostitutes", "CHILD  PROSTITUTE", "child\u2010prostitute", "child\nprostitute’s"]
)
def test_however_it_is_written(written: str) -> None:
    assert quotes(Terminology(), f"{written}.") == [written]


def test_the_longest_phrase_is_found_once() -> None:
    assert quotes(Terminology(), "AI-generated child pornography") == ["AI-generated child pornography"]


def test_title_alt_text_and_versions_are_read_but_not_other_languages() -> None:
    variants = (Variant("x", "en", "a sex slave"), Variant("x", "fr", "sex slave"))

    assert [
        (row.field, row.number)
        for row in found(Terminology(), title="Voiceless", alt_text="A sex slave", variants=variants)
    ] == [
        (Field.TITLE, 0),
        (Field.ALT_TEXT, 0),
        (Field.BODY, 1),
    ]


@given(st.text(alphabet='child porn“”"Act.\n=#-', max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert all(quote in text for quote in quotes(Terminology(), text))


def test_advice() -> None:
    advice = Terminology().advice(Finding(Field.BODY, "x", details=("child", "anyone under 18 is a child")))

    assert advice.render() == "Instead: child. Reason: anyone under 18 is a child."


def test_own_terms_are_found_in_any_script_and_shipped_ones_can_be_off() -> None:
    own = (
        TermEntry("zh", ("雏妓",), "受害儿童", ""),
        TermEntry("de", ("Fischersfrau",), "Fischerin", ""),
        TermEntry("en", ("voiceless",), "not heard yet", ""),
    )
    text = ItemText(body="他们说雏妓多。 Fischersfrauen. Die FISCHERSFRAU. A voiceless child.")
    for terms, expected in (
        (TermList(own), ["not heard yet", "受害儿童", "Fischerin"]),
        (TermList(off=frozenset(entry.slug for entry in shipped_terms())), []),
    ):
        found = Terminology().find(Draft(text, Kind.POST, terms=terms))
        assert sorted(finding.details[0] for finding in found) == sorted(expected)
