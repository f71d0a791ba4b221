"""A Word file (DOCX): what newspapers ask for."""

from scheduler.content.exports.protocol import Document
from scheduler.messages import N_, message


class WordFile:
    """Set with the styles that come with Word."""

    slug = "docx"
    label = message(N_("Word (DOCX)"))
    extension = "docx"
    media_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    has_pictures = True

    def write(self, document: Document) -> bytes:
        """Return the file."""
        # Here, as it takes 7 MiB in each process.
        from scheduler.content.exports.word_document import word_document  # noqa: PLC0415

        return word_document(document)
