"""How much content is planned on the days of a month, and what is in the way."""

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from markupsafe import Markup

from scheduler.accounts.access import members_only
from scheduler.accounts.page_context import reader_today, reader_zone
from scheduler.agenda.access import viewer
from scheduler.content.presenters.load import load_page
from scheduler.content.views.blueprint import blueprint
from scheduler.dates.spans import DateSpan
from scheduler.web.compression import keep_plain
from scheduler.web.fields import day_in_address
from scheduler.web.request import session


@blueprint.get("/content/load")
@members_only
def load() -> ResponseReturnValue:
    """The month of the `day` in the address, else the present one."""
    day = day_in_address() or reader_today()
    span = DateSpan.of_month(day.year, day.month)
    found = load_page(session(), viewer(), span, reader_zone(), str(get_locale() or "en"))
    if found.is_under_embargo:
        keep_plain()
    # Everything in the plot is escaped where it is made.
    plot = Markup(found.plot)  # noqa: S704
    return render_template("content/load.html", load=found, plot=plot, month=span.first_day, path=request.path)
