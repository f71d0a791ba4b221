"""The year planner as a file to print."""

import hashlib

from flask import Blueprint, Response, abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import ServiceUnavailable

from scheduler.accounts.access import public
from scheduler.accounts.page_context import reader_today, reader_zone
from scheduler.accounts.reading import coalition
from scheduler.agenda.access import viewer
from scheduler.content.exports.protocol import UnsetCharactersError
from scheduler.filenames import disposition
from scheduler.pages.calendar_address import Shown
from scheduler.pages.domain.periods import View
from scheduler.pages.filters import choices_for
from scheduler.pages.month import Reader
from scheduler.pages.year_planner_page import Maker, year_sheet
from scheduler.pages.year_planner_pdf import BusyError, Paper, planner_file
from scheduler.web.request import now, session

MOST_CHARACTERS = 20
RETRY_SECONDS = 30

blueprint = Blueprint("year_planner", __name__)


@blueprint.get("/calendar/year-planner-<paper>.pdf")
@public
def file(paper: str) -> ResponseReturnValue:
    """A year of the calendar, narrowed down as the address says."""
    size = Paper(paper) if paper in set(Paper) else abort(404)
    asked = Shown.parse(request.args, viewer(), reader_zone(), reader_today())
    shown = asked.on(View.YEAR, asked.period.day)
    reader = Reader(viewer(), reader_zone(), now())
    known = coalition(session())
    maker = Maker(known.name if known is not None else "", reader_today())
    sheet = year_sheet(session(), reader, shown, choices_for(session(), viewer()), maker)
    try:
        written = planner_file(sheet, size)
    except UnsetCharactersError as error:
        return _not_written(shown, error)
    except BusyError:
        raise ServiceUnavailable(retry_after=RETRY_SECONDS) from None
    answer = Response(written, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = disposition(sheet.title, "pdf", unnamed="year-planner")
    answer.set_etag(hashlib.sha256(written).hexdigest()[:32])
    answer.make_conditional(request)
    # The server says when, as of every other answer.
    answer.headers.pop("Date", None)
    return answer


def _not_written(shown: Shown, error: UnsetCharactersError) -> ResponseReturnValue:
    characters = " ".join(error.characters[:MOST_CHARACTERS])
    text = _("The PDF cannot show these characters: %(characters)s. Print this page instead.", characters=characters)
    flash(text, "error")
    return redirect(shown.path, 303)
