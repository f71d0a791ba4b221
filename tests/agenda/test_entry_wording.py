"""Texts of entries that another program has written."""

import json

import pytest

from scheduler.agenda.domain.phrases import Phrase, read_phrases, stored_phrases
from scheduler.agenda.entry_wording import EntryTexts
from scheduler.content.entry_texts import CONTENT_TEXTS, ContentText, details
from scheduler.observances.entry_texts import EDITION_TEXTS, EditionText

TEXTS = EntryTexts(CONTENT_TEXTS, EDITION_TEXTS)


@pytest.mark.parametrize(
    "phrase",
    [
        Phrase("of a newer program"),
        details("hologram", "Lantern", ["x"], "draft"),
        Phrase(ContentText.DETAILS),
        Phrase(EditionText.DATE_WANTED),
        Phrase(EditionText.PLACE, terms={"scope": ["galactic"]}),
    ],
)
def test_what_a_newer_program_says_is_told_in_peoples_own_words(phrase: Phrase) -> None:
    stored = read_phrases(stored_phrases("", phrase, ""))

    assert TEXTS.word(stored.description, "own words") == "own words"


def test_what_a_newer_program_adds_is_passed_over() -> None:
    stored = json.dumps({"title": ["content_review_due", {}, {}, "more"], "footnote": ["x", {}, {}]})

    found = read_phrases(stored)

    assert found.title is not None
    assert (found.title.code, found.description) == ("content_review_due", None)
