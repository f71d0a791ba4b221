"""The page of one bill: how far it is, its milestones, and the content that cites it."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import current_actor, members_only, require_person
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import viewer
from scheduler.content.presenters.item_list import items_page
from scheduler.content.queries.item_list import ItemFilter
from scheduler.dates.timezones import day_of
from scheduler.legislation.access import may_keep_bills
from scheduler.legislation.presenters import page_of_bill
from scheduler.web.compression import keep_plain
from scheduler.web.pagination import requested_page
from scheduler.web.request import now, session

blueprint = Blueprint("bill_page", __name__)


@blueprint.get("/bills/<int:bill_id>")
@members_only
def show(bill_id: int) -> ResponseReturnValue:
    today = day_of(now(), reader_zone())
    bill_page = page_of_bill(session(), bill_id, require_person().id, today) or abort(404)
    number = requested_page(request.args, "items")
    items = items_page(session(), viewer(), current_actor(), ItemFilter(bill_id=bill_id), page=number, now=now())
    if any(row.concealed for row in items.items):
        keep_plain()
    return render_template("pages/bill.html", page=bill_page, items=items, may_edit=may_keep_bills())
