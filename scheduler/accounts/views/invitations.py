"""The page behind an invitation's link."""

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from scheduler.accounts.access import arrival, by_token, current_person, log_in
from scheduler.accounts.domain.errors import AccountExistsError, BorrowedNameError, InvitationSpentError
from scheduler.accounts.domain.invitations import InvitationState
from scheduler.accounts.forms.fields import borrowed_name_message
from scheduler.accounts.forms.people import AcceptForm, ConfirmForm
from scheduler.accounts.models import Invitation, Person
from scheduler.accounts.page_context import coalition_zone
from scheduler.accounts.password_policy import judged_and_hashed
from scheduler.accounts.services import invitations
from scheduler.accounts.services.naming import name_with_organisations
from scheduler.accounts.services.open_invitations import invitation_state
from scheduler.accounts.services.organisations import find_organisation
from scheduler.web.errors import GoneError
from scheduler.web.request import now, session
from scheduler.web.security_headers import noindex

blueprint = Blueprint("invitations", __name__)


@blueprint.route("/invite/<token>", methods=["GET", "POST"])
@by_token
def accept(token: str) -> ResponseReturnValue:
    invitation = _open_invitation(token)
    owner = invitations.account_of(session(), invitation)
    if owner is not None:
        return _accept_with_account(token, invitation, owner)
    if current_person() is not None:
        return _page("accounts/invitations/other_account.html", invitation)
    form = AcceptForm(zone=_likely_zone(invitation))
    if not form.validate_on_submit():
        return _page("accounts/invitations/accept.html", invitation, 422 if form.is_submitted() else 200, form=form)
    return _open_account(token, invitation, form)


def _open_account(token: str, invitation: Invitation, form: AcceptForm) -> ResponseReturnValue:
    organisation = find_organisation(session(), invitation.organisation_id) if invitation.organisation_id else None
    names = [organisation.name, organisation.short_name] if organisation is not None else []
    problem, hashed = judged_and_hashed(form.password.data, [form.name.data, invitation.email, *names])
    if problem is not None:
        form.password.errors = [problem]
        return _page("accounts/invitations/accept.html", invitation, 422, form=form)
    account = invitations.NewAccount(form.name.data, form.zone.data, hashed, str(get_locale()))
    try:
        person = invitations.accept_as_new(session(), invitation, account, now())
    except InvitationSpentError as error:
        raise _gone(error.state) from error
    except BorrowedNameError:
        form.name.errors = [borrowed_name_message()]
        return _page("accounts/invitations/accept.html", invitation, 422, form=form)
    except AccountExistsError:
        return redirect(url_for("invitations.accept", token=token), 303)
    log_in(person)
    session().commit()
    flash(_("Welcome, %(name)s. Your account is ready.", name=form.name.data), "success")
    return redirect(arrival(), 303)


def _accept_with_account(token: str, invitation: Invitation, owner: Person) -> ResponseReturnValue:
    person = current_person()
    if person is None:
        return redirect(url_for("security.login", next=url_for("invitations.accept", token=token)))
    if person.id != owner.id:
        return _page("accounts/invitations/other_account.html", invitation)
    form = ConfirmForm()
    if not form.validate_on_submit():
        return _page("accounts/invitations/join.html", invitation, form=form)
    try:
        invitations.accept_as_member(session(), invitation, person, now())
    except InvitationSpentError as error:
        raise _gone(error.state) from error
    session().commit()
    flash(_("Accepted."), "success")
    return redirect(url_for("account.edit"), 303)


def _open_invitation(token: str) -> Invitation:
    invitation = invitations.find_by_token(session(), token) or abort(404)
    state = invitation_state(session(), invitation, now())
    if state is not InvitationState.OPEN:
        raise _gone(state)
    return invitation


def _gone(state: InvitationState) -> GoneError:
    return GoneError(
        {
            InvitationState.USED: _(
                "This invitation has already been accepted. If that was you, log in with your password."
            ),
            InvitationState.REVOKED: _("This invitation was revoked."),
            InvitationState.EXPIRED: _("This invitation was valid for 14 days and has expired."),
        }.get(state, "")
    )


def _likely_zone(invitation: Invitation) -> str:
    organisation = find_organisation(session(), invitation.organisation_id) if invitation.organisation_id else None
    return organisation.zone if organisation is not None else coalition_zone()


def _page(template: str, invitation: Invitation, status: int = 200, **values: object) -> ResponseReturnValue:
    organisation = find_organisation(session(), invitation.organisation_id) if invitation.organisation_id else None
    values["sender"] = name_with_organisations(session(), invitation.invited_by)
    page = render_template(template, invitation=invitation, organisation=organisation, **values)
    response = noindex(make_response(page, status))
    response.headers["Cache-Control"] = "no-store"
    return response
