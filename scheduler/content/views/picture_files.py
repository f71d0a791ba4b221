"""The files of pictures: whether somebody may have one is asked each time, and who took it away is on record."""

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import members_only, require_person
from scheduler.content.queries.items import Seen
from scheduler.content.queries.pictures import TextPicture, seen_picture
from scheduler.content.services.picture_copies import record_copy
from scheduler.content.services.picture_status import row_fault, today_of
from scheduler.content.views.access import item_or_404, item_text_logged, logged_once
from scheduler.content.views.blueprint import blueprint
from scheduler.filenames import disposition
from scheduler.pictures.cleaning import EXTENSIONS
from scheduler.pictures.store import MissingFileError, PictureStore
from scheduler.web.request import now, session, settings, write_session
from scheduler.web.security_headers import sandboxed

UNNAMED = "picture"
THUMBNAIL_TYPE = "image/webp"


@blueprint.get("/content/<public_id>/pictures/<address>/file")
@members_only
def picture_file(public_id: str, address: str) -> ResponseReturnValue:
    """Send a picture to whoever may read the text that it is in, once it is on record that they have it."""
    seen, one = _usable(item_text_logged(public_id), address)
    try:
        content = PictureStore.of(settings()).read(one.row.stored.sha256)
    except MissingFileError:
        return render_template("content/picture_missing.html", item=seen.item, name=one.file.name), 404
    with write_session() as extra:
        if not record_copy(extra, seen.item, one.row, require_person().id, now()):
            abort(404)
        extra.commit()
    return _file(content, one, one.row.stored.media_type, is_saved=True)


@blueprint.get("/content/<public_id>/pictures/<address>/thumbnail")
@members_only
def picture_thumbnail(public_id: str, address: str) -> ResponseReturnValue:
    """Send the small picture that pages show."""
    _seen, one = _usable(logged_once(item_or_404(public_id)), address)
    name = one.row.stored.thumbnail_sha256 or abort(404)
    try:
        content = PictureStore.of(settings()).read(name)
    except MissingFileError:
        abort(404)
    return _file(content, one, THUMBNAIL_TYPE, is_saved=False)


def _usable(seen: Seen, address: str) -> tuple[Seen, TextPicture]:
    one = seen_picture(session(), seen, address) or abort(404)
    if row_fault(one.row, today_of(session(), seen.item, now())) is not None:
        abort(404)
    return seen, one


def _file(content: bytes, one: TextPicture, media_type: str, *, is_saved: bool) -> Response:
    file = sandboxed(Response(content, mimetype=media_type))
    name = one.file.name.rpartition(".")[0] or one.file.name
    extension = EXTENSIONS[media_type]
    file.headers["Content-Disposition"] = disposition(name, extension, unnamed=UNNAMED, is_saved=is_saved)
    return file
