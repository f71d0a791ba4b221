"""The list of campaigns; starting, changing, cancelling and deleting one."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import members_only, require_person
from scheduler.accounts.domain.acts import Act, may
from scheduler.accounts.models import Organisation
from scheduler.accounts.page_context import reader_zone
from scheduler.accounts.reading import open_organisations
from scheduler.accounts.services.actor_roles import names
from scheduler.agenda.access import context, viewer
from scheduler.agenda.domain.visibility import Audience
from scheduler.agenda.forms import HAND_OVER
from scheduler.agenda.services.embargo import LockedOutError, MayNotLiftError, RevealingTitleError
from scheduler.campaigns.forms.campaigns import CampaignForm, CancelForm, NewCampaignForm, differences
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.presenters.pages import campaigns_page
from scheduler.campaigns.queries.anchors import anchor_choices, key_of
from scheduler.campaigns.queries.campaigns import CampaignFilter, ListTab
from scheduler.campaigns.queries.overview import shared_campaigns
from scheduler.campaigns.services import campaigns as services
from scheduler.campaigns.services.audience import AudienceDraft
from scheduler.campaigns.views.access import editable, endable, may_in, people_for, redirect_to_campaign
from scheduler.dates.timezones import day_of
from scheduler.rows import StaleEditError, TooLateError
from scheduler.web.fields import day_in_address
from scheduler.web.pagination import requested_page
from scheduler.web.request import now, session

blueprint = Blueprint("campaigns", __name__)


@blueprint.get("/campaigns")
@members_only
def index() -> ResponseReturnValue:
    wanted = _wanted()
    if wanted.shelf is ListTab.DELETED and not _may_start():
        abort(404)
    today = day_of(now(), reader_zone())
    page = campaigns_page(session(), viewer(), wanted, requested_page(request.args), now=now(), today=today)
    organisations = open_organisations(session())
    return render_template(
        "campaigns/index.html",
        page=page,
        wanted=wanted,
        organisations=organisations,
        may_start=_may_start(),
        shares_others=bool(shared_campaigns(session(), viewer(), today, limit=1)),
    )


@blueprint.route("/campaigns/new", methods=["GET", "POST"])
@members_only
def new() -> ResponseReturnValue:
    if not _may_start():
        abort(403)
    also = _asked_around()
    own = next((row.id for row in open_organisations(session()) if row.id in viewer().editor_of), None)
    form = NewCampaignForm(around=also or None, organisation_id=own, first_day=day_in_address())
    _offer(form, also=also)
    if not form.validate_on_submit():
        return render_template("campaigns/new.html", form=form), 422 if form.is_submitted() else 200
    person = require_person()
    audience = AudienceDraft(Audience(form.audience.data))
    wanted = services.NewCampaign(draft=form.draft(person.id), form_id=str(form.form_id.data), audience=audience)
    try:
        campaign = services.create_campaign(session(), wanted, viewer(), context())
    except LockedOutError:
        form.audience.errors = [_("You belong to none of these organisations, so you could not see it yourself.")]
        return render_template("campaigns/new.html", form=form), 422
    public_id = campaign.public_id
    session().commit()
    flash(_("Campaign created. Now add tasks and participating organisations."), "success")
    playbook, earlier = request.args.get("playbook"), request.args.get("copy")
    if playbook or earlier or "then_playbook" in request.form:
        return redirect(url_for("playbooks.choose", public_id=public_id, playbook=playbook, copy=earlier), 303)
    return redirect_to_campaign(public_id)


@blueprint.route("/campaigns/<public_id>/edit", methods=["GET", "POST"])
@members_only
def edit(public_id: str) -> ResponseReturnValue:
    campaign = editable(public_id)
    form = _form_of(campaign)
    if not form.validate_on_submit():
        return _edit_page(form, campaign, 422 if form.is_submitted() else 200)
    draft, revision, kept = form.draft(campaign), form.revision.data, form.reveals_nothing.data
    try:
        services.change_campaign(session(), campaign, draft, revision=revision, context=context(), reveals_nothing=kept)
    except StaleEditError:
        rows = differences(form, campaign, key_of(session(), viewer(), campaign))
        form.revision.data = campaign.revision
        return _edit_page(form, campaign, 409, rows)
    except RevealingTitleError as error:
        form.refuse_title(error, campaign.guard.placeholder_title)
        return _edit_page(form, campaign, 422)
    except MayNotLiftError:
        form.organisation_id.errors = [HAND_OVER]
        return _edit_page(form, campaign, 422)
    session().commit()
    flash(_("Campaign saved."), "success")
    return redirect_to_campaign(public_id)


def _form_of(campaign: Campaign) -> CampaignForm:
    around = key_of(session(), viewer(), campaign)
    form = CampaignForm(**CampaignForm.shown(campaign, around))
    _offer(form, campaign, also=around)
    owner = names(session(), [campaign.owner_id])[campaign.owner_id]
    form.offer_owners(people_for(campaign), campaign, owner)
    if not may_in(campaign).share:
        form.keep_heads()
    return form


@blueprint.route("/campaigns/<public_id>/cancel", methods=["GET", "POST"])
@members_only
def cancel(public_id: str) -> ResponseReturnValue:
    campaign = endable(public_id)
    form = CancelForm()
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("campaigns/cancel.html", form=form, campaign=campaign), status
    services.cancel_campaign(session(), campaign, form.reason.data, context())
    session().commit()
    flash(_("Campaign cancelled. All participants have been notified."), "success")
    return redirect_to_campaign(public_id)


@blueprint.post("/campaigns/<public_id>/restore")
@members_only
def restore(public_id: str) -> ResponseReturnValue:
    services.restore_campaign(session(), endable(public_id), context())
    session().commit()
    flash(_("Campaign reinstated. All participants have been notified."), "success")
    return redirect_to_campaign(public_id)


@blueprint.post("/campaigns/<public_id>/delete")
@members_only
def delete(public_id: str) -> ResponseReturnValue:
    services.delete_campaign(session(), endable(public_id), context())
    session().commit()
    flash(_("Campaign deleted. You can restore it for 30 days."), "success")
    return redirect(url_for("campaigns.index", show=ListTab.DELETED), 303)


@blueprint.post("/campaigns/<public_id>/undelete")
@members_only
def undelete(public_id: str) -> ResponseReturnValue:
    campaign = endable(public_id, deleted=True)
    try:
        services.undelete_campaign(session(), campaign, context())
    except TooLateError:
        abort(404)
    session().commit()
    flash(_("Campaign restored, with its tasks."), "success")
    return redirect_to_campaign(public_id)


def _may_start() -> bool:
    return may(Act.START_CAMPAIGN, viewer().roles_anywhere)


def _wanted() -> CampaignFilter:
    shelf, organisation = request.args.get("show", ""), request.args.get("organisation", "")
    plain = organisation.isascii() and organisation.isdigit() and len(organisation) < 10
    return CampaignFilter(
        shelf=ListTab(shelf) if shelf in set(ListTab) else ListTab.OPEN,
        mine=request.args.get("whose") == "mine",
        organisation_id=int(organisation) if plain else None,
    )


def _asked_around() -> str:
    """Return what the link that led here wants the campaign to stand around."""
    for kind in ("edition", "event"):
        if request.args.get(kind, ""):
            return f"{kind}:{request.args[kind]}"
    return ""


def _offer(form: NewCampaignForm | CampaignForm, campaign: Campaign | None = None, *, also: str) -> None:
    form.offer_days(anchor_choices(session(), viewer(), day_of(now(), reader_zone()), also=also))
    form.offer_leads(row for row in open_organisations(session()) if _may_lead(row, campaign))


def _may_lead(organisation: Organisation, campaign: Campaign | None) -> bool:
    """Editors start campaigns of their own organisation; later any organisation taking part may lead."""
    if campaign is not None and organisation.id in campaign.organisation_ids:
        return True
    return may(Act.START_CAMPAIGN, viewer().roles_in(organisation.id))


def _edit_page(
    form: CampaignForm, campaign: Campaign, status: int, stale_rows: list[tuple[str, str, str]] | None = None
) -> ResponseReturnValue:
    return render_template("campaigns/form.html", form=form, campaign=campaign, stale_rows=stale_rows), status
