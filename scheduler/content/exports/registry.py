"""The list of file formats; a new one is one file and one line here."""

from scheduler.content.exports.email_draft import EmailDraft
from scheduler.content.exports.ninjs import Ninjs
from scheduler.content.exports.page import WebPage
from scheduler.content.exports.pdf import PdfFile
from scheduler.content.exports.plain import PlainText
from scheduler.content.exports.protocol import Exporter
from scheduler.content.exports.word import WordFile

# In the order in which pages offer them.
_ALL: tuple[Exporter, ...] = (WordFile(), PdfFile(), EmailDraft(), PlainText(), WebPage(), Ninjs())
EXPORTERS = {exporter.slug: exporter for exporter in _ALL}
