"""What every file format is, and what it is made of."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from scheduler.messages import Message


@dataclass(frozen=True, slots=True)
class Section:
    """A part after the end of a release; the heading may be empty."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class DocumentPicture:
    """A picture in the copy; `content` is a JPEG or PNG, None where the file is not part of the document.

    `path` follows the address of the copy (`Record.address`) in that of the picture.
    """

    name: str
    alt_text: str = ""
    credit: str = ""
    licence: str = ""
    path: str = ""
    media_type: str = ""
    content: bytes | None = None


@dataclass(frozen=True, slots=True)
class PrintedQuote:
    """What somebody says: in marks, with who says it, and both as one sentence of running text."""

    words: str
    by: str
    sentence: str


class Use(StrEnum):
    """Whether the copy may be published, in the words of IPTC (ninjs 3.1, `pubStatus`)."""

    USABLE = "usable"
    WITHHELD = "withheld"
    CANCELED = "canceled"


@dataclass(frozen=True, slots=True)
class Record:
    """What systems ask about the copy: where it lives, which version it is, and when it may be used.

    Moments are aware. `embargoed_until` is None while nothing is under embargo, and while no end is set.
    """

    address: str = ""
    version: int = 1
    saved_at: datetime | None = None
    use: Use = Use.WITHHELD
    embargoed_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """Copy in the order in which it is printed; empty parts are left out.

    `notices` are lines above everything, such as the embargo. `body`, `call_to_action` and the texts of `sections` are
    Markdown, all else plain text. `below` are lines below the text, `after` those below all sections; `pictures` come
    last. Paragraphs are set in the direction of their first letter. `dateline` is in the body already. `photo` is how
    a credit is written, with a place for it, and `alt` how alt text is. `quotes` follow the body. `email_subject` is
    that of an email with it, empty for the title.
    """

    notices: tuple[str, ...] = ()
    title: str = ""
    subhead: str = ""
    byline: str = ""
    notes: tuple[str, ...] = ()
    body: str = ""
    quotes: tuple[PrintedQuote, ...] = ()
    call_to_action: str = ""
    below: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    after: tuple[str, ...] = ()
    pictures: tuple[DocumentPicture, ...] = ()
    photo: str = "%(credit)s"
    alt: str = "%(text)s"
    dateline: str = ""
    email_subject: str = ""
    record: Record = Record()


class UnsetCharactersError(ValueError):
    """A file format cannot show some characters; they are its only argument, in order."""

    def __init__(self, characters: tuple[str, ...]) -> None:
        super().__init__(characters)
        self.characters = characters


class Exporter(Protocol):
    """A file format.

    Attributes:
        slug: the name under which it is registered, and its part of the address.
        label: what a person picks it by.
        extension: of the file's name, without the dot.
        media_type: what the file is served as; text is in UTF-8.
        has_pictures: whether the files of pictures become part of it.
    """

    slug: str
    label: Message
    extension: str
    media_type: str
    has_pictures: bool

    def write(self, document: Document) -> bytes:
        """Return the file. Whatever was typed, it opens, and nothing in it is run or fetched.

        Raises:
            UnsetCharactersError: the format cannot show some of the characters.
        """
        ...


def picture_lines(document: Document) -> tuple[str, ...]:
    """Return each picture as a line: its name, credit and alt text."""
    return tuple(" – ".join(filter(None, (one.name, *picture_words(document, one)))) for one in document.pictures)


def picture_words(document: Document, picture: DocumentPicture) -> tuple[str, ...]:
    """Return credit and alt text of a picture as they are written; those that are there."""
    credit = document.photo % {"credit": picture.credit} if picture.credit else ""
    alt = document.alt % {"text": picture.alt_text} if picture.alt_text else ""
    return tuple(part for part in (credit, alt) if part)
