"""A person's own page: name, time zone, language, absence."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import current_actor, require_person, signed_in_only
from scheduler.accounts.domain.errors import BadDeputyError, BorrowedNameError
from scheduler.accounts.forms.account import AbsenceForm, AccountForm
from scheduler.accounts.forms.fields import borrowed_name_message
from scheduler.accounts.reading import organisation_names
from scheduler.accounts.services.actor_roles import deputies_open_to
from scheduler.accounts.services.namesakes import details_of_namesakes
from scheduler.accounts.services.people import Absence, AccountDraft, set_absence, update_account
from scheduler.rows import StaleEditError
from scheduler.web.forms import compare, differing
from scheduler.web.request import now, session
from scheduler.web.translations import in_language

blueprint = Blueprint("account", __name__)


@blueprint.get("/account")
@signed_in_only
def edit() -> ResponseReturnValue:
    return _page(AccountForm(obj=require_person()), _absence_form())


@blueprint.post("/account")
@signed_in_only
def save() -> ResponseReturnValue:
    form = AccountForm()
    if not form.validate():
        return _page(form, _absence_form(fresh=True)), 422
    draft = AccountDraft(form.name.data, form.zone.data, form.data.get("language"))
    try:
        update_account(session(), require_person(), draft, form.revision.data, now())
    except BorrowedNameError:
        form.name.errors = [borrowed_name_message()]
        return _page(form, _absence_form(fresh=True)), 422
    except StaleEditError as error:
        form.revision.data = require_person().revision
        return _page(form, _absence_form(fresh=True), stale_rows=differing(form, error.current)), 409
    session().commit()
    with in_language(require_person().language):
        flash(_("Saved."), "success")
    return redirect(url_for("account.edit"), 303)


@blueprint.post("/account/absence")
@signed_in_only
def save_absence() -> ResponseReturnValue:
    form = _absence_form()
    if not form.validate():
        return _page(_account_form(), form), 422
    deputy = int(form.deputy.data) if form.deputy.data else None
    try:
        absence = Absence(form.away_until.data, deputy)
        set_absence(session(), require_person(), absence, form.revision.data, now())
    except BadDeputyError:
        form.deputy.errors = [_("This person can no longer cover for you. Choose someone else.")]
        return _page(_account_form(), form), 422
    except StaleEditError as error:
        return _page(_account_form(), form, stale_absence=compare(form, error.current, require_person().revision)), 409
    session().commit()
    flash(_("Saved. Your deputy gets copies of your notifications and may sign off while you are away."), "success")
    return redirect(url_for("account.edit"), 303)


def _page(form: AccountForm, absence: AbsenceForm, **more: object) -> str:
    own = current_actor()
    names = organisation_names(session(), own.organisations)
    roles = sorted((names[ident], role) for ident, role in own.roles.items())
    return render_template(
        "accounts/account.html",
        form=form,
        absence=absence,
        own=own,
        roles=roles,
        address=require_person().email,
        **more,
    )


def _account_form() -> AccountForm:
    """The form as it is saved, not as another form of the page was sent."""
    return AccountForm(formdata=None, obj=require_person())


def _absence_form(*, fresh: bool = False) -> AbsenceForm:
    person = require_person()
    filled = {
        "away_until": person.away_until,
        "deputy": str(person.deputy_id or ""),
        "revision": person.revision,
    }
    form = AbsenceForm(formdata=None, data=filled) if fresh else AbsenceForm(data=filled)
    deputies = deputies_open_to(session(), person.id)
    return form.offer(deputies, details_of_namesakes(session(), [one.id for one in deputies]))
