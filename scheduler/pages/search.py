"""The search: over what the reader may see, by the words of its present text."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import public
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import viewer
from scheduler.dates.timezones import day_of
from scheduler.pages.filters import choices_for
from scheduler.pages.labels import shared_labels
from scheduler.pages.month import Reader
from scheduler.pages.recently_seen import recently_seen
from scheduler.pages.search_page import Question, results_of
from scheduler.web.request import now, session
from scheduler.web.searching import searched_text

blueprint = Blueprint("search", __name__)
blueprint.context_processor(shared_labels)


@blueprint.get("/search")
@public
def index() -> ResponseReturnValue:
    """What holds all the words, coming days first; for members bills and facts as well, unless they filter."""
    reader, choices = Reader(viewer(), reader_zone(), now()), choices_for(session(), viewer())
    question = Question.parse(request.args, searched_text(request.args), reader.viewer, choices)
    today = day_of(reader.now, reader.zone)
    return render_template(
        "pages/search.html",
        question=question,
        recent=() if question.has_asked else recently_seen(session(), reader.viewer),
        results=results_of(session(), reader, question, choices, today),
        choices=choices,
        today=today,
        now=reader.now,
    )
