"""What organisations keep ready for the end of a release: which of it stands in a text, and how it is put there."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from scheduler.content.domain.kinds import Field

PARAGRAPHS = "\n\n"
SHORT = 30
"""So many code points or more are one organisation's own, wherever they stand."""


class PressPart(StrEnum):
    """What an organisation keeps versions of; each is named after the field of a text that it belongs in."""

    BOILERPLATE = Field.BOILERPLATE.value
    MEDIA_CONTACT = Field.MEDIA_CONTACT.value


MAX_PRESS_CHARS: dict[PressPart, int] = {PressPart.BOILERPLATE: 3_000, PressPart.MEDIA_CONTACT: 1_000}
"""Most code points of one organisation's; the field of a text takes those of several."""


@dataclass(frozen=True, slots=True)
class PressVersion:
    """A text that an organisation saved; `language` is a BCP 47 tag, or empty for any; an empty text takes it back."""

    organisation_id: int
    part: PressPart
    language: str
    text: str
    is_newest: bool


@dataclass(frozen=True, slots=True)
class PressOffer:
    """What can be put into a text: a part, in a language, or the one for any."""

    part: PressPart
    language: str

    @property
    def value(self) -> str:
        """Return what the button sends."""
        return f"{self.part}:{self.language}"


@dataclass(frozen=True, slots=True)
class Kept:
    """The newest text of an organisation, and older versions of the same."""

    text: str
    older: tuple[str, ...] = ()


def inserted(typed: str, texts: Iterable[Kept]) -> str:
    """Return what was typed with the texts in it, each in place of its older version, else behind all, a paragraph.

    Those that stand there already are left out.
    """
    rest = typed
    for kept in texts:
        if not _places(rest, kept.text):
            rest = _replaced(rest, kept) or (f"{rest.rstrip()}{PARAGRAPHS}{kept.text}" if rest.strip() else kept.text)
    return rest


def _replaced(typed: str, kept: Kept) -> str:
    """Return what was typed with the longest older version that stands there replaced; empty if none does."""
    for old in sorted(kept.older, key=len, reverse=True):
        if places := _places(typed, old):
            return f"{typed[: places[0]]}{kept.text}{typed[places[0] + len(old) :]}"
    return ""


def texts_in(versions: Collection[PressVersion], organisations: Sequence[int], language: str) -> list[Kept]:
    """Return what each organisation keeps in a language, or else what it keeps for any, in the order given."""
    newest = {(one.organisation_id, one.language): one for one in versions if one.is_newest and one.text}
    found = (newest.get((ident, language)) or newest.get((ident, "")) for ident in organisations)
    return [Kept(one.text, _older(versions, one)) for one in found if one is not None]


def _older(versions: Iterable[PressVersion], newest: PressVersion) -> tuple[str, ...]:
    same = (one for one in versions if (one.organisation_id, one.language) == (newest.organisation_id, newest.language))
    return tuple(one.text for one in same if not one.is_newest)


def is_outdated(text: str, versions: Iterable[PressVersion]) -> bool:
    """Say whether an older version of one organisation's part stands in a text, word for word.

    Long ones are looked for first, and what is found is taken out: of a version that has grown, the older one is not
    found within the newest, nor the newest within the older one of a version that has shrunk.
    """
    # The newest come first among equals: what was written again after a change is no older version.
    for one in sorted(versions, key=lambda version: (-len(version.text), not version.is_newest)):
        found = _places(text, one.text)
        if found and not one.is_newest:
            return True
        for place in reversed(found):
            text = f"{text[:place]}\n{text[place + len(one.text) :]}"
    return False


def _places(text: str, wanted: str) -> list[int]:
    """Return where a text stands in another, ascending, without overlaps and what is part of a longer word.

    A short one, such as a name, stands in other sentences too: it counts where lines hold nothing else.
    """
    is_short = len(wanted) < SHORT
    found: list[int] = []
    place = text.find(wanted) if wanted else -1
    while place >= 0:
        end = place + len(wanted)
        before, after = text[max(place - 1, 0) : place], text[end : end + 1]
        is_whole = not (_joins(before, wanted[0]) or _joins(wanted[-1], after))
        is_whole = is_whole and (not is_short or {before, after} <= {"", "\n"})
        if is_whole:
            found.append(place)
        place = text.find(wanted, end if is_whole else place + 1)
    return found


def _joins(before: str, after: str) -> bool:
    return before.isalnum() and after.isalnum()
