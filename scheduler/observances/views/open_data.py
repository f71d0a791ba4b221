"""The public observances as data for websites and programs of others."""

import hashlib
import json

from flask import Blueprint, Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import public
from scheduler.accounts.reading import coalition
from scheduler.countries import COUNTRIES
from scheduler.observances.domain.open_data import LICENCE_URL, OpenObservance, schema
from scheduler.observances.domain.vocabulary import Topic
from scheduler.observances.presenters.open_data import Publisher, as_csv, as_json, open_observances
from scheduler.web.compression import gzipped
from scheduler.web.request import session, settings
from scheduler.web.security_headers import cacheable, impersonal

blueprint = Blueprint("open_data", __name__)

KEPT_SECONDS = 3600
"""So long may a cache keep a file: dates of observances move rarely."""


@blueprint.get("/observances.json")
@public
def observances_json() -> ResponseReturnValue:
    """All that are public, or those about a topic or of a country (`topic`, `country`)."""
    publisher = _publisher()
    return _file(as_json(_found(publisher), publisher), "application/json", linked=True)


@blueprint.get("/observances.csv")
@public
def observances_csv() -> ResponseReturnValue:
    """The same, a row for each date."""
    response = _file(as_csv(_found(_publisher())), "text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="observances.csv"'
    return response


@blueprint.get("/observances.schema.json")
@public
def observances_schema() -> ResponseReturnValue:
    """What the JSON file holds."""
    content = json.dumps(schema(_publisher().schema), indent=2).encode() + b"\n"
    return _file(content, "application/schema+json")


def _publisher() -> Publisher:
    row, base_url = coalition(session()), settings().base_url
    name = row.name if row else _("Coalition calendar")
    pages, own = (url_for(endpoint) for endpoint in ("observances.index", "open_data.observances_schema"))
    return Publisher(name, base_url + pages, base_url + own)


def _found(publisher: Publisher) -> list[OpenObservance]:
    topic, country = request.args.get("topic", ""), request.args.get("country", "").upper()
    # A program that has mistyped a filter must not take everything for the answer.
    if topic not in {"", *Topic} or country not in {"", *COUNTRIES}:
        return []
    return open_observances(session(), publisher, topic, country)


def _file(content: bytes, media_type: str, *, linked: bool = False) -> Response:
    """Return a file that any site may read and any cache keep; its tag is of its bytes, and so of what is public."""
    is_zipped = bool(request.accept_encodings["gzip"])
    response = Response(gzipped(content) if is_zipped else content, content_type=media_type)
    response.set_etag(hashlib.sha256(content).hexdigest()[:32] + ("-gzip" if is_zipped else ""))
    response.vary.add("Accept-Encoding")
    if is_zipped:
        response.content_encoding = "gzip"
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    links = [f'<{LICENCE_URL}>; rel="license"']
    if linked:
        links.append(f'<{url_for("open_data.observances_schema")}>; rel="describedby"')
    response.headers["Link"] = ", ".join(links)
    response.make_conditional(request)
    # The server says when, as of every other answer.
    response.headers.pop("Date", None)
    return impersonal(cacheable(response, KEPT_SECONDS))
