"""Plain text, for the body of an email."""

from collections.abc import Iterable

from scheduler.content.domain.markdown import plain_text
from scheduler.content.exports.protocol import Document, picture_lines
from scheduler.messages import N_, message


class PlainText:
    """UTF-8 with line ends as mail programs and Windows want them."""

    slug = "text"
    label = message(N_("Plain text"))
    extension = "txt"
    media_type = "text/plain"
    has_pictures = False

    def write(self, document: Document) -> bytes:
        """Return the parts with a blank line between them, without marks of Markdown."""
        joined = joined_parts((*document.notices, document.title, copy_as_text(document))) + "\n"
        return joined.replace("\n", "\r\n").encode("utf-8", "replace")


def copy_as_text(document: Document) -> str:
    """Return what stands below the title."""
    quotes = (quote.sentence for quote in document.quotes)
    text = plain_text(document.body), *quotes, plain_text(document.call_to_action)
    sections = ("\n".join(filter(None, (part.heading, plain_text(part.text)))) for part in document.sections)
    above = (document.subhead, document.byline, *document.notes)
    return joined_parts((*above, *text, *document.below, *sections, *document.after, *picture_lines(document)))


def joined_parts(parts: Iterable[str]) -> str:
    """Return the parts with a blank line between them; empty ones are left out."""
    return "\n\n".join(part for part in parts if part)
