"""Pages of bills."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import alone, members_only, require_person
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import context
from scheduler.dates.timezones import day_of
from scheduler.legislation.access import may_keep_bills, require_keeper
from scheduler.legislation.forms.bills import BillForm
from scheduler.legislation.labels import status_labels
from scheduler.legislation.models import Bill
from scheduler.legislation.reading import bill_of, bills_page, companions_of, followed_bills, statuses_of
from scheduler.legislation.services.bills import BillExistsError, add_bill, change_bill
from scheduler.legislation.services.following import follow_bill, unfollow_bill
from scheduler.rows import StaleEditError
from scheduler.web.forms import StaleRows, compare
from scheduler.web.pagination import requested_page
from scheduler.web.request import now, session
from scheduler.web.searching import searched_text

FOLLOWED = "followed"
"""What `show` is in the address of the list of bills that a person follows."""

blueprint = Blueprint("legislation", __name__)


@blueprint.get("/bills")
@members_only
def index() -> ResponseReturnValue:
    text, only_followed = searched_text(request.args), request.args.get("show") == FOLLOWED
    among = followed_bills(session(), require_person().id) if only_followed else None
    page = bills_page(session(), text, requested_page(request.args), among=among)
    statuses = statuses_of(session(), page.items, day_of(now(), reader_zone()))
    return render_template(
        "legislation/index.html",
        page=page,
        text=text,
        only_followed=only_followed,
        companions=companions_of(session(), page.items),
        statuses={ident: status_labels(status) for ident, status in statuses.items()},
        may_edit=may_keep_bills(),
    )


@blueprint.route("/bills/new", methods=["GET", "POST"])
@members_only
@alone
def new() -> ResponseReturnValue:
    require_keeper()
    form = BillForm()
    if not form.validate_on_submit():
        return _form_page(form, 422 if form.is_submitted() else 200)
    try:
        bill = add_bill(session(), form.draft(), actor_id=require_person().id, now=now(), form_id=form.form_id.data)
    except BillExistsError as error:
        return _already_there(form, error.bill)
    message, bill_id = _added_message(bill), bill.id
    session().commit()
    flash(message, "success")
    return redirect(url_for("bill_page.show", bill_id=bill_id), 303)


@blueprint.post("/bills/<int:bill_id>/follow")
@members_only
def follow(bill_id: int) -> ResponseReturnValue:
    bill = bill_of(session(), bill_id) or abort(404)
    follow_bill(session(), require_person().id, bill, now())
    session().commit()
    flash(_("You are following %(number)s: you get a notification when it moves on.", number=bill.number), "success")
    return redirect(url_for("bill_page.show", bill_id=bill_id), 303)


@blueprint.post("/bills/<int:bill_id>/unfollow")
@members_only
def unfollow(bill_id: int) -> ResponseReturnValue:
    bill = bill_of(session(), bill_id) or abort(404)
    unfollow_bill(session(), require_person().id, bill)
    session().commit()
    flash(_("You no longer follow %(title)s.", title=bill.number), "success")
    return redirect(url_for("bill_page.show", bill_id=bill_id), 303)


@blueprint.route("/bills/<int:bill_id>/edit", methods=["GET", "POST"])
@members_only
@alone
def edit(bill_id: int) -> ResponseReturnValue:
    require_keeper()
    bill = bill_of(session(), bill_id) or abort(404)
    form = BillForm(obj=bill)
    if not form.validate_on_submit():
        return _form_page(form, 422 if form.is_submitted() else 200, bill)
    try:
        change_bill(
            session(),
            bill,
            form.draft(),
            revision=form.revision.data,
            context=context(),
            is_apart=bool(form.is_apart.data),
        )
    except StaleEditError as error:
        return _stale(form, bill, error)
    except BillExistsError as error:
        return _already_there(form, error.bill, bill)
    session().commit()
    flash(_("%(number)s saved.", number=bill.number), "success")
    return redirect(url_for("bill_page.show", bill_id=bill.id), 303)


def _added_message(bill: Bill) -> str:
    others = companions_of(session(), [bill]).get(bill.id)
    if not others:
        return _("%(number)s added.", number=bill.number)
    companions = ", ".join(others)
    return _("%(number)s added, with its companion %(companions)s.", number=bill.number, companions=companions)


def _already_there(form: BillForm, found: Bill, bill: Bill | None = None) -> ResponseReturnValue:
    session().rollback()
    form.number.errors = [_("This bill is already listed: %(title)s", title=found.title)]
    return _form_page(form, 422, bill)


def _stale(form: BillForm, bill: Bill, error: StaleEditError) -> ResponseReturnValue:
    return _form_page(form, 409, bill, compare(form, error.current, bill.revision))


def _form_page(
    form: BillForm, status: int, bill: Bill | None = None, stale_rows: StaleRows | None = None
) -> ResponseReturnValue:
    companions = companions_of(session(), [bill]).get(bill.id, ()) if bill else ()
    page = render_template(
        "legislation/form.html", form=form, bill=bill, stale_rows=stale_rows, companions=", ".join(companions)
    )
    return page, status
