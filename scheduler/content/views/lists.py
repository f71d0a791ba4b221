"""The list of items."""

from flask import render_template, request
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import current_actor, members_only, require_person
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import viewer
from scheduler.content.forms.filters import BulkForm, FilterForm
from scheduler.content.presenters.choices import choices_of_staff
from scheduler.content.presenters.item_list import items_page, neutral_rows
from scheduler.content.queries.item_list import undoables
from scheduler.content.queries.overview import shared_items
from scheduler.content.views.blueprint import blueprint
from scheduler.dates.timezones import day_of
from scheduler.web.compression import keep_plain
from scheduler.web.pagination import requested_page
from scheduler.web.request import now, session

SHELVES = ("mine", "all", "deleted")


@blueprint.get("/content")
@members_only
def index() -> ResponseReturnValue:
    today, page = day_of(now(), reader_zone()), requested_page(request.args)
    choices = choices_of_staff(session(), viewer(), current_actor(), today)
    shelf = request.args.get("show", "") if request.args.get("show") in SHELVES else "all"
    filters = FilterForm(request.args, choices)
    wanted = filters.wanted(mine=shelf == "mine", deleted=shelf == "deleted")
    bulk = BulkForm(formdata=None)
    bulk.offer(choices)
    items = items_page(session(), viewer(), current_actor(), wanted, page=page, now=now())
    if any(row.concealed for row in items.items):
        keep_plain()
    return render_template(
        "content/index.html",
        shelf=shelf,
        filters=filters,
        bulk=bulk,
        page=items,
        neutral=neutral_rows(session(), viewer(), wanted, today) if page == 1 else [],
        undoables=undoables(session(), require_person().id, now()),
        may_add=bool(choices.own),
        shares_others=bool(shared_items(session(), viewer(), today, limit=1)),
        arguments={name: value for name, value in request.args.items() if name != "page"},
    )
