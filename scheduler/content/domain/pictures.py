"""Pictures in a text: in which order, with which words, and whether those whom they show still agree."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from scheduler.content.domain.item_text import Attachment, ItemText

MAX_PICTURES = 200
"""How many one item may have."""

MAX_ALT_TEXT_CHARS, MAX_CREDIT_CHARS, MAX_LICENCE_CHARS, MAX_NAME_CHARS = 2000, 200, 200, 200
MAX_CONSENT_CHARS = 1000

FOCUS_PERCENTS = (17, 50, 83)
"""The middles of the thirds of a picture, from the left and from the top."""


class PictureFault(StrEnum):
    """Why a picture cannot be used now, or not as it is."""

    CONSENT_WITHDRAWN = "consent_withdrawn"
    CONSENT_ENDED = "consent_ended"
    NO_ALT_TEXT = "no_alt_text"
    NO_CREDIT = "no_credit"


FORBIDDEN = frozenset({PictureFault.CONSENT_WITHDRAWN, PictureFault.CONSENT_ENDED})
"""With these a picture is neither shown nor handed out."""


@dataclass(frozen=True, slots=True)
class FaultyPicture:
    """A picture that stands in the way, by its name."""

    name: str
    fault: PictureFault


@dataclass(frozen=True, slots=True)
class Consent:
    """What those who can be recognised have agreed to; `until` is the last day, inclusive, None without end."""

    shows_people: bool = False
    people: str = ""
    scope: str = ""
    until: date | None = None


@dataclass(frozen=True, slots=True)
class PictureDetails:
    """What is known of a picture besides its published words; the focus in percent from the left and the top."""

    licence: str = ""
    consent: Consent = Consent()
    focus: tuple[int, int] = (50, 50)


def consent_fault(consent: Consent, today: date, *, is_withdrawn: bool) -> PictureFault | None:
    """Say why a picture may not be used on a day, which is one in the zone of the organisation that owns the item."""
    if is_withdrawn:
        return PictureFault.CONSENT_WITHDRAWN
    if consent.shows_people and consent.until is not None and today > consent.until:
        return PictureFault.CONSENT_ENDED
    return None


def missing_words(file: Attachment) -> tuple[PictureFault, ...]:
    """Return what a picture in a text lacks: alt text, credit."""
    lacking = {PictureFault.NO_ALT_TEXT: not file.alt_text.strip(), PictureFault.NO_CREDIT: not file.credit.strip()}
    return tuple(fault for fault, is_lacking in lacking.items() if is_lacking)


def with_picture(text: ItemText, file: Attachment) -> ItemText:
    """Return the text with one picture more, the last."""
    return replace(text, attachments=(*text.attachments, file))


def without_picture(text: ItemText, sha256: str) -> ItemText:
    """Return the text without a picture; as it is if that is not in it."""
    return replace(text, attachments=tuple(file for file in text.attachments if file.sha256 != sha256))


def with_words(text: ItemText, sha256: str, alt_text: str, credit: str) -> ItemText:
    """Return the text with other words for a picture."""
    files = (
        replace(file, alt_text=alt_text, credit=credit) if file.sha256 == sha256 else file for file in text.attachments
    )
    return replace(text, attachments=tuple(files))


def with_order(text: ItemText, sha256: str, step: int) -> ItemText:
    """Return the text with a picture so many places further down, at most at an end."""
    files = list(text.attachments)
    here = next((place for place, file in enumerate(files) if file.sha256 == sha256), None)
    if here is None:
        return text
    moved = files.pop(here)
    files.insert(max(0, here + step), moved)
    return replace(text, attachments=tuple(files))
