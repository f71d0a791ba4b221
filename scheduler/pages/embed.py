"""Pages for frames of other web sites, and the page that hands out the line with which they are put there."""

from flask import Blueprint, make_response, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from scheduler.accounts.access import public
from scheduler.accounts.page_context import coalition_zone
from scheduler.agenda.domain.visibility import Viewer
from scheduler.dates.timezones import day_of, day_start
from scheduler.pages.embed_page import Look, embedded_list, embedded_month, month_asked_for
from scheduler.pages.labels import shared_labels, topic_names
from scheduler.pages.month import Reader
from scheduler.web.linked_data import public_address
from scheduler.web.request import now, session
from scheduler.web.security_headers import cacheable, for_everybody, frameable, framing_own, noindex

SECONDS = 300
KINDS = ("month", "list")

blueprint = Blueprint("embed", __name__, url_prefix="/embed")
blueprint.context_processor(shared_labels)


@blueprint.get("")
@public
def index() -> ResponseReturnValue:
    """The line to copy, with a preview of what it shows."""
    look = Look.parse(request.args)
    kind = asked if (asked := request.args.get("kind", "")) in KINDS else KINDS[0]
    path = url_for(f"embed.{kind}", **look.arguments)
    page = render_template(
        "pages/embed.html", kind=kind, look=look, path=path, address=public_address(path), topics=topic_names()
    )
    return framing_own(make_response(page))


@blueprint.get("/month")
@public
def month() -> ResponseReturnValue:
    """A month, for a frame."""
    reader, look = _everybody(), Look.parse(request.args)
    today = day_of(reader.now, reader.zone)
    asked = month_asked_for(request.args.get("month", ""), today)
    shown = embedded_month(session(), reader, look, asked, today)
    begins = day_start(asked.first_day, reader.zone)
    return _for_frames(
        "pages/embed_month.html", reader, look, shown=shown, no_move=_no_move, days=_Days(), zone_at=begins
    )


@blueprint.get("/list", endpoint="list")
@public
def next_days() -> ResponseReturnValue:
    """The next days, for a frame."""
    reader, look = _everybody(), Look.parse(request.args)
    days = embedded_list(session(), reader, look, day_of(reader.now, reader.zone))
    return _for_frames("pages/embed_list.html", reader, look, days=days, zone_at=reader.now)


class _Days:
    """Leads from a day of the month to its page."""

    def day_path(self, day: object) -> str:
        return url_for("calendar.show_day", day=str(day))


def _everybody() -> Reader:
    """Return a reader whom nobody knows, whoever it is that is logged in: all get the same."""
    for_everybody()
    return Reader(Viewer.anonymous(), coalition_zone(), now())


def _no_move(_entry: object) -> None:
    return None


def _for_frames(template: str, reader: Reader, look: Look, **shown: object) -> Response:
    today = day_of(reader.now, reader.zone)
    page = render_template(
        template, theme=look.theme, look=look, zone=reader.zone, now=reader.now, today=today, **shown
    )
    response = noindex(frameable(cacheable(make_response(page), SECONDS)))
    response.add_etag()
    response.make_conditional(request)
    # The server writes its own, as on all pages.
    response.headers.pop("Date", None)
    return response
