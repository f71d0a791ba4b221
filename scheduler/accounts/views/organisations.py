"""The member organisations, and the pages that add, change and close them."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import (
    alone,
    coordinators_only,
    current_actor,
    flash_notes,
    listeners,
    members_only,
    organisation_or_404,
    require_person,
)
from scheduler.accounts.domain.acts import Act, may
from scheduler.accounts.domain.errors import NameIsSignedError, NameTakenError
from scheduler.accounts.forms.organisations import OrganisationForm
from scheduler.accounts.forms.people import ConfirmForm
from scheduler.accounts.models import Organisation
from scheduler.accounts.page_context import coalition_zone
from scheduler.accounts.reading import closed_organisations, headcounts
from scheduler.accounts.services.memberships import memberships_of
from scheduler.accounts.services.organisations import (
    Changing,
    add_organisation,
    change_organisation,
    close_organisation,
    consequences_of_closing,
    find_organisation,
)
from scheduler.rows import StaleEditError
from scheduler.web.forms import compare
from scheduler.web.pagination import requested_page
from scheduler.web.request import now, session

blueprint = Blueprint("organisations", __name__)


@blueprint.get("/organisations")
@members_only
def index() -> ResponseReturnValue:
    own = current_actor()
    closed = closed_organisations(session()) if own.is_coordinator else ()
    return render_template(
        "accounts/organisations/index.html",
        page=headcounts(session(), requested_page(request.args)),
        own=own,
        closed=closed,
    )


@blueprint.get("/organisations/<int:ident>")
@members_only
def show(ident: int) -> ResponseReturnValue:
    row = organisation_or_404(ident)
    return render_template(
        "accounts/organisations/show.html",
        organisation=row,
        memberships=() if row.closed_at else memberships_of(session(), ident),
        own=current_actor(),
    )


@blueprint.route("/organisations/new", methods=["GET", "POST"])
@coordinators_only
@alone
def new() -> ResponseReturnValue:
    form = OrganisationForm(zone=coalition_zone()).let_domains_through()
    if not form.validate_on_submit():
        return _form_page(form, 422 if form.is_submitted() else 200)
    draft = form.draft(form_id=form.form_id.data)
    try:
        row = add_organisation(session(), draft, require_person().id, now())
    except NameTakenError as error:
        return _name_taken(form, error)
    ident = row.id
    session().commit()
    flash(_("%(name)s added. Now invite its people.", name=draft.name), "success")
    return redirect(url_for("organisations.show", ident=ident), 303)


@blueprint.route("/organisations/<int:ident>/edit", methods=["GET", "POST"])
@members_only
@alone
def edit(ident: int) -> ResponseReturnValue:
    row = _open_organisation(ident)
    if not may(Act.CHANGE_ORGANISATION, current_actor().roles_in(ident)):
        abort(404)
    form = OrganisationForm(obj=row)
    if current_actor().is_coordinator:
        form.let_domains_through()
    if not form.validate_on_submit():
        return _form_page(form, 422 if form.is_submitted() else 200, row)
    try:
        change_organisation(session(), row, form.draft(), _changing(form), now())
    except NameTakenError as error:
        return _name_taken(form, error, row)
    except NameIsSignedError:
        return _name_is_signed(form, row)
    except StaleEditError as error:
        return _form_page(form, 409, row, stale_rows=compare(form, error.current, row.revision))
    session().commit()
    flash(_("Saved."), "success")
    return redirect(url_for("organisations.show", ident=ident), 303)


@blueprint.route("/organisations/<int:ident>/close", methods=["GET", "POST"])
@coordinators_only
@alone
def close(ident: int) -> ResponseReturnValue:
    row = _open_organisation(ident)
    form = ConfirmForm()
    if not form.validate_on_submit():
        consequences = consequences_of_closing(session(), row)
        return render_template("accounts/organisations/close.html", organisation=row, form=form, does=consequences)
    name = row.name
    notes = close_organisation(session(), row, listeners(), require_person().id, now())
    session().commit()
    flash(_("%(name)s is closed.", name=name), "success")
    flash_notes(notes)
    return redirect(url_for("organisations.index"), 303)


def _open_organisation(ident: int) -> Organisation:
    row = find_organisation(session(), ident)
    if row is None or row.closed_at is not None:
        abort(404)
    return row


def _changing(form: OrganisationForm) -> Changing:
    return Changing(require_person().id, form.revision.data, listeners())


def _name_taken(form: OrganisationForm, error: NameTakenError, row: Organisation | None = None) -> ResponseReturnValue:
    problem = _("An organisation with this name, or one that looks like it, already exists. Choose another name.")
    if error.holder:
        problem = _(
            "An organisation with this name, or one that looks like it, already exists: “%(name)s”. Choose another "
            "name.",
            name=error.holder,
        )
    form[error.field].errors = [problem]
    return _form_page(form, 422, row)


def _name_is_signed(form: OrganisationForm, row: Organisation) -> ResponseReturnValue:
    form.name.errors = [
        _(
            "It has signed off as “%(name)s” (%(short)s), so only a coordinator can change these names now.",
            name=row.name,
            short=row.short_name,
        )
    ]
    return _form_page(form, 422, row)


def _form_page(
    form: OrganisationForm, status: int, row: Organisation | None = None, **values: object
) -> ResponseReturnValue:
    return render_template("accounts/organisations/form.html", form=form, organisation=row, **values), status
