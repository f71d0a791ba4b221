"""The page of one fact: its source, what it said before, and the content that uses it."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import current_actor, members_only
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import viewer
from scheduler.content.presenters.item_list import items_page
from scheduler.content.queries.item_list import ItemFilter
from scheduler.dates.timezones import day_of
from scheduler.facts.access import may_keep_facts
from scheduler.facts.presenters import page_of_fact
from scheduler.web.compression import keep_plain
from scheduler.web.pagination import requested_page
from scheduler.web.request import now, session

blueprint = Blueprint("fact_page", __name__)


@blueprint.get("/facts/<int:fact_id>")
@members_only
def show(fact_id: int) -> ResponseReturnValue:
    versions = requested_page(request.args, "versions")
    page = page_of_fact(session(), fact_id, day_of(now(), reader_zone()), versions) or abort(404)
    number = requested_page(request.args, "items")
    items = items_page(session(), viewer(), current_actor(), ItemFilter(fact_id=fact_id), page=number, now=now())
    if any(row.concealed for row in items.items):
        keep_plain()
    return render_template("pages/fact.html", page=page, items=items, may_edit=may_keep_facts())
