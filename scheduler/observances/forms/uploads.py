"""The form that takes a catalogue file."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField

from scheduler.observances.domain.csv_table import MAX_FILE_BYTES
from scheduler.web.fields import needed
from scheduler.web.forms import TokenForm


class UploadForm(TokenForm):
    """A CSV file; it is read once, one byte further than it may be long."""

    file = FileField(
        _l("Catalogue file"),
        [needed(_l("Choose a file."))],
        description=_l("CSV in UTF-8 with commas, semicolons or tabs, at most 2 MB and 5000 rows."),
    )

    def content(self) -> bytes:
        """Return the file's bytes; of one that is too large, just enough to tell."""
        return bytes(self.file.data.stream.read(MAX_FILE_BYTES + 1))
