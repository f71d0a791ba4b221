"""What a partner without an account opens by their link: page, ZIP and pictures, each asked anew at every request."""

import time
from functools import partial
from typing import cast

from flask import Flask, Response, abort, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import by_token
from scheduler.content.queries.pictures import TextPicture
from scheduler.dates.timezones import day_of, zone_names
from scheduler.filenames import disposition
from scheduler.kits.domain.archive import zipped
from scheduler.kits.presenters.archive import archive_files
from scheduler.kits.presenters.partner import PartnerKit, is_over, organisation_outside, partner_kit, partner_picture
from scheduler.kits.queries.kits import Opened, link_with_hash
from scheduler.kits.services.openings import OpeningLog
from scheduler.kits.views.blueprint import blueprint
from scheduler.pictures.formats import EXTENSIONS
from scheduler.pictures.store import MissingFileError, PictureStore
from scheduler.secret_tokens import hash_of
from scheduler.web.compression import keep_plain
from scheduler.web.request import flush, flush_if_due, now, session, settings
from scheduler.web.security_headers import impersonal, noindex, sandboxed

THUMBNAIL_TYPE = "image/webp"


def init_kits(app: Flask) -> None:
    """Give the application its memory of openings, one for all threads."""
    app.extensions["scheduler.kit_openings"] = OpeningLog(time.monotonic)


def write_openings(app: Flask) -> None:
    """Write the openings that are counted in memory, when the process ends."""
    with app.app_context():
        flush(_log())


@blueprint.get("/kit/<token>")
@by_token
def page(token: str) -> ResponseReturnValue:
    """The kit as it is now."""
    opened = _opened(token)
    if (gone := _gone(opened)) is not None:
        return gone
    shown = _shown(opened)
    _count(opened)
    values = {"kit": shown, "zone": asked_zone(), "token": token, "preview_of": ""}
    return _private(make_response(render_template("kits/partner.html", **values)))


@blueprint.get("/kit/<token>/kit.zip")
@by_token
def archive(token: str) -> ResponseReturnValue:
    """All of it as one file, which leaves while it is written."""
    opened = _opened(token)
    if (gone := _gone(opened)) is not None:
        return gone
    shown = _shown(opened)
    _count(opened)
    read = partial(_file_or_none, PictureStore.of(settings()))
    file = Response(zipped(archive_files(shown, asked_zone(), read)), mimetype="application/zip")
    file.headers["Content-Disposition"] = disposition(shown.title, "zip", unnamed="kit", is_saved=True)
    return _private(file)


@blueprint.get("/kit/<token>/pictures/<address>")
@by_token
def picture(token: str, address: str) -> ResponseReturnValue:
    """A picture to keep, if it is in what the partner gets now."""
    one = _picture(token, address)
    content = _file_or_none(PictureStore.of(settings()), one.row.stored.sha256) or abort(404)
    return _picture_file(content, one, one.row.stored.media_type, is_saved=True)


@blueprint.get("/kit/<token>/pictures/<address>/thumbnail")
@by_token
def thumbnail(token: str, address: str) -> ResponseReturnValue:
    """The small picture that the page shows."""
    one = _picture(token, address)
    name = one.row.stored.thumbnail_sha256 or abort(404)
    content = _file_or_none(PictureStore.of(settings()), name) or abort(404)
    return _picture_file(content, one, THUMBNAIL_TYPE, is_saved=False)


def asked_zone() -> str:
    """Return the zone that the partner has chosen; empty for none or one that there is not."""
    zone = request.args.get("zone", "")
    return zone if zone in zone_names() else ""


def _opened(token: str) -> Opened:
    keep_plain()
    return link_with_hash(session(), hash_of(token)) or abort(404)


def _gone(opened: Opened) -> Response | None:
    """Return the page that says why a link is closed, and whom to ask; None while it is open."""
    link, kit, campaign = opened.link, opened.kit, opened.campaign
    is_withdrawn = bool(link.withdrawn_at or kit.withdrawn_at or campaign.cancelled_at or campaign.deleted_at)
    if not is_withdrawn and not is_over(session(), kit, campaign, now()):
        return None
    organisation = organisation_outside(session(), campaign)
    closed_on = None if is_withdrawn else kit.expires_on
    answer = make_response(render_template("kits/gone.html", organisation=organisation, closed_on=closed_on), 410)
    return _private(answer)


def _shown(opened: Opened) -> PartnerKit:
    return partner_kit(session(), opened, now())


def _count(opened: Opened) -> None:
    log = _log()
    log.note(opened.link.id, day_of(now(), settings().time_zone))
    flush_if_due(log)


def _log() -> OpeningLog:
    return cast("OpeningLog", current_app.extensions["scheduler.kit_openings"])


def _picture(token: str, address: str) -> TextPicture:
    opened = _opened(token)
    if _gone(opened) is not None:
        abort(410)
    return partner_picture(session(), opened, address, now()) or abort(404)


def _picture_file(content: bytes, one: TextPicture, media_type: str, *, is_saved: bool) -> Response:
    file = sandboxed(Response(content, mimetype=media_type))
    name = one.file.name.rpartition(".")[0] or one.file.name
    header = disposition(name, EXTENSIONS[media_type], unnamed="picture", is_saved=is_saved)
    file.headers["Content-Disposition"] = header
    return _private(file)


def _file_or_none(store: PictureStore, name: str) -> bytes | None:
    try:
        return store.read(name)
    except MissingFileError:
        return None


def _private(response: Response) -> Response:
    """Keep an answer, and the address that it came from, to whoever has the link."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"
    return impersonal(noindex(response))
