"""Quotes: how they are printed, and until when they may be."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.content.domain.binding import text_hash
from scheduler.content.domain.item_text import ItemText, canonical_json, normalise, text_from_json
from scheduler.content.domain.quotes import ConsentBasis, Quote, QuoteConsent, QuoteFault, consent_fault, quoted, said

ANA = Quote("We welcome this law.", "Ana Cruz", "director", "Bay")
TODAY = date(2027, 7, 1)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("We welcome this law.", "“We welcome this law,” said Ana Cruz, director, Bay."),
        ("We welcome this law", "“We welcome this law,” said Ana Cruz, director, Bay."),
        ("Why wait?", "“Why wait?” said Ana Cruz, director, Bay."),
        ('"We welcome this law."', '"We welcome this law," said Ana Cruz, director, Bay.'),
        ("“We welcome this law.”", "“We welcome this law,” said Ana Cruz, director, Bay."),
        ("« Enfin une loi. »", "« Enfin une loi. » — Ana Cruz, director, Bay"),
        ("„Endlich.“", "„Endlich.“ — Ana Cruz, director, Bay"),
        ('"Enough," she thought', '"Enough," she thought — Ana Cruz, director, Bay'),
        ("One.\n\nTwo.", "“One.\n\n“Two,” said Ana Cruz, director, Bay."),
        ('"', '" — Ana Cruz, director, Bay'),
    ],
)
def test_a_quote_is_set_in_marks_unless_it_has_some(text: str, sentence: str) -> None:
    assert said(replace(ANA, text=text)) == sentence


def test_a_quote_without_a_speaker_says_what_is_known() -> None:
    assert said(Quote("Yes.")) == quoted("Yes.") == "“Yes.”"
    assert said(Quote("Yes.", organisation="Bay")) == "“Yes.” — Bay"
    assert said(Quote("Yes.", "Ana", "Bay Ltd.")) == "“Yes,” said Ana, Bay Ltd."


@pytest.mark.parametrize("name", ["text", "speaker", "role", "organisation"])
def test_all_of_a_quote_is_signed(name: str) -> None:
    other = replace(ANA, **{name: "Something"})

    assert text_hash(ItemText(quotes=(other,))) != text_hash(ItemText(quotes=(ANA,)))


def test_a_text_without_quotes_keeps_its_form_and_one_with_them_is_read_again() -> None:
    with_quotes = ItemText(quotes=(ANA, Quote(" \n", "Ana")))

    assert "quotes" not in canonical_json(ItemText())
    assert text_from_json(canonical_json(with_quotes)) == normalise(with_quotes) == ItemText(quotes=(ANA,))


def test_consent_is_for_exactly_these_words_of_this_speaker() -> None:
    assert replace(ANA, role="chair").key == ANA.key
    assert len({ANA.key, replace(ANA, text="We welcome this bill.").key, replace(ANA, speaker="Ann Cruz").key}) == 3


@pytest.mark.parametrize(
    ("consent", "fault"),
    [
        (None, QuoteFault.NO_CONSENT),
        (QuoteConsent(ConsentBasis.AGREED), None),
        (QuoteConsent(ConsentBasis.AGREED, TODAY), None),
        (QuoteConsent(ConsentBasis.AGREED, date(2027, 6, 30)), QuoteFault.CONSENT_ENDED),
        (QuoteConsent(ConsentBasis.PUBLIC), None),
        (QuoteConsent(ConsentBasis.WITHDRAWN), QuoteFault.CONSENT_WITHDRAWN),
    ],
)
def test_consent_holds_through_its_last_day(consent: QuoteConsent | None, fault: QuoteFault | None) -> None:
    assert consent_fault(consent, TODAY) is fault
