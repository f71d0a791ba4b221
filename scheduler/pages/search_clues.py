"""Where the words of a search stand in what was found, beyond its title."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import pgettext
from sqlalchemy.orm import Session

from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.finding import Elsewhere
from scheduler.agenda.models import EntryKind
from scheduler.agenda.reading import EntryView
from scheduler.content.domain.markdown import plain_text
from scheduler.content.queries.found import FoundCopy, cited_bills, found_texts
from scheduler.folding import fold, spellings
from scheduler.pages.domain.excerpts import LOOKED_AT, Pieces, excerpt
from scheduler.pages.search_beside import responsible_people

MOST = 3
"""How many places are shown of one result."""


@dataclass(frozen=True, slots=True)
class Clue:
    """A place where words stand, what it is called ("" for the description), and the text around them."""

    label: str
    text: Pieces


@dataclass(frozen=True, slots=True)
class _Place:
    """A text in which words may stand; `folded` is how it is searched."""

    label: str
    text: str
    folded: str
    is_markdown: bool = False


@dataclass(frozen=True, slots=True)
class _Beside:
    """What is known of the items among some entries: their copy, who is responsible, what they cite; by entry."""

    texts: dict[int, FoundCopy]
    people: dict[int, list[str]]
    bills: dict[int, list[str]]


def clues_of(
    session: Session, viewer: Viewer, entries: Sequence[EntryView], words: Collection[str], besides: Elsewhere | None
) -> dict[int, Sequence[Clue]]:
    """Return by entry where those words stand that its title does not hold; of a placeholder nothing."""
    missing = {entry.id: _missing(fold(entry.title), words) for entry in entries if not entry.concealed}
    unclear = [entry for entry in entries if missing.get(entry.id)]
    known = _known(session, viewer, unclear, besides) if besides is not None and unclear else _Beside({}, {}, {})
    return {entry.id: tuple(_clues(_places(entry, known), missing[entry.id], words)) for entry in unclear}


def _known(session: Session, viewer: Viewer, entries: Sequence[EntryView], besides: Elsewhere) -> _Beside:
    items = {entry.source_id: entry.id for entry in entries if entry.kind is EntryKind.CONTENT and not entry.part}
    people = frozenset().union(*besides.people.values())
    texts = found_texts(session, viewer, items)
    return _Beside(
        {items[ident]: copy for ident, copy in texts.items()},
        responsible_people(session, [entry.id for entry in entries], people),
        {items[ident]: bills for ident, bills in cited_bills(session, texts).items()},
    )


def _places(entry: EntryView, known: _Beside) -> Iterator[_Place]:
    # What the product says of content stands in the line below the title.
    if entry.kind is not EntryKind.CONTENT:
        yield _place("", entry.description)
    yield _place(_("Place"), entry.location)
    yield _place(_("Hashtags"), " ".join(entry.tags))
    yield _place(_responsible(entry.kind), ", ".join(known.people.get(entry.id, ())))
    copy = known.texts.get(entry.id)
    for text, folded in zip(copy.texts, copy.folded, strict=False) if copy is not None else ():
        yield _Place(pgettext("text of an item", "Copy"), text, folded, is_markdown=True)
    for bill in known.bills.get(entry.id, ()):
        yield _place(_("Bill"), bill)


def _responsible(kind: EntryKind) -> str:
    if kind is EntryKind.CAMPAIGN:
        return _("Campaign manager")
    return {EntryKind.CONTENT: _("Owner"), EntryKind.TASK: _("Assignee")}.get(kind, _("Steward"))


def _place(label: str, text: str) -> _Place:
    return _Place(label, text, fold(text))


def _missing(folded: str, words: Collection[str]) -> list[str]:
    return [word for word in words if not any(one in folded for one in spellings(word))]


def _clues(places: Iterator[_Place], missing: Collection[str], words: Collection[str]) -> Iterator[Clue]:
    left, shown = list(missing), 0
    for place in places:
        here = [word for word in left if word not in _missing(place.folded, left)]
        if here and shown < MOST:
            yield Clue(place.label, _excerpt(place, here, words))
            left = [word for word in left if word not in here]
            shown += 1


def _excerpt(place: _Place, here: Collection[str], words: Collection[str]) -> Pieces:
    if not place.is_markdown:
        return excerpt(place.text, words, near=here)
    at = min(place.folded.find(one) for word in here for one in spellings(word) if one in place.folded)
    near = at * len(place.text) // max(1, len(place.folded))
    # Of long copy the part alone that may be shown is read as Markdown, as all of it takes a while.
    begin = max(0, near - LOOKED_AT // 4)
    end = begin + LOOKED_AT // 2
    text, is_last = plain_text(place.text[begin:end]), end >= len(place.text)
    return excerpt(text, words, near=here, begins=not begin, ends=is_last)
