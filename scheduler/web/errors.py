"""Error pages: what happened and what to do next, and nothing else."""

import logging
import secrets
from contextlib import suppress
from http import HTTPStatus

from flask import Flask, Response, current_app, json, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnectionError
from werkzeug.exceptions import BadRequest, Gone, HTTPException, InternalServerError, NotFound

from scheduler.db import READING_METHODS
from scheduler.rows import RowGoneError
from scheduler.web.body_limits import drain_body
from scheduler.web.outages import OUTAGES, Outage, code_of, outage_of
from scheduler.web.request import session
from scheduler.web.unsaved_input import posted_texts

logger = logging.getLogger(__name__)

OWN_PAGES = frozenset({400, 403, 404, 405, 410, 413, 429})
TOO_LARGE = 413
TAKEN_AWAY = frozenset({403, 404, 410})
"""What a form meets when somebody else was faster: what was typed into it is shown, to be copied."""


class StaleFormError(BadRequest):
    """A form came back that belongs to another session or an older page."""


class GoneError(Gone):
    """Something was here and has been taken away; the text says what and where to turn."""


def register_errors(app: Flask) -> None:
    """Answer every HTTP error and every crash with one of our pages."""
    app.register_error_handler(HTTPException, _answer)
    for kind in (DBAPIError, NoConnectionError, OSError):
        app.register_error_handler(kind, _outage_or_crash)
    app.register_error_handler(RowGoneError, _gone)
    app.register_error_handler(InternalServerError, _crash)


def _answer(error: HTTPException) -> Response | HTTPException:
    if error.response is not None or error.code is None:
        return error
    if error.code == TOO_LARGE:
        drain_body()
    response = make_response(_body(error), error.code)
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    for name, value in error.get_headers():
        if name != "Content-Type":
            response.headers[name] = value
    return _typed(response)


def _gone(_error: RowGoneError) -> Response | HTTPException:
    """What a form was about was deleted by somebody else, between the page and this request."""
    return _answer(NotFound())


def _body(error: HTTPException) -> str:
    if not _wants_page():
        return _plain(error.code or 500, error.name)
    template = f"errors/{error.code}.html" if error.code in OWN_PAGES else "errors/other.html"
    own_text = error.description if isinstance(error, GoneError) else None
    stale = isinstance(error, CSRFError | StaleFormError)
    texts = posted_texts() if stale or error.code in TAKEN_AWAY else ()
    return render_template(template, code=error.code, stale=stale, own_text=own_text, texts=texts)


def _outage_or_crash(error: Exception) -> Response:
    outage = outage_of(error)
    if outage is None:
        raise error
    return _outage(outage, error)


def _outage(outage: Outage, error: BaseException | None) -> Response:
    """Say what is wrong with the server and whether anything was saved, and hand back what was typed."""
    outage_page = OUTAGES[outage]
    # Like a crash: the database may be what the page's frame needs.
    logger.error("answered %s at %s: %s (%s)", outage_page.status, request.endpoint, outage, code_of(error))
    saved = _fate(outage)
    _give_up()
    if _wants_page():
        texts = posted_texts() if saved in {"lost", "unknown"} else ()
        page = current_app.jinja_env.get_template("errors/outage.html")
        text = page.render(outage_page=outage_page, saved=saved, texts=texts, _=_)
    else:
        text = _plain(outage_page.status, HTTPStatus(outage_page.status).phrase)
    response = make_response(text, outage_page.status)
    response.headers["Cache-Control"] = "no-store"
    if outage_page.retry_seconds is not None:
        response.headers["Retry-After"] = str(outage_page.retry_seconds)
    return _typed(response)


def _give_up() -> None:
    """Roll back what is half done: functions that run after this request may commit."""
    # What is broken may be the session itself.
    with suppress(Exception):
        session().rollback()


def _fate(outage: Outage) -> str:
    """What became of what was sent: nothing to lose, lost, unknown or saved."""
    if request.method in READING_METHODS:
        return "reading"
    saved = session().info.get("saved")
    if saved:
        return "saved"
    # Only a connection that breaks over the commit leaves open what became of it.
    return "unknown" if saved is False and outage is Outage.UNREACHABLE else "lost"


def _crash(error: InternalServerError) -> Response:
    """Answer without a context processor: what crashed may be what they need, the database for one."""
    outage = outage_of(error.original_exception)
    if outage is not None:
        return _outage(outage, error.original_exception)
    _give_up()
    reference = secrets.token_hex(4)
    # The kind alone: the text of an exception may quote text that is under embargo.
    logger.error("answered 500 with reference %s: %s", reference, type(error.original_exception or error).__name__)
    if _wants_page():
        text = current_app.jinja_env.get_template("errors/500.html").render(reference=reference, _=_)
    else:
        text = _plain(500, f"Internal Server Error, reference {reference}")
    response = make_response(text, 500)
    response.headers["Cache-Control"] = "no-store"
    return _typed(response)


def _wants_page() -> bool:
    if "Authorization" in request.headers:
        # A program: browsers log in with cookies.
        return False
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best != "application/json"


def _plain(code: int, name: str) -> str:
    return json.dumps({"status": code, "title": name})


def _typed(response: Response) -> Response:
    response.mimetype = "text/html" if _wants_page() else "application/json"
    return response
