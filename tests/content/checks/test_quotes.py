"""Quotes without speaker or consent, and quotations in the text that say something else."""

import pytest

from scheduler.content.checks.protocol import Draft
from scheduler.content.checks.quotes import DIFFERS, Quotes
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Field, Kind
from scheduler.content.domain.quotes import Quote, QuoteFault

SAID = Quote("We welcome this law, and we will watch how it is used in every court.", "Ana Cruz")


def details(draft: Draft) -> list[tuple[Field | None, str]]:
    return [(finding.field, finding.details[0]) for finding in Quotes().find(draft)]


def test_a_quote_has_a_speaker_and_consent() -> None:
    text = ItemText(quotes=(SAID, Quote("Yes."), SAID))
    faults = (None, QuoteFault.NO_CONSENT, QuoteFault.CONSENT_WITHDRAWN)

    assert details(Draft(text, Kind.PRESS_RELEASE, quote_faults=faults)) == [
        (Field.QUOTES, "no_speaker"),
        (Field.QUOTES, "no_consent"),
        (Field.QUOTES, "consent_withdrawn"),
    ]
    assert details(Draft(ItemText(), Kind.POST)) == []


@pytest.mark.parametrize(
    ("body", "differs"),
    [
        ("She said: “We welcome this bill, and we will watch how it is used in every court.”", True),
        ("“We will watch how it is used in all courts.”", True),
        ("“We WELCOME this law … we will watch how it is used in every court,” she said.", False),
        ('"[They] will watch how it is used in every court."', False),
        ("“We welcome this law”", False),
        ("“Nobody asked the courts what they think of it.”", False),
        ("“this law”", False),
        ("We welcome this bill, and we will watch how it is used.", False),
    ],
)
def test_a_quotation_in_the_text_is_word_for_word(body: str, *, differs: bool) -> None:
    found = details(Draft(ItemText(body=body, quotes=(SAID,)), Kind.PRESS_RELEASE))

    assert found == ([(Field.BODY, DIFFERS)] if differs else [])
