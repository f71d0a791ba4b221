"""The search: over what the reader may see, by the words of its present text."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import public
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import viewer
from scheduler.agenda.reading import search
from scheduler.dates.timezones import day_of
from scheduler.pages.filters import Filters, choices_for
from scheduler.pages.labels import shared_labels
from scheduler.pages.local_entries import each_once, placed
from scheduler.pages.named_things import named_things
from scheduler.web.request import now, session
from scheduler.web.searching import searched_text

MOST = 100
"""How many results are shown; more of them ask for better words."""

blueprint = Blueprint("search", __name__)
blueprint.context_processor(shared_labels)


@blueprint.get("/search")
@public
def index() -> ResponseReturnValue:
    """What holds all the words, coming days first; for members bills and facts as well, unless they filter."""
    filters = Filters.parse(request.args, viewer())
    typed = searched_text(request.args)
    selection = filters.search_selection(viewer(), typed)
    has_text = bool(selection.values.get("text"))
    has_asked = bool(has_text or filters.arguments())
    zone = reader_zone()
    today = day_of(now(), zone)
    found = search(session(), viewer(), selection, today, limit=MOST + 1) if has_asked else []
    is_by_name = has_text and viewer().is_member and not filters.arguments()
    return render_template(
        "pages/search.html",
        named=named_things(session(), typed, today) if is_by_name else None,
        typed=typed,
        words=typed if has_text else "",
        filters=filters,
        choices=choices_for(session(), viewer()),
        has_asked=has_asked,
        entries=each_once(placed(entry, zone) for entry in found[:MOST]),
        has_more=len(found) > MOST,
        most=MOST,
        today=today,
        now=now(),
    )
