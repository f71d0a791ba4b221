"""What every file format is, and what it is made of."""

from dataclasses import dataclass
from typing import Protocol

from scheduler.messages import Message


@dataclass(frozen=True, slots=True)
class Section:
    """A part after the end of a release; the heading may be empty."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """Copy in the order in which it is printed; empty parts are left out.

    `notices` are lines above everything, such as the embargo. `body`, `call_to_action` and the texts of `sections` are
    Markdown, all else plain text. `below` are lines below the text, `after` those below all sections. Paragraphs are
    set in the direction of their first letter.
    """

    notices: tuple[str, ...] = ()
    title: str = ""
    subhead: str = ""
    byline: str = ""
    notes: tuple[str, ...] = ()
    body: str = ""
    call_to_action: str = ""
    below: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    after: tuple[str, ...] = ()


class Exporter(Protocol):
    """A file format.

    Attributes:
        slug: the name under which it is registered, and its part of the address.
        label: what a person picks it by.
        extension: of the file's name, without the dot.
        media_type: what the file is served as; text is in UTF-8.
    """

    slug: str
    label: Message
    extension: str
    media_type: str

    def write(self, document: Document) -> bytes:
        """Return the file. Whatever was typed, it opens, and nothing in it is run or fetched."""
        ...
