"""The blueprint of the API, which describes itself, and what it answers when something is wrong."""

from http import HTTPStatus
from typing import Any

from flask import Response, json, make_response
from flask_smorest import Blueprint
from werkzeug.exceptions import HTTPException

blueprint = Blueprint("api", __name__, url_prefix="/api/v1", description="Entries of the calendar")

PROBLEM = "application/problem+json"
DETAILS = {
    401: "Send a token that is valid: “Authorization: Bearer …”. Tokens are made at %(site)s/api-tokens.",
    404: "There is no such entry, or this token cannot read it.",
    422: "Some parameters cannot be used.",
    429: "A token can be used %(most)s times a minute. Ask again in %(seconds)s seconds.",
}


def problem(status: int, detail: str, **more: Any) -> Response:
    """Return what went wrong in the form of RFC 9457 (read 2026-11-27)."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    response = make_response(json.dumps(body), status)
    response.headers["Content-Type"] = PROBLEM
    return response


@blueprint.errorhandler(HTTPException)
def _answer(error: HTTPException) -> Response | HTTPException:
    if error.response is not None or error.code is None:
        return error
    # What webargs found wrong, by place and parameter.
    found = getattr(error, "data", {}).get("messages")
    detail = DETAILS.get(error.code, error.description or error.name)
    response = problem(error.code, detail, **({"errors": found} if found else {}))
    for name, value in error.get_headers():
        if name != "Content-Type":
            response.headers[name] = value
    return response
