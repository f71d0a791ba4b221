"""Copy as a file, for people outside."""

from flask import Response, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import members_only
from scheduler.content.domain.item_text import has_main_text
from scheduler.content.exports.protocol import Exporter, UnsetCharactersError
from scheduler.content.exports.registry import EXPORTERS
from scheduler.content.presenters.export import export_document
from scheduler.content.views.access import item_text_logged
from scheduler.content.views.blueprint import blueprint
from scheduler.content.views.picture_files import exported_pictures
from scheduler.filenames import disposition
from scheduler.web.request import now, session, settings

UNNAMED = "copy"
MOST_CHARACTERS = 20


@blueprint.get("/content/<public_id>/export/<file_format>")
@members_only
def export(public_id: str, file_format: str) -> ResponseReturnValue:
    """Send the current copy as a file, to whoever may read it; under embargo that is on record."""
    exporter = EXPORTERS.get(file_format) or abort(404)
    seen = item_text_logged(public_id)
    if not has_main_text(seen.text):
        abort(404)
    address = settings().base_url.rstrip("/") + url_for("content.show", public_id=public_id)
    pictures = exported_pictures(seen, has_files=exporter.has_pictures)
    document = export_document(session(), seen, now(), address, pictures)
    try:
        written = exporter.write(document)
    except UnsetCharactersError as error:
        return _not_written(public_id, exporter, error)
    file = Response(written, mimetype=exporter.media_type)
    header = disposition(seen.text.title, exporter.extension, unnamed=UNNAMED, is_saved=True)
    file.headers["Content-Disposition"] = header
    return file


def _not_written(public_id: str, exporter: Exporter, error: UnsetCharactersError) -> ResponseReturnValue:
    shown = " ".join(error.characters[:MOST_CHARACTERS])
    values = {"format": exporter.label.render(_), "characters": shown}
    flash(_("%(format)s cannot show these characters: %(characters)s. Download another format.", **values), "error")
    return redirect(url_for("content.show", public_id=public_id), 303)
