"""The list of terms to avoid, and the forms that add, change, remove and switch them."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import coordinators_only
from scheduler.agenda.access import context
from scheduler.guidance.domain.languages import language_name
from scheduler.guidance.domain.terms import shipped_terms
from scheduler.guidance.forms.terms import TermForm
from scheduler.guidance.models import Term
from scheduler.guidance.reading import own_term, term_rows
from scheduler.guidance.services.terms import add_term, change_term, remove_term, switch_shipped
from scheduler.guidance.views.blueprint import blueprint
from scheduler.rows import RowGoneError, StaleEditError
from scheduler.web.forms import StaleRows, TokenForm, differing
from scheduler.web.request import session


@blueprint.get("/terms")
@coordinators_only
def terms() -> ResponseReturnValue:
    rows = term_rows(session())
    off = {row.shipped_slug for row in rows if row.shipped_slug is not None}
    return render_template(
        "guidance/terms.html",
        own=[row for row in rows if row.shipped_slug is None],
        shipped=shipped_terms(),
        off=off,
        language_name=language_name,
        form=TokenForm(formdata=None),
    )


@blueprint.route("/terms/new", methods=["GET", "POST"])
@coordinators_only
def new_term() -> ResponseReturnValue:
    form = TermForm()
    if not form.validate_on_submit():
        return _form_page(form, 422 if form.is_submitted() else 200)
    add_term(session(), form.draft(), form_id=form.form_id.data, context=context())
    session().commit()
    flash(_("Term added. Copy is checked for it from now on."), "success")
    return redirect(url_for("guidance.terms"), 303)


@blueprint.route("/terms/<int:term_id>/edit", methods=["GET", "POST"])
@coordinators_only
def edit_term(term_id: int) -> ResponseReturnValue:
    term = own_term(session(), term_id) or abort(404)
    form = TermForm(obj=term)
    if not form.validate_on_submit():
        return _form_page(form, 422 if form.is_submitted() else 200, term)
    try:
        change_term(session(), term, form.draft(), revision=form.revision.data, context=context())
    except StaleEditError as error:
        form.revision.data = term.revision
        return _form_page(form, 409, term, differing(form, error.current))
    session().commit()
    flash(_("Term saved."), "success")
    return redirect(url_for("guidance.terms"), 303)


@blueprint.post("/terms/<int:term_id>/remove")
@coordinators_only
def remove_own_term(term_id: int) -> ResponseReturnValue:
    term = own_term(session(), term_id)
    if term is not None:
        try:
            remove_term(session(), term, context())
        except RowGoneError:
            session().rollback()
    session().commit()
    flash(_("Term removed."), "success")
    return redirect(url_for("guidance.terms"), 303)


@blueprint.post("/terms/shipped/<slug>")
@coordinators_only
def switch_term(slug: str) -> ResponseReturnValue:
    if slug not in {entry.slug for entry in shipped_terms()}:
        abort(404)
    switch_shipped(session(), slug, use=request.form.get("use") == "1", context=context())
    session().commit()
    flash(_("Saved."), "success")
    return redirect(url_for("guidance.terms", _anchor=f"term-{slug}"), 303)


def _form_page(
    form: TermForm, status: int, term: Term | None = None, stale_rows: StaleRows | None = None
) -> ResponseReturnValue:
    return render_template("guidance/term_form.html", form=form, term=term, stale_rows=stale_rows), status
