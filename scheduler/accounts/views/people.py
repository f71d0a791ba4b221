"""Who belongs to which organisation, and the pages that change it."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from scheduler.accounts.access import alone, current_actor, flash_notes, listeners, members_only, require_person
from scheduler.accounts.domain.acts import Act, Role, may
from scheduler.accounts.domain.errors import (
    AlreadyInvitedError,
    AlreadyMemberError,
    InvitationSpentError,
    LastLeadError,
    LimitReachedError,
)
from scheduler.accounts.domain.roles import MemberRole
from scheduler.accounts.forms.people import ConfirmForm, InviteForm, RoleForm
from scheduler.accounts.limit_messages import limit_message
from scheduler.accounts.models import Invitation, Membership, Organisation
from scheduler.accounts.reading import open_organisations, organisation_names, rosters
from scheduler.accounts.services import invitations
from scheduler.accounts.services.actor_roles import coordinators
from scheduler.accounts.services.memberships import (
    Ending,
    RoleChange,
    change_role,
    end_membership,
    is_last_lead,
    open_membership,
)
from scheduler.accounts.services.naming import names_with_organisations
from scheduler.accounts.services.open_invitations import invitation_states, pending_invitations
from scheduler.accounts.services.open_invitations import revoke as revoke_invitation
from scheduler.rows import StaleEditError
from scheduler.web.forms import compare
from scheduler.web.pagination import requested_page
from scheduler.web.request import now, session

blueprint = Blueprint("people", __name__)

LAST_LEAD = _l(
    "This is the only lead: without one, no one can sign off for the organisation. Read the warning and confirm."
)


@blueprint.get("/people")
@members_only
def index() -> ResponseReturnValue:
    own = current_actor()
    pending = pending_invitations(session(), None if own.is_coordinator else own.leads)
    states = invitation_states(session(), pending, now())
    senders = names_with_organisations(session(), {row.invited_by for row in pending if row.invited_by is not None})
    return render_template(
        "accounts/people/index.html",
        page=rosters(session(), requested_page(request.args)),
        own=own,
        me=require_person(),
        coordinators=sorted(names_with_organisations(session(), coordinators(session())).values()),
        pending=[(row, states[row.id], senders.get(row.invited_by or 0, "")) for row in pending],
        names=organisation_names(session(), {row.organisation_id for row in pending if row.organisation_id}),
    )


@blueprint.route("/people/invite", methods=["GET", "POST"])
@members_only
def invite() -> ResponseReturnValue:
    own = current_actor()
    places = _places()
    if not places and not own.is_coordinator:
        abort(404)
    form = InviteForm(place=request.args.get("place")).offer(places, coordinator=own.is_coordinator)
    if not form.validate_on_submit():
        return render_template("accounts/people/invite.html", form=form), 422 if form.is_submitted() else 200
    try:
        made = invitations.invite_or_join(session(), form.draft(), require_person(), now())
    except AlreadyMemberError:
        form.email.errors = [_("This person is already a member.")]
    except AlreadyInvitedError:
        form.email.errors = [_("This address already has an open invitation. You can resend it on the people page.")]
    except LimitReachedError as error:
        form.email.errors = [limit_message(error)]
    if form.errors:
        return render_template("accounts/people/invite.html", form=form), 422
    session().commit()
    joined = made.used_at is not None
    flash(_("You have joined.") if joined else _("Invitation sent to %(address)s.", address=made.email), "success")
    return redirect(url_for("people.index"), 303)


@blueprint.post("/people/invitations/<int:ident>/send-again")
@members_only
def send_again(ident: int) -> ResponseReturnValue:
    invitation = _own_invitation(ident)
    try:
        sent = invitations.send_again(session(), invitation, require_person().id, now())
    except InvitationSpentError:
        flash(_("This invitation has been accepted or revoked in the meantime."), "warning")
        return redirect(url_for("people.index"), 303)
    except LimitReachedError as error:
        flash(limit_message(error), "warning")
        return redirect(url_for("people.index"), 303)
    session().commit()
    again, waiting = (
        _("Sent again. Valid for 14 days from now."),
        _("The email is already queued and is sent once."),
    )
    flash(again if sent else waiting, "success")
    return redirect(url_for("people.index"), 303)


@blueprint.post("/people/invitations/<int:ident>/revoke")
@members_only
def revoke(ident: int) -> ResponseReturnValue:
    try:
        revoke_invitation(session(), _own_invitation(ident), require_person().id, now())
    except InvitationSpentError:
        flash(_("It has already been accepted. You can end the membership instead."), "warning")
        return redirect(url_for("people.index"), 303)
    session().commit()
    flash(_("Invitation revoked. Its link no longer works."), "success")
    return redirect(url_for("people.index"), 303)


@blueprint.route("/people/memberships/<int:ident>/role", methods=["GET", "POST"])
@members_only
@alone
def role(ident: int) -> ResponseReturnValue:
    membership = _kept_membership(ident)
    form = RoleForm(obj=membership)
    if not form.validate_on_submit():
        return _membership_page("role", membership, form, 422 if form.is_submitted() else 200)
    wanted, confirmed = MemberRole(form.role.data), form.even_last_lead.data == "yes"
    change = RoleChange(wanted, form.revision.data, confirmed, listeners())
    try:
        notes = change_role(session(), membership, change, require_person().id, now())
    except StaleEditError as error:
        return _membership_page(
            "role", membership, form, 409, stale_rows=compare(form, error.current, membership.revision)
        )
    except LastLeadError:
        form.even_last_lead.data = "yes"
        return _membership_page("role", membership, form, 409, warning=LAST_LEAD)
    session().commit()
    flash(_("Role changed."), "success")
    flash_notes(notes)
    return redirect(url_for("people.index"), 303)


@blueprint.route("/people/memberships/<int:ident>/remove", methods=["GET", "POST"])
@members_only
@alone
def remove(ident: int) -> ResponseReturnValue:
    membership = _kept_membership(ident, or_own=True)
    form = ConfirmForm()
    if not form.validate_on_submit():
        form.even_last_lead.data = "yes" if is_last_lead(session(), membership) else ""
        return _membership_page("remove", membership, form, last_lead=form.even_last_lead.data)
    ending = Ending(require_person().id, listeners(), even_last_lead=form.even_last_lead.data == "yes")
    try:
        notes = end_membership(session(), membership, ending, now())
    except LastLeadError:
        form.even_last_lead.data = "yes"
        return _membership_page("remove", membership, form, 409, last_lead="yes")
    session().commit()
    flash(_("Membership ended."), "success")
    flash_notes(notes)
    return redirect(url_for("people.index"), 303)


def _places() -> list[Organisation]:
    own = current_actor()
    return [row for row in open_organisations(session()) if own.may_manage_members_of(row.id)]


def _own_invitation(ident: int) -> Invitation:
    """The invitation, if the person may keep it."""
    invitation = invitations.find_invitation(session(), ident) or abort(404)
    own, place = current_actor(), invitation.organisation_id
    roles = own.roles_anywhere & {Role.COORDINATOR} if place is None else own.roles_in(place)
    if not may(Act.KEEP_PEOPLE, roles):
        abort(404)
    return invitation


def _kept_membership(ident: int, *, or_own: bool = False) -> Membership:
    """The membership, if the person may change it."""
    membership = open_membership(session(), ident) or abort(404)
    own = or_own and membership.person_id == require_person().id
    if not own and not current_actor().may_manage_members_of(membership.organisation_id):
        abort(404)
    return membership


def _membership_page(
    name: str, membership: Membership, form: object, status: int = 200, **values: object
) -> ResponseReturnValue:
    return render_template(f"accounts/people/{name}.html", membership=membership, form=form, **values), status
