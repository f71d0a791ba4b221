"""Which files are taken as pictures, by their first bytes; what their names and browsers say is not looked at."""

from dataclasses import dataclass
from enum import StrEnum

_LOOKED_AT_BYTES = 1024


class PictureProblem(StrEnum):
    """Why a file cannot be kept as a picture."""

    EMPTY = "empty"
    MARKUP = "markup"
    DOCUMENT = "document"
    NO_PICTURE = "no_picture"
    ANIMATED = "animated"
    TOO_MANY_PIXELS = "too_many_pixels"
    DAMAGED = "damaged"


class UnusablePictureError(ValueError):
    """A file that is not kept; `problem` says why."""

    def __init__(self, problem: PictureProblem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class PictureFormat:
    """A format that is taken: its name in Pillow, and what it is kept as."""

    name: str
    kept_as: str


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A picture as it is kept: its bytes, their media type, and its size in pixels as it stands upright."""

    content: bytes
    media_type: str
    width: int
    height: int


EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}
"""How the name of a file ends, by the media type of what is kept."""


def format_of(content: bytes) -> PictureFormat:
    """Return the format that a file begins with.

    Raises:
        UnusablePictureError: it begins with none that is taken.
    """
    if not content:
        raise UnusablePictureError(PictureProblem.EMPTY)
    head = content[:_LOOKED_AT_BYTES]
    if head.startswith(b"\xff\xd8\xff"):
        return PictureFormat("JPEG", "JPEG")
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return PictureFormat("PNG", "PNG")
    if head.startswith((b"GIF87a", b"GIF89a")):
        # One still picture, which PNG keeps without loss.
        return PictureFormat("GIF", "PNG")
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return PictureFormat("WEBP", "WEBP")
    raise UnusablePictureError(_what_else(head))


def _what_else(head: bytes) -> PictureProblem:
    text = head.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip().lower()
    if text.startswith((b"<", b"\xff\xfe<", b"\xfe\xff<")) or b"<svg" in text or b"<html" in text:
        return PictureProblem.MARKUP
    is_document = b"%PDF-" in head or head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0"))
    return PictureProblem.DOCUMENT if is_document else PictureProblem.NO_PICTURE
