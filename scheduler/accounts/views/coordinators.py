"""Pages of the coordinator about one person: making and ending coordinators, and anonymising."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from scheduler.accounts.access import alone, coordinators_only, flash_notes, listeners, require_person
from scheduler.accounts.domain.errors import LastCoordinatorError
from scheduler.accounts.forms.people import ConfirmForm, CoordinatorForm
from scheduler.accounts.models import Person
from scheduler.accounts.services.actor_roles import actor_roles
from scheduler.accounts.services.memberships import Ending, end_coordinator, make_coordinator
from scheduler.accounts.services.people import anonymise as anonymise_person
from scheduler.accounts.services.people import everyone, find_person
from scheduler.web.request import now, session

blueprint = Blueprint("coordinators", __name__)

MAKE, END = "make", "end"
LAST_COORDINATOR = _l("This is the coalition’s last coordinator. Make someone else a coordinator first.")


@blueprint.get("/people/accounts")
@coordinators_only
def accounts() -> ResponseReturnValue:
    return render_template("accounts/coordinators/accounts.html", people=everyone(session()))


@blueprint.route("/people/<int:ident>/coordinator", methods=["GET", "POST"])
@coordinators_only
@alone
def coordinator(ident: int) -> ResponseReturnValue:
    person = _person(ident)
    form = CoordinatorForm(act=END if actor_roles(session(), ident).is_coordinator else MAKE)
    if not form.validate_on_submit() or form.act.data not in {MAKE, END}:
        ends = form.act.data == END
        return render_template("accounts/coordinators/coordinator.html", **_page_values(person, form), ends=ends)
    try:
        notes = _end(person) if form.act.data == END else _begin(person)
    except LastCoordinatorError:
        flash(LAST_COORDINATOR, "error")
        return redirect(url_for("coordinators.accounts"), 303)
    session().commit()
    flash(_("Saved."), "success")
    flash_notes(notes)
    # Whoever has just ended their own work may not see this page any more.
    return redirect(url_for("people.index"), 303)


@blueprint.route("/people/<int:ident>/anonymise", methods=["GET", "POST"])
@coordinators_only
@alone
def anonymise(ident: int) -> ResponseReturnValue:
    person = _person(ident)
    form = ConfirmForm()
    if not form.validate_on_submit():
        return render_template("accounts/coordinators/anonymise.html", **_page_values(person, form))
    try:
        notes = anonymise_person(session(), person, listeners(), require_person().id, now())
    except LastCoordinatorError:
        flash(LAST_COORDINATOR, "error")
        return redirect(url_for("coordinators.accounts"), 303)
    session().commit()
    flash(_("The account is anonymised: name and address are deleted."), "success")
    flash_notes(notes)
    return redirect(url_for("people.index"), 303)


def _end(person: Person) -> tuple[str, ...]:
    return end_coordinator(session(), person, Ending(require_person().id, listeners()), now())


def _begin(person: Person) -> tuple[str, ...]:
    make_coordinator(session(), person, require_person().id, now())
    return ()


def _person(ident: int) -> Person:
    return find_person(session(), ident) or abort(404)


def _page_values(person: Person, form: ConfirmForm | CoordinatorForm) -> dict[str, object]:
    return {"person": person, "form": form, "is_me": person.id == require_person().id}
