"""Passages of quotes: found, and replaced where they stand."""

from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.passages import PassageDraft, Passages, with_replacement
from scheduler.content.domain.quotes import Quote

TEXT = ItemText(body="Five answered.", quotes=(Quote("Yes.", "Ana"), Quote("We counted 50 million people.", "Luc")))


def test_a_passage_of_a_quote_is_replaced_there_and_nowhere_else() -> None:
    key, anchor = Passages(TEXT).meant(PassageDraft("50 million"))

    assert key == "quote/2"
    changed = with_replacement(TEXT, key, anchor, "51 million")
    assert changed.quotes == (TEXT.quotes[0], Quote("We counted 51 million people.", "Luc"))
    assert changed.body == TEXT.body
