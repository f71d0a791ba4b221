"""Pages of the milestones of a bill: add one, change it, retract it."""

from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import members_only
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import context
from scheduler.dates.timezones import day_of
from scheduler.legislation.access import require_keeper
from scheduler.legislation.domain.milestones import introduced_on
from scheduler.legislation.forms.milestones import MilestoneForm, RetractForm
from scheduler.legislation.labels import milestone_label
from scheduler.legislation.models import Bill, BillMilestone
from scheduler.legislation.reading import bill_of, milestone_of, milestone_rows, steps_of
from scheduler.legislation.services.milestones import (
    MilestoneExistsError,
    TakenBackError,
    add_milestone,
    change_milestone,
    draft_of,
    take_back,
)
from scheduler.rows import StaleEditError
from scheduler.web.forms import TokenForm, differing
from scheduler.web.request import now, session
from scheduler.web.template_filters import day

blueprint = Blueprint("bill_milestones", __name__)


@blueprint.route("/bills/<int:bill_id>/milestones/new", methods=["GET", "POST"])
@members_only
def new(bill_id: int) -> ResponseReturnValue:
    require_keeper()
    bill, form = bill_of(session(), bill_id) or abort(404), MilestoneForm(today=_today())
    if not form.validate_on_submit():
        return _form_page(form, 422 if form.is_submitted() else 200, bill)
    try:
        row = add_milestone(session(), bill, form.draft(), form_id=str(form.form_id.data), context=context())
    except MilestoneExistsError:
        session().rollback()
        form.day.errors = [
            _("The bill has this milestone on that day already. Name the chamber or committee if both are meant.")
        ]
        return _form_page(form, 422, bill)
    return _saved(bill, row)


@blueprint.route("/bills/<int:bill_id>/milestones/<int:milestone_id>/edit", methods=["GET", "POST"])
@members_only
def edit(bill_id: int, milestone_id: int) -> ResponseReturnValue:
    require_keeper()
    bill, row = _known(bill_id, milestone_id)
    if row.taken_back_at is not None and request.method == "GET":
        return _already_retracted(row)
    form = MilestoneForm(obj=row, today=_today())
    if not form.validate_on_submit():
        return _form_page(form, 422 if form.is_submitted() else 200, bill, row)
    try:
        change_milestone(session(), row, form.draft(), revision=form.revision.data, context=context())
    except TakenBackError:
        return _form_page(_refused(form, row), 409, bill, row)
    except StaleEditError:
        rows = differing(form, _as_typed(row))
        form.revision.data = row.revision
        return _form_page(form, 409, bill, row, rows)
    return _saved(bill, row)


@blueprint.route("/bills/<int:bill_id>/milestones/<int:milestone_id>/retract", methods=["GET", "POST"])
@members_only
def retract(bill_id: int, milestone_id: int) -> ResponseReturnValue:
    require_keeper()
    bill, row = _known(bill_id, milestone_id)
    if row.taken_back_at is not None and request.method == "GET":
        return _already_retracted(row)
    form = RetractForm(obj=row)
    if not form.validate_on_submit():
        return _retract_page(form, 422 if form.is_submitted() else 200, bill, row)
    try:
        take_back(session(), row, form.reason.data, revision=form.revision.data, context=context())
    except TakenBackError:
        return _retract_page(_refused(form, row), 409, bill, row)
    except StaleEditError:
        form.revision.data = row.revision
        form.form_errors.append(_("It was changed in the meantime. Check that it is still wrong, then retract it."))
        return _retract_page(form, 409, bill, row)
    session().commit()
    flash(_("Retracted. It remains here with your reason, and calendars show it as cancelled."), "success")
    return redirect(url_for("bill_page.show", bill_id=bill_id), 303)


def _known(bill_id: int, milestone_id: int) -> tuple[Bill, BillMilestone]:
    bill = bill_of(session(), bill_id) or abort(404)
    return bill, milestone_of(session(), bill_id, milestone_id) or abort(404)


def _saved(bill: Bill, row: BillMilestone) -> ResponseReturnValue:
    bill_id, first = bill.id, introduced_on(steps_of(milestone_rows(session(), bill.id)))
    name, on = milestone_label(row.kind), row.day
    session().commit()
    flash(_("%(milestone)s on %(day)s saved. It is in the calendar.", milestone=name, day=day(on)), "success")
    if first is not None and on < first:
        flash(_("That is before the bill was introduced, on %(day)s. Check both days.", day=day(first)), "info")
    return redirect(url_for("bill_page.show", bill_id=bill_id), 303)


def _already_retracted(row: BillMilestone) -> ResponseReturnValue:
    flash(_retracted_message(row), "info")
    return redirect(url_for("bill_page.show", bill_id=row.bill_id), 303)


def _refused(form: TokenForm, row: BillMilestone) -> TokenForm:
    form.form_errors.append(_retracted_message(row))
    return form


def _retracted_message(row: BillMilestone) -> str:
    reason = row.taken_back_reason
    return _("This milestone has already been retracted, because: %(reason)s", reason=reason)


def _today() -> date:
    return day_of(now(), reader_zone())


def _as_typed(row: BillMilestone) -> dict[str, object]:
    """Return what stands now as the fields of the form hold it."""
    draft = draft_of(row)
    plain = {name: getattr(draft, name) for name in ("kind", "day", "place", "source_url", "note")}
    votes = {"votes_for": draft.votes_for, "votes_against": draft.votes_against}
    return plain | {name: "" if count is None else str(count) for name, count in votes.items()}


def _form_page(
    form: TokenForm,
    status: int,
    bill: Bill,
    row: BillMilestone | None = None,
    stale_rows: list[tuple[str, str, str]] | None = None,
) -> ResponseReturnValue:
    page = render_template("legislation/milestone.html", form=form, bill=bill, milestone=row, stale_rows=stale_rows)
    return page, status


def _retract_page(form: TokenForm, status: int, bill: Bill, row: BillMilestone) -> ResponseReturnValue:
    name = milestone_label(row.kind)
    return render_template("legislation/retract.html", form=form, bill=bill, milestone=row, name=name), status
