"""Plain text, for the body of an email."""

from scheduler.content.domain.markdown import plain_text
from scheduler.content.exports.protocol import Document
from scheduler.messages import N_, message


class PlainText:
    """UTF-8 with line ends as mail programs and Windows want them."""

    slug = "text"
    label = message(N_("Plain text"))
    extension = "txt"
    media_type = "text/plain"

    def write(self, document: Document) -> bytes:
        """Return the parts with a blank line between them, without marks of Markdown."""
        text = plain_text(document.body), plain_text(document.call_to_action)
        above = (*document.notices, document.title, document.subhead, document.byline, *document.notes)
        sections = ("\n".join(filter(None, (part.heading, plain_text(part.text)))) for part in document.sections)
        parts = (*above, *text, *document.below, *sections, *document.after)
        joined = "\n\n".join(part for part in parts if part) + "\n"
        return joined.replace("\n", "\r\n").encode("utf-8", "replace")
