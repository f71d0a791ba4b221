"""Error pages: what happened and what to do next, and nothing else."""

import logging
import secrets

from flask import Flask, Response, current_app, json, make_response, render_template, request
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import BadRequest, Gone, HTTPException, InternalServerError, NotFound

from scheduler.rows import RowGoneError
from scheduler.web.limits import drain_body
from scheduler.web.typed import typed_texts

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
    texts = typed_texts() if stale or error.code in TAKEN_AWAY else ()
    return render_template(template, code=error.code, stale=stale, own_text=own_text, texts=texts)


def _crash(error: InternalServerError) -> Response:
    """Answer without a context processor: what crashed may be what they need, the database for one."""
    reference = secrets.token_hex(4)
    # The kind alone: the text of an exception may quote words that are under embargo.
    logger.error("answered 500 with reference %s: %s", reference, type(error.original_exception or error).__name__)
    if _wants_page():
        text = current_app.jinja_env.get_template("errors/500.html").render(reference=reference, _=_)
    else:
        text = _plain(500, f"Internal Server Error, reference {reference}")
    response = make_response(text, 500)
    response.headers["Cache-Control"] = "no-store"
    return _typed(response)


def _wants_page() -> bool:
    best = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return best != "application/json"


def _plain(code: int, name: str) -> str:
    return json.dumps({"status": code, "title": name})


def _typed(response: Response) -> Response:
    response.mimetype = "text/html" if _wants_page() else "application/json"
    return response
