"""The texts of an item in which a passage may stand, each by a key that stays the same from save to save."""

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.content.domain.item_text import ItemText, Variant

PARTS: tuple[str, ...] = ("title", "subhead", "content_warning", "disclaimer", "body", "editors_note")
PARTS += ("call_to_action", "notes_to_editors", "boilerplate", "captions", "alt_text")
"""The fields that make statements, in the order of the form."""

_FOR_PLACE = "variant"


@dataclass(frozen=True, slots=True)
class TextPart:
    """One text of an item as it is typed; a version for a channel or language has that as `variant`."""

    key: str
    text: str
    variant: Variant | None = None


def text_parts(text: ItemText) -> Iterator[TextPart]:
    """Yield the texts that are not empty, those for all places first."""
    for name in PARTS:
        if getattr(text, name):
            yield TextPart(name, getattr(text, name))
    for one in text.variants:
        channel, language, organisation = one.place
        yield TextPart(f"{_FOR_PLACE}/{channel}/{language}/{organisation}", one.text, one)
