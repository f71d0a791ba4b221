"""Pages of bills."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import alone, current_actor, members_only, require_person
from scheduler.accounts.domain.acts import Act, may
from scheduler.legislation.forms import BillForm
from scheduler.legislation.models import Bill
from scheduler.legislation.reading import bill_of, bills_page, companions_of
from scheduler.legislation.services import FIELDS, BillExistsError, add_bill, change_bill
from scheduler.rows import StaleEditError
from scheduler.web.pagination import requested_page
from scheduler.web.request import now, session
from scheduler.web.searching import searched_text

blueprint = Blueprint("legislation", __name__)


@blueprint.get("/bills")
@members_only
def index() -> ResponseReturnValue:
    text = searched_text(request.args)
    page = bills_page(session(), text, requested_page(request.args))
    companions = companions_of(session(), page.items)
    return render_template("legislation/index.html", page=page, text=text, companions=companions, may_edit=_may_edit())


@blueprint.route("/bills/new", methods=["GET", "POST"])
@members_only
@alone
def new() -> ResponseReturnValue:
    _require_editor()
    form = BillForm()
    if not form.validate_on_submit():
        return _form_page(form, 422 if form.is_submitted() else 200)
    try:
        bill = add_bill(session(), form.draft(), actor_id=require_person().id, now=now(), form_id=form.form_id.data)
    except BillExistsError as error:
        return _already_there(form, error.bill)
    message = _added_message(bill)
    session().commit()
    flash(message, "success")
    return redirect(url_for("legislation.index"), 303)


@blueprint.route("/bills/<int:bill_id>/edit", methods=["GET", "POST"])
@members_only
@alone
def edit(bill_id: int) -> ResponseReturnValue:
    _require_editor()
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
            actor_id=require_person().id,
            now=now(),
            is_apart=bool(form.is_apart.data),
        )
    except StaleEditError as error:
        return _stale(form, bill, error)
    except BillExistsError as error:
        return _already_there(form, error.bill, bill)
    session().commit()
    flash(_("%(number)s saved.", number=bill.number), "success")
    return redirect(url_for("legislation.index"), 303)


def _added_message(bill: Bill) -> str:
    others = companions_of(session(), [bill]).get(bill.id)
    if not others:
        return _("%(number)s added.", number=bill.number)
    companions = ", ".join(others)
    return _("%(number)s added, with its companion %(companions)s.", number=bill.number, companions=companions)


def _may_edit() -> bool:
    return may(Act.KEEP_BILLS, current_actor().roles_anywhere)


def _require_editor() -> None:
    if not _may_edit():
        abort(403)


def _already_there(form: BillForm, found: Bill, bill: Bill | None = None) -> ResponseReturnValue:
    session().rollback()
    form.number.errors = [_("This bill is already listed: %(title)s", title=found.title)]
    return _form_page(form, 422, bill)


def _stale(form: BillForm, bill: Bill, error: StaleEditError) -> ResponseReturnValue:
    rows = [
        (form[name].label.text, form[name].data, error.current[name])
        for name in FIELDS
        if form[name].data != error.current[name]
    ]
    form.revision.data = bill.revision
    return _form_page(form, 409, bill, rows)


def _form_page(
    form: BillForm, status: int, bill: Bill | None = None, stale_rows: list[tuple[str, str, str]] | None = None
) -> ResponseReturnValue:
    companions = companions_of(session(), [bill]).get(bill.id, ()) if bill else ()
    page = render_template(
        "legislation/form.html", form=form, bill=bill, stale_rows=stale_rows, companions=", ".join(companions)
    )
    return page, status
