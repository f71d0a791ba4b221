"""Who takes part in a campaign and who may see it: organisations, audience, embargo."""

from flask import Blueprint, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import members_only, require_person
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import telling, viewer, writers
from scheduler.agenda.services.follows import follow, unfollow
from scheduler.agenda.services.guards import LiftedError
from scheduler.campaigns.candidates import everybody
from scheduler.campaigns.forms.campaigns import AudienceForm
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.reading import campaign_behind_face, permissions_of, series_of
from scheduler.campaigns.services import campaigns as services
from scheduler.campaigns.services.audience import audience_of
from scheduler.campaigns.services.errors import LeadStaysError, LockedOutError, StaleEditError
from scheduler.campaigns.services.lifting import advance_campaign, hold_campaign, open_by_force, release_campaign
from scheduler.campaigns.services.organisations import add_organisation, remove_organisation
from scheduler.campaigns.views.entrance import editable, organisations_in, readable, to_room
from scheduler.web.context import now, session

blueprint = Blueprint("campaign_sharing", __name__)


@blueprint.route("/campaigns/<public_id>/audience", methods=["GET", "POST"])
@members_only
def audience(public_id: str) -> ResponseReturnValue:
    campaign = editable(public_id)
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
    organisation_id = _organisation_asked()
    # Whoever joins twice gets no error the second time.
    known = permissions_of(session(), viewer(), campaign).joinable | campaign.organisation_ids
    if organisation_id not in known:
        abort(403)
    add_organisation(session(), campaign, organisation_id, telling())
    session().commit()
    flash(_("The organisation takes part. Its leads are told."), "success")
    return to_room(public_id, "organisations")


@blueprint.post("/campaigns/<public_id>/organisations/<int:organisation_id>/leave")
@members_only
def leave(public_id: str, organisation_id: int) -> ResponseReturnValue:
    campaign = readable(public_id)
    may = permissions_of(session(), viewer(), campaign)
    if organisation_id not in may.removable and organisation_id in campaign.organisation_ids:
        abort(403)
    try:
        remove_organisation(session(), campaign, organisation_id, telling())
    except LeadStaysError:
        abort(403)
    session().commit()
    flash(_("The organisation does not take part any more. Its open tasks went to the one that leads."), "success")
    return to_room(public_id, "organisations")


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
    """Return a concealed campaign to a coordinator, who need not read it, or to whoever may change it."""
    campaign = campaign_behind_face(session(), viewer(), public_id) or abort(404)
    return campaign if viewer().is_coordinator else editable(public_id)


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
        return _page(form, editable(public_id), 422)
    session().commit()
    flash(_("Saved: from now on it is shown as you chose."), "success")
    return to_room(public_id)


def _page(form: AudienceForm, campaign: Campaign, status: int) -> ResponseReturnValue:
    return render_template("campaigns/audience.html", form=form, campaign=campaign, is_stale=status == 409), status
