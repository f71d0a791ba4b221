"""The texts of an item in which a passage may stand, each by a key that stays the same from save to save."""

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.content.domain.item_text import ItemText, Variant

PARTS: tuple[str, ...] = ("title", "subhead", "content_warning", "disclaimer", "body", "editors_note")
PARTS += ("call_to_action", "notes_to_editors", "boilerplate", "captions", "alt_text")
"""The fields that make statements, in the order of the form."""

_FOR_PLACE, _QUOTE = "variant", "quote"


@dataclass(frozen=True, slots=True)
class TextPart:
    """One text of an item as it is typed.

    A version for a channel or language has that as `variant`, a quote its place among the quotes, from 0.
    """

    key: str
    text: str
    variant: Variant | None = None
    quote: int | None = None

    @property
    def has_field(self) -> bool:
        """Say whether it is the text of a field of its own, which `key` names."""
        return self.variant is None and self.quote is None


def text_parts(text: ItemText) -> Iterator[TextPart]:
    """Yield the texts that are not empty, those for all places first, then quotes, then those for single places."""
    for name in PARTS:
        if getattr(text, name):
            yield TextPart(name, getattr(text, name))
    for place, quote in enumerate(text.quotes):
        yield TextPart(f"{_QUOTE}/{place + 1}", quote.text, quote=place)
    for one in text.variants:
        channel, language, organisation = one.place
        yield TextPart(f"{_FOR_PLACE}/{channel}/{language}/{organisation}", one.text, one)
