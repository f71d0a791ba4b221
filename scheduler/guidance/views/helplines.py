"""The list of helplines, and the forms that add, change, check and remove one."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import coordinators_only
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import context
from scheduler.dates.timezones import day_of
from scheduler.guidance.forms.helplines import HelplineForm
from scheduler.guidance.models import Helpline
from scheduler.guidance.reading import helpline_of, helplines_of, is_outdated
from scheduler.guidance.services.helplines import add_helpline, change_helpline, remove_helpline
from scheduler.guidance.views.blueprint import blueprint
from scheduler.rows import RowGoneError, StaleEditError
from scheduler.web.country_names import country_name
from scheduler.web.forms import StaleRows, TokenForm, differing
from scheduler.web.request import now, session


@blueprint.get("/helplines")
@coordinators_only
def helplines() -> ResponseReturnValue:
    today = day_of(now(), reader_zone())
    rows = [(row, country_name(row.country), is_outdated(row, today)) for row in helplines_of(session())]
    return render_template("guidance/helplines.html", rows=rows, form=TokenForm(formdata=None))


@blueprint.route("/helplines/new", methods=["GET", "POST"])
@coordinators_only
def new_helpline() -> ResponseReturnValue:
    today = day_of(now(), reader_zone())
    form = HelplineForm(today=today, data=None if request.form else {"checked_on": today})
    if not form.validate_on_submit():
        return _form_page(form, 422 if form.is_submitted() else 200)
    add_helpline(session(), form.draft(), form_id=form.form_id.data, context=context())
    session().commit()
    flash(_("Helpline added. It is offered to organisations in its country."), "success")
    return redirect(url_for("guidance.helplines"), 303)


@blueprint.route("/helplines/<int:helpline_id>/edit", methods=["GET", "POST"])
@coordinators_only
def edit_helpline(helpline_id: int) -> ResponseReturnValue:
    row = helpline_of(session(), helpline_id) or abort(404)
    form = HelplineForm(today=day_of(now(), reader_zone()), obj=row)
    if not form.validate_on_submit():
        return _form_page(form, 422 if form.is_submitted() else 200, row)
    try:
        change_helpline(session(), row, form.draft(), revision=form.revision.data, context=context())
    except StaleEditError as error:
        form.revision.data = row.revision
        return _form_page(form, 409, row, differing(form, error.current))
    session().commit()
    flash(_("Helpline saved."), "success")
    return redirect(url_for("guidance.helplines"), 303)


@blueprint.post("/helplines/<int:helpline_id>/remove")
@coordinators_only
def remove_a_helpline(helpline_id: int) -> ResponseReturnValue:
    row = helpline_of(session(), helpline_id)
    if row is not None:
        try:
            remove_helpline(session(), row, context())
        except RowGoneError:
            session().rollback()
    session().commit()
    flash(_("Helpline removed. Copy that names it stays as it is."), "success")
    return redirect(url_for("guidance.helplines"), 303)


def _form_page(
    form: HelplineForm, status: int, row: Helpline | None = None, stale_rows: StaleRows | None = None
) -> ResponseReturnValue:
    return render_template("guidance/helpline_form.html", form=form, row=row, stale_rows=stale_rows), status
