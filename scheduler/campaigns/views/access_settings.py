"""Who takes part in a campaign and who may see it: organisations, requests to take part, audience, embargo."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import alone, coordinators_only, current_actor, members_only, require_person
from scheduler.accounts.domain.acts import Act, may
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import context, viewer, writers
from scheduler.agenda.forms import EmergencyAccessForm
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.embargo import MayNotLiftError, rights_of
from scheduler.agenda.services.follows import follow, unfollow
from scheduler.campaigns.forms.campaigns import REFUSED, AudienceForm
from scheduler.campaigns.models import Campaign, JoinRequest
from scheduler.campaigns.queries.campaigns import series_of
from scheduler.campaigns.queries.join_requests import request_called
from scheduler.campaigns.services import campaigns as services
from scheduler.campaigns.services.audience import audience_of
from scheduler.campaigns.services.candidates import everybody
from scheduler.campaigns.services.embargo import (
    advance_campaign,
    give_emergency_access,
    place_campaign_on_hold,
    release_campaign,
)
from scheduler.campaigns.services.errors import LeadStaysError, NotAskedError
from scheduler.campaigns.services.joining import accept_request, ask_to_join, decline_request, withdraw_request
from scheduler.campaigns.services.organisations import add_organisation, remove_organisation
from scheduler.campaigns.views.access import (
    may_in,
    organisations_in,
    placeholder_or_404,
    readable,
    redirect_to_campaign,
    shareable,
)
from scheduler.db import AppSession
from scheduler.rows import StaleEditError
from scheduler.web.forms import differing
from scheduler.web.request import now, session

blueprint = Blueprint("campaign_sharing", __name__)
PEOPLE = "people"


@blueprint.route("/campaigns/<public_id>/audience", methods=["GET", "POST"])
@members_only
def audience(public_id: str) -> ResponseReturnValue:
    campaign = shareable(public_id)
    saved = audience_of(campaign.guard)
    form = AudienceForm(zone=reader_zone(), **AudienceForm.shown(saved, campaign.revision))
    form.offer(organisations_in(campaign), everybody(session()))
    if not form.validate_on_submit():
        return _page(form, campaign, 422 if form.is_submitted() else 200)
    return _save(form, campaign)


@blueprint.post("/campaigns/<public_id>/organisations")
@members_only
def join(public_id: str) -> ResponseReturnValue:
    campaign = readable(public_id)
    organisation_id, allowed = _organisation_asked(), may_in(campaign)
    if organisation_id in allowed.askable:
        return _ask(campaign, organisation_id)
    # Whoever joins twice gets no error the second time.
    if organisation_id not in allowed.joinable | campaign.organisation_ids:
        abort(403)
    add_organisation(session(), campaign, organisation_id, context())
    session().commit()
    flash(_("Organisation added. Its leads have been notified."), "success")
    return redirect_to_campaign(public_id, PEOPLE)


@blueprint.post("/campaigns/<public_id>/requests/<address>/accept")
@members_only
def accept(public_id: str, address: str) -> ResponseReturnValue:
    campaign = shareable(public_id)
    text = _("Accepted: the organisation now participates. The person who asked has been notified.")
    return _answered(campaign, _request(campaign, address), accept_request, text)


@blueprint.post("/campaigns/<public_id>/requests/<address>/decline")
@members_only
def decline(public_id: str, address: str) -> ResponseReturnValue:
    campaign = shareable(public_id)
    return _answered(
        campaign, _request(campaign, address), decline_request, _("Declined. The person who asked has been notified.")
    )


@blueprint.post("/campaigns/<public_id>/requests/<address>/withdraw")
@members_only
def withdraw(public_id: str, address: str) -> ResponseReturnValue:
    campaign = readable(public_id)
    request_row = _request(campaign, address)
    if not may(Act.ASK_TO_JOIN, viewer().roles_in(request_row.organisation_id)):
        abort(403)
    return _answered(campaign, request_row, withdraw_request, _("Request withdrawn."))


@blueprint.post("/campaigns/<public_id>/organisations/<int:organisation_id>/leave")
@members_only
@alone
def leave(public_id: str, organisation_id: int) -> ResponseReturnValue:
    campaign = readable(public_id)
    if organisation_id not in may_in(campaign).removable and organisation_id in campaign.organisation_ids:
        abort(403)
    try:
        remove_organisation(session(), campaign, organisation_id, context())
    except LeadStaysError:
        abort(403)
    session().commit()
    flash(_("The organisation no longer participates. Its open tasks went to the lead organisation."), "success")
    return redirect_to_campaign(public_id, PEOPLE)


@blueprint.post("/campaigns/<public_id>/follow")
@members_only
def start_following(public_id: str) -> ResponseReturnValue:
    campaign = readable(public_id)
    follow(session(), require_person().id, series_of(campaign.id), now())
    session().commit()
    flash(_("You are following the campaign: its dates are in your reminders and feeds."), "success")
    return redirect_to_campaign(public_id)


@blueprint.post("/campaigns/<public_id>/unfollow")
@members_only
def stop_following(public_id: str) -> ResponseReturnValue:
    campaign = readable(public_id)
    unfollow(session(), require_person().id, series_of(campaign.id))
    session().commit()
    flash(_("You no longer follow the campaign. Your own tasks stay with you."), "success")
    return redirect_to_campaign(public_id)


@blueprint.post("/campaigns/<public_id>/hold")
@members_only
def hold(public_id: str) -> ResponseReturnValue:
    campaign = _kept_back(public_id)
    if campaign is None:
        return _is_out(public_id)
    place_campaign_on_hold(session(), campaign, current_actor(), context())
    session().commit()
    flash(_("On hold: nothing is published until it is released."), "success")
    return redirect_to_campaign(public_id)


@blueprint.post("/campaigns/<public_id>/release")
@members_only
def release(public_id: str) -> ResponseReturnValue:
    campaign = _kept_back(public_id)
    if campaign is None:
        return _is_out(public_id)
    try:
        release_campaign(session(), campaign, current_actor(), context())
    except MayNotLiftError:
        return _outside(public_id)
    session().commit()
    flash(_("Released: the embargo lifts at its time. If that has passed, it lifts within minutes."), "success")
    return redirect_to_campaign(public_id)


@blueprint.post("/campaigns/<public_id>/advance")
@members_only
def advance(public_id: str) -> ResponseReturnValue:
    campaign = _kept_back(public_id)
    if campaign is None:
        return _is_out(public_id)
    if request.args.get("seen") == ("free" if campaign.guard.held else "held"):
        # The button was made before somebody held it back, or released it.
        flash(
            _(
                "Nothing was lifted: it was placed on hold or released since you opened the page. Check "
                "it, then decide."
            ),
            "error",
        )
        return redirect_to_campaign(public_id)
    try:
        advance_campaign(session(), campaign, current_actor(), writers(), context())
    except MayNotLiftError:
        return _outside(public_id)
    session().commit()
    flash(_("Embargo lifted. Calendars show the real title from now on."), "success")
    return redirect_to_campaign(public_id)


@blueprint.route("/campaigns/<public_id>/open", methods=["GET", "POST"])
@coordinators_only
def take_emergency_access(public_id: str) -> ResponseReturnValue:
    campaign = placeholder_or_404(public_id)
    if campaign is None:
        return _is_out(public_id)
    if not rights_of(campaign.guard, current_actor(), campaign.organisation_id, now()).emergency_access:
        return redirect_to_campaign(public_id)
    form = EmergencyAccessForm()
    if not form.validate_on_submit():
        back = url_for("campaign_page.show", public_id=public_id)
        page = {"form": form, "title": campaign.guard.placeholder_title, "back": back}
        return render_template("agenda/emergency_access.html", **page), 422 if form.is_submitted() else 200
    reason, form_id, who = form.reason.data, str(form.form_id.data), current_actor()
    give_emergency_access(session(), campaign, reason, form_id=form_id, who=who, context=context())
    session().commit()
    flash(_("You are now in the embargo group. Everyone in it has been notified, and it is logged."), "warning")
    return redirect_to_campaign(public_id)


def _is_out(public_id: str) -> ResponseReturnValue:
    flash(_("The embargo has lifted: there is nothing left to hold."), "error")
    return redirect_to_campaign(public_id)


def _ask(campaign: Campaign, organisation_id: int) -> ResponseReturnValue:
    public_id = campaign.public_id
    try:
        ask_to_join(session(), campaign, organisation_id, require_person().id, context())
    except NotAskedError:
        return _not_asked(public_id)
    session().commit()
    flash(_("Request sent. The campaign manager decides."), "success")
    return redirect_to_campaign(public_id, PEOPLE)


def _answered(
    campaign: Campaign,
    request_row: JoinRequest,
    answer: Callable[[AppSession, Campaign, JoinRequest, ChangeContext], None],
    text: str,
) -> ResponseReturnValue:
    public_id = campaign.public_id
    try:
        answer(session(), campaign, request_row, context())
    except NotAskedError:
        return _not_asked(public_id)
    session().commit()
    flash(text, "success")
    return redirect_to_campaign(public_id, PEOPLE)


def _request(campaign: Campaign, address: str) -> JoinRequest:
    return request_called(session(), campaign, address) or abort(404)


def _not_asked(public_id: str) -> ResponseReturnValue:
    session().rollback()
    flash(
        _("Nothing was changed: the request was answered or withdrawn in the meantime, or the campaign is over."),
        "error",
    )
    return redirect_to_campaign(public_id, PEOPLE)


def _outside(public_id: str) -> ResponseReturnValue:
    """Send somebody who may not let the text out unread to where a coordinator says why they have to read it."""
    session().rollback()
    if not viewer().is_coordinator:
        flash(_("Only someone in the embargo group can lift the embargo."), "error")
        return redirect_to_campaign(public_id)
    flash(
        _(
            "You are not in the embargo group, so you cannot lift an embargo on what you have not read. "
            "Use emergency access first."
        ),
        "warning",
    )
    return redirect(url_for("campaign_sharing.take_emergency_access", public_id=public_id), 303)


def _kept_back(public_id: str) -> Campaign | None:
    """Return a concealed campaign to coordinators and leads of the organisation that leads it; None once it is out."""
    campaign = placeholder_or_404(public_id)
    who = current_actor()
    if campaign is not None and not may(Act.HOLD_EMBARGO, who.roles_in(campaign.organisation_id)):
        readable(public_id)
        abort(403)
    return campaign


def _organisation_asked() -> int:
    text = request.form.get("organisation_id", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else abort(400)


def _save(form: AudienceForm, campaign: Campaign) -> ResponseReturnValue:
    public_id, draft = campaign.public_id, form.draft()
    try:
        services.change_audience(
            session(), campaign, draft, revision=form.revision.data, viewer=viewer(), context=context()
        )
    except StaleEditError:
        rows = differing(form, AudienceForm.shown(audience_of(campaign.guard), campaign.revision))
        form.revision.data = campaign.revision
        return _page(form, campaign, 409, rows)
    except REFUSED as error:
        session().rollback()
        form.explain(error)
        return _page(form, shareable(public_id), 422)
    session().commit()
    flash(_("Saved."), "success")
    return redirect_to_campaign(public_id)


def _page(
    form: AudienceForm, campaign: Campaign, status: int, rows: list[tuple[str, str, str]] | None = None
) -> ResponseReturnValue:
    return render_template("campaigns/audience.html", form=form, campaign=campaign, stale_rows=rows), status
