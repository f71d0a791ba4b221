"""Who takes part in a campaign and who may see it: organisations, requests to take part, audience, embargo."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import members_only, require_person
from scheduler.accounts.domain.acts import Act, may
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import telling, viewer, writers
from scheduler.agenda.services.entries import Telling
from scheduler.agenda.services.follows import follow, unfollow
from scheduler.agenda.services.guards import LiftedError
from scheduler.campaigns.candidates import everybody
from scheduler.campaigns.forms.campaigns import AudienceForm
from scheduler.campaigns.join_requests import request_called
from scheduler.campaigns.models import Campaign, JoinRequest
from scheduler.campaigns.reading import campaign_behind_face, series_of
from scheduler.campaigns.services import campaigns as services
from scheduler.campaigns.services.audience import audience_of
from scheduler.campaigns.services.errors import LeadStaysError, LockedOutError, NotAskedError, StaleEditError
from scheduler.campaigns.services.joining import accept_request, ask_to_join, decline_request, withdraw_request
from scheduler.campaigns.services.lifting import advance_campaign, hold_campaign, open_by_force, release_campaign
from scheduler.campaigns.services.organisations import add_organisation, remove_organisation
from scheduler.campaigns.views.entrance import may_in, organisations_in, readable, shareable, to_room
from scheduler.db import AppSession
from scheduler.web.context import now, session

blueprint = Blueprint("campaign_sharing", __name__)
ORGANISATIONS = "organisations"


@blueprint.route("/campaigns/<public_id>/audience", methods=["GET", "POST"])
@members_only
def audience(public_id: str) -> ResponseReturnValue:
    campaign = shareable(public_id)
    saved = audience_of(campaign.guard)
    form = AudienceForm(zone=reader_zone(), **AudienceForm.shown(saved, campaign.revision))
    form.offer(organisations_in(campaign), everybody(session()))
    if not form.validate_on_submit() or not form.refuse_past(now(), saved.embargo):
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
    add_organisation(session(), campaign, organisation_id, telling())
    session().commit()
    flash(_("The organisation takes part. Its leads are told."), "success")
    return to_room(public_id, ORGANISATIONS)


@blueprint.post("/campaigns/<public_id>/requests/<address>/accept")
@members_only
def accept(public_id: str, address: str) -> ResponseReturnValue:
    campaign = shareable(public_id)
    text = _("Accepted: the organisation takes part. Whoever asked is told.")
    return _answered(campaign, _request(campaign, address), accept_request, text)


@blueprint.post("/campaigns/<public_id>/requests/<address>/decline")
@members_only
def decline(public_id: str, address: str) -> ResponseReturnValue:
    campaign = shareable(public_id)
    return _answered(campaign, _request(campaign, address), decline_request, _("Declined. Whoever asked is told."))


@blueprint.post("/campaigns/<public_id>/requests/<address>/withdraw")
@members_only
def withdraw(public_id: str, address: str) -> ResponseReturnValue:
    campaign = readable(public_id)
    request_row = _request(campaign, address)
    if not may(Act.ASK_TO_JOIN, viewer().roles_in(request_row.organisation_id)):
        abort(403)
    return _answered(campaign, request_row, withdraw_request, _("The request is taken back."))


@blueprint.post("/campaigns/<public_id>/organisations/<int:organisation_id>/leave")
@members_only
def leave(public_id: str, organisation_id: int) -> ResponseReturnValue:
    campaign = readable(public_id)
    if organisation_id not in may_in(campaign).removable and organisation_id in campaign.organisation_ids:
        abort(403)
    try:
        remove_organisation(session(), campaign, organisation_id, telling())
    except LeadStaysError:
        abort(403)
    session().commit()
    flash(_("The organisation does not take part any more. Its open tasks went to the one that leads."), "success")
    return to_room(public_id, ORGANISATIONS)


@blueprint.post("/campaigns/<public_id>/follow")
@members_only
def start_following(public_id: str) -> ResponseReturnValue:
    campaign = readable(public_id)
    follow(session(), require_person().id, series_of(campaign.id), now())
    session().commit()
    flash(_("You follow the campaign: its days are in your reminders and feeds."), "success")
    return to_room(public_id)


@blueprint.post("/campaigns/<public_id>/unfollow")
@members_only
def stop_following(public_id: str) -> ResponseReturnValue:
    campaign = readable(public_id)
    unfollow(session(), require_person().id, series_of(campaign.id))
    session().commit()
    flash(_("You do not follow the campaign any more. What is yours to do stays with you."), "success")
    return to_room(public_id)


@blueprint.post("/campaigns/<public_id>/hold")
@members_only
def hold(public_id: str) -> ResponseReturnValue:
    campaign = _lockable(public_id)
    try:
        hold_campaign(session(), campaign, require_person().id, telling())
    except LiftedError:
        return _is_out(public_id)
    session().commit()
    flash(_("Held: nothing comes out until it is released."), "success")
    return to_room(public_id)


@blueprint.post("/campaigns/<public_id>/release")
@members_only
def release(public_id: str) -> ResponseReturnValue:
    campaign = _lockable(public_id)
    release_campaign(session(), campaign, require_person().id, telling())
    session().commit()
    flash(_("Released: the embargo is lifted at its time."), "success")
    return to_room(public_id)


@blueprint.post("/campaigns/<public_id>/advance")
@members_only
def advance(public_id: str) -> ResponseReturnValue:
    campaign = _lockable(public_id)
    try:
        advance_campaign(session(), campaign, writers(), telling())
    except LiftedError:
        return _is_out(public_id)
    session().commit()
    flash(_("The embargo is lifted. Calendars show the real title from now on."), "success")
    return to_room(public_id)


@blueprint.post("/campaigns/<public_id>/open")
@members_only
def break_glass(public_id: str) -> ResponseReturnValue:
    campaign = campaign_behind_face(session(), viewer(), public_id) or abort(404)
    if not viewer().is_coordinator:
        abort(403)
    open_by_force(session(), campaign, require_person().id, telling())
    session().commit()
    flash(_("You are in the circle now. Everybody in it is told, and it is on record."), "warning")
    return to_room(public_id)


def _is_out(public_id: str) -> ResponseReturnValue:
    session().rollback()
    flash(_("Nothing is kept back any more: the embargo has ended."), "error")
    return to_room(public_id)


def _lockable(public_id: str) -> Campaign:
    """Return a concealed campaign to a coordinator, who need not read it, or to a lead who does."""
    campaign = campaign_behind_face(session(), viewer(), public_id) or abort(404)
    if viewer().is_coordinator:
        return campaign
    return campaign if may_in(readable(public_id)).hold else abort(403)


def _ask(campaign: Campaign, organisation_id: int) -> ResponseReturnValue:
    public_id = campaign.public_id
    try:
        ask_to_join(session(), campaign, organisation_id, require_person().id, telling())
    except NotAskedError:
        return _not_asked(public_id)
    session().commit()
    flash(_("Asked. Whoever manages the campaign is told and decides."), "success")
    return to_room(public_id, ORGANISATIONS)


def _answered(
    campaign: Campaign,
    request_row: JoinRequest,
    answer: Callable[[AppSession, Campaign, JoinRequest, Telling], None],
    text: str,
) -> ResponseReturnValue:
    public_id = campaign.public_id
    try:
        answer(session(), campaign, request_row, telling())
    except NotAskedError:
        return _not_asked(public_id)
    session().commit()
    flash(text, "success")
    return to_room(public_id, ORGANISATIONS)


def _request(campaign: Campaign, address: str) -> JoinRequest:
    return request_called(session(), campaign, address) or abort(404)


def _not_asked(public_id: str) -> ResponseReturnValue:
    session().rollback()
    flash(_("Nothing was changed: the request was answered or taken back meanwhile, or the campaign is over."), "error")
    return to_room(public_id, ORGANISATIONS)


def _organisation_asked() -> int:
    text = request.form.get("organisation_id", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else abort(400)


def _save(form: AudienceForm, campaign: Campaign) -> ResponseReturnValue:
    public_id, draft = campaign.public_id, form.draft()
    try:
        services.change_audience(
            session(), campaign, draft, revision=form.revision.data, viewer=viewer(), telling=telling()
        )
    except StaleEditError:
        form.revision.data = campaign.revision
        return _page(form, campaign, 409)
    except (LiftedError, LockedOutError) as error:
        session().rollback()
        form.explain(error)
        return _page(form, shareable(public_id), 422)
    session().commit()
    flash(_("Saved: from now on it is shown as you chose."), "success")
    return to_room(public_id)


def _page(form: AudienceForm, campaign: Campaign, status: int) -> ResponseReturnValue:
    return render_template("campaigns/audience.html", form=form, campaign=campaign, is_stale=status == 409), status
