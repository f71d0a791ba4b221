"""Where the words of a search stand in what was found, beyond its title."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from scheduler.agenda.models import EntryKind
from scheduler.agenda.reading import EntryView
from scheduler.folding import holds
from scheduler.pages.domain.excerpts import Pieces, excerpt

MOST = 2
"""How many places are shown of one result."""


@dataclass(frozen=True, slots=True)
class Clue:
    """A place where words stand, what it is called ("" for the description), and the text around them."""

    label: str
    text: Pieces


def clues_of(entries: Sequence[EntryView], words: Collection[str]) -> dict[int, Sequence[Clue]]:
    """Return by entry where those words stand that its title does not hold; of a placeholder nothing."""
    found: dict[int, Sequence[Clue]] = {}
    for entry in entries:
        missing = [word for word in words if not holds(entry.title, (word,))]
        if missing and not entry.concealed:
            found[entry.id] = tuple(_clues(_places(entry), missing, words))
    return found


def _places(entry: EntryView) -> Iterator[tuple[str, str]]:
    # What the product says of content stands in the line below the title.
    if entry.kind is not EntryKind.CONTENT:
        yield "", entry.description
    yield _("Place"), entry.location
    yield _("Hashtags"), " ".join(entry.tags)


def _clues(places: Iterator[tuple[str, str]], missing: Collection[str], words: Collection[str]) -> Iterator[Clue]:
    left = set(missing)
    shown = 0
    for label, text in places:
        here = {word for word in left if holds(text, (word,))}
        if here and shown < MOST:
            yield Clue(label, excerpt(text, words))
            left -= here
            shown += 1
