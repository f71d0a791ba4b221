"""What programs read, each time through the eyes that their token has at that moment."""

import time
from collections.abc import Callable
from datetime import date
from functools import cache, wraps
from http import HTTPStatus
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from flask import Flask, Response, abort, current_app, g, jsonify, request
from flask.typing import ResponseReturnValue
from flask_smorest import Api

from scheduler.accounts.access import by_token, public
from scheduler.accounts.page_context import coalition_zone
from scheduler.agenda.paging import page_of_entries
from scheduler.agenda.reading import Selection, Window
from scheduler.api.domain.tokens import bearer_of
from scheduler.api.presenters.entries import Shown, shown_entry
from scheduler.api.presenters.schemas import EntryArguments, EntrySchema, ProblemSchema, days_asked
from scheduler.api.queries.entries import entry_with_uid
from scheduler.api.services.last_uses import TokenUses
from scheduler.api.services.request_limit import MOST_A_MINUTE, RequestLimit
from scheduler.api.services.tokens import Caller, caller_with
from scheduler.api.views.blueprint import DETAILS, PROBLEM, blueprint, problem
from scheduler.dates.timezones import day_of
from scheduler.web.request import flush, flush_if_due, now, session, settings
from scheduler.web.security_headers import cacheable, impersonal
from scheduler.web.translations import LOCALE, in_language

View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
TOTAL = "X-Total-Count"
PAGE_HEADERS = {
    TOTAL: {"description": "How many entries there are on all pages", "schema": {"type": "integer"}},
    "Link": {"description": "The address of the next page, if there is one", "schema": {"type": "string"}},
}
WAIT_HEADERS = {"Retry-After": {"description": "In how many seconds to ask again", "schema": {"type": "integer"}}}
VERSION = "1"
DESCRIPTION_SECONDS = 300
SECURITY = "token"


def init_api(app: Flask) -> None:
    """Give the application its memory of uses of tokens, one for all threads."""
    app.extensions["scheduler.api_uses"] = TokenUses(time.monotonic)
    app.extensions["scheduler.api_limit"] = RequestLimit()


def write_uses(app: Flask) -> None:
    """Write the uses that are kept in memory, when the process ends."""
    with app.app_context():
        flush(_uses())


def with_token(view: View) -> View:
    """Ask for a token first, before anything else of the request is looked at."""

    @wraps(view)
    def asked(*args: Any, **kwargs: Any) -> ResponseReturnValue:
        g.api_caller = _caller()
        with in_language(LOCALE):
            return view(*args, **kwargs)

    return by_token(cast("View", asked))


@blueprint.route("/entries")
@with_token
@blueprint.arguments(EntryArguments, location="query")
@blueprint.response(200, EntrySchema(many=True), headers=PAGE_HEADERS)
@blueprint.alt_response(304, description="Nothing has changed since the answer with the ETag of If-None-Match")
@blueprint.alt_response(401, schema=ProblemSchema, content_type=PROBLEM)
@blueprint.alt_response(422, schema=ProblemSchema, content_type=PROBLEM)
@blueprint.alt_response(429, schema=ProblemSchema, content_type=PROBLEM, headers=WAIT_HEADERS)
@blueprint.doc(security=[{SECURITY: []}])
def entries(arguments: dict[str, Any]) -> tuple[list[Shown], dict[str, str]]:
    """Entries of some days.

    In order of day and time, in pages: the header Link names the next one (RFC 8288).
    """
    caller = _known_caller()
    raw = {name: [str(value) for value in values] for name, values in arguments.items() if isinstance(values, list)}
    if caller.kinds:
        raw["kind"] = sorted(caller.kinds & set(raw["kind"]) if "kind" in raw else caller.kinds)
        if not raw["kind"]:
            return [], {TOTAL: "0"}
    if text := arguments.get("text"):
        raw["text"] = [text]
    first, last = _days(arguments)
    chosen = Selection.parse(raw, listed_only=False)
    count, start = arguments["page_size"], (arguments["page"] - 1) * arguments["page_size"]
    page = page_of_entries(session(), caller.viewer, Window(first, last), chosen, start=start, count=count)
    headers = {TOTAL: str(page.total)}
    if start + count < page.total:
        headers["Link"] = f'<{_address_of_page(arguments["page"] + 1)}>; rel="next"'
    return [shown_entry(view, settings().base_url) for view in page.entries], headers


def _days(arguments: dict[str, Any]) -> tuple[date, date]:
    try:
        return days_asked(arguments, day_of(now(), coalition_zone()))
    except ValueError as error:
        abort(problem(422, DETAILS[422], errors={"query": {"to": [str(error)]}}))


def _address_of_page(number: int) -> str:
    """Return the address of this request with another page."""
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != "page"]
    return f"{settings().base_url}{request.path}?{urlencode([*asked, ('page', number)])}"


@blueprint.route("/entries/<uid>")
@with_token
@blueprint.response(200, EntrySchema)
@blueprint.alt_response(304, description="Nothing has changed since the answer with the ETag of If-None-Match")
@blueprint.alt_response(401, schema=ProblemSchema, content_type=PROBLEM)
@blueprint.alt_response(404, schema=ProblemSchema, content_type=PROBLEM)
@blueprint.alt_response(429, schema=ProblemSchema, content_type=PROBLEM, headers=WAIT_HEADERS)
@blueprint.doc(security=[{SECURITY: []}])
def entry(uid: str) -> Shown:
    """One entry by its UID."""
    caller = _known_caller()
    view = entry_with_uid(session(), caller.viewer, uid)
    if view is None or (caller.kinds and view.kind not in caller.kinds):
        abort(404)
    return shown_entry(view, settings().base_url)


@blueprint.get("/openapi.json")
@public
@blueprint.doc(security=[])
def openapi() -> ResponseReturnValue:
    """This description."""
    return cacheable(jsonify(description()), DESCRIPTION_SECONDS)


@cache
def description() -> dict[str, Any]:
    """Return the OpenAPI description of the API, made apart: the application's own pages for errors stay."""
    apart = Flask("api")
    apart.config.update(API_TITLE="Coalition Scheduler", API_VERSION=VERSION, OPENAPI_VERSION="3.0.3")
    api = Api(apart)
    api.ERROR_SCHEMA = ProblemSchema
    api.spec.components.security_scheme(SECURITY, {"type": "http", "scheme": "bearer"})
    api.register_blueprint(blueprint)
    return cast("dict[str, Any]", api.spec.to_dict())


@blueprint.after_request
def _conditional(response: Response) -> Response:
    """Answer "not modified" to whoever has this answer already, and keep it out of caches that others share."""
    if response.status_code == HTTPStatus.OK:
        response.add_etag()
        response.make_conditional(request)
        # It has added when it was: the server does.
        response.headers.pop("Date", None)
        response.headers.setdefault("Cache-Control", "private, no-cache")
    return impersonal(response)


def _caller() -> Caller:
    token = bearer_of(request.headers.get("Authorization", ""))
    caller = caller_with(session(), token, now()) if token else None
    if caller is None:
        refused = problem(401, DETAILS[401] % {"site": settings().base_url})
        refused.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"' if token else "Bearer"
        abort(refused)
    _count(caller)
    _uses().keep(caller.token_id, now())
    flush_if_due(_uses())
    return caller


def _count(caller: Caller) -> None:
    limit = cast("RequestLimit", current_app.extensions["scheduler.api_limit"])
    seconds = limit.count(caller.token_id, now())
    if seconds is not None:
        refused = problem(429, DETAILS[429] % {"most": MOST_A_MINUTE, "seconds": seconds})
        refused.headers["Retry-After"] = str(seconds)
        abort(refused)


def _known_caller() -> Caller:
    return cast("Caller", g.api_caller)


def _uses() -> TokenUses:
    return cast("TokenUses", current_app.extensions["scheduler.api_uses"])
