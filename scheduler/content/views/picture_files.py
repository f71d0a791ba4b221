"""The files of pictures: whether somebody may have one is asked each time, and who took it away is on record."""

from dataclasses import replace

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import members_only, require_person
from scheduler.content.exports.protocol import DocumentPicture
from scheduler.content.queries.items import Seen
from scheduler.content.queries.pictures import TextPicture, seen_picture, seen_pictures
from scheduler.content.services.picture_copies import record_holders
from scheduler.content.services.picture_status import row_fault, today_of
from scheduler.content.views.access import item_or_404, item_text_logged, logged_once
from scheduler.content.views.blueprint import blueprint
from scheduler.filenames import disposition
from scheduler.pictures.formats import EXTENSIONS, UnusablePictureError
from scheduler.pictures.store import MissingFileError, PictureStore
from scheduler.web.request import now, session, settings, write_session
from scheduler.web.security_headers import sandboxed

UNNAMED = "picture"
THUMBNAIL_TYPE = "image/webp"
MOST_EXPORTED_BYTES = 25_000_000
"""As much as mail servers commonly take; further pictures of an item are named, and downloaded by themselves."""


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
        if not record_holders(extra, seen.item, [one.row], require_person().id, now()):
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


def exported_pictures(seen: Seen, *, has_files: bool) -> tuple[DocumentPicture, ...]:
    """Return the pictures that may go with the copy of an item as a file, in their order.

    Those without consent are left out. With `has_files` as many files as fit become part of it, once it is on record
    that the person has them.
    """
    today = today_of(session(), seen.item, now())
    usable = [one for one in seen_pictures(session(), seen) if row_fault(one.row, today) is None]
    chosen = _that_fit(usable) if has_files else frozenset()
    refused = _not_recorded(seen, [one for one in usable if one.row.picture.id in chosen])
    return tuple(
        _embedded(one) if one.row.picture.id in chosen else _listed(one)
        for one in usable
        if one.row.picture.id not in refused
    )


def _that_fit(pictures: list[TextPicture]) -> frozenset[int]:
    """Return the ids of the pictures whose files may become part of a document, the first ones first."""
    left, chosen = MOST_EXPORTED_BYTES, set[int]()
    for one in pictures:
        if one.row.stored.size <= left:
            chosen.add(one.row.picture.id)
            left -= one.row.stored.size
    return frozenset(chosen)


def _not_recorded(seen: Seen, pictures: list[TextPicture]) -> frozenset[int]:
    """Put on record that the person takes pictures away; return the ids of those that they may not take after all."""
    if not pictures:
        return frozenset()
    with write_session() as extra:
        rows = [one.row for one in pictures]
        taken = record_holders(extra, seen.item, rows, require_person().id, now())
        extra.commit()
    return frozenset(row.picture.id for row in rows) - taken


def _listed(one: TextPicture) -> DocumentPicture:
    picture, path = one.row.picture, f"/pictures/{one.row.picture.address}"
    return DocumentPicture(one.file.name, one.file.alt_text, one.file.credit, picture.licence, path)


def _embedded(one: TextPicture) -> DocumentPicture:
    """Return a picture with its file, if that is there; Word reads no WebP."""
    media_type = one.row.stored.media_type
    try:
        content = PictureStore.of(settings()).read(one.row.stored.sha256)
        if media_type == THUMBNAIL_TYPE:
            # Here, as few need it: with it comes the library for pictures.
            from scheduler.pictures.cleaning import as_png  # noqa: PLC0415

            content, media_type = as_png(content), "image/png"
    except (MissingFileError, UnusablePictureError):
        return _listed(one)
    return replace(_listed(one), media_type=media_type, content=content)


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
