"""Copy as a file, for people outside."""

from io import BytesIO

from flask import abort, send_file
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import members_only
from scheduler.content.domain.item_text import has_text
from scheduler.content.exports.registry import EXPORTERS
from scheduler.content.presenters.export import export_document
from scheduler.content.views.access import item_text_logged
from scheduler.content.views.blueprint import blueprint

MAX_NAME_CHARS = 80


@blueprint.get("/content/<public_id>/export/<file_format>")
@members_only
def export(public_id: str, file_format: str) -> ResponseReturnValue:
    """Send the current copy as a file, to whoever may read it; under embargo that is on record."""
    exporter = EXPORTERS.get(file_format) or abort(404)
    seen = item_text_logged(public_id)
    if not has_text(seen.words):
        abort(404)
    name = (seen.words.title or _("Untitled")).replace("/", "-")[:MAX_NAME_CHARS].strip(" .")
    file = BytesIO(exporter.write(export_document(seen)))
    response = send_file(file, exporter.media_type, as_attachment=True, download_name=f"{name}.{exporter.extension}")
    # Flask lets browsers keep a file, and dates it itself; this one is as secret as the page.
    del response.headers["Cache-Control"], response.headers["Date"]
    return response
