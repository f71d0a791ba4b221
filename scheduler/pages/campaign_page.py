"""The page of one campaign: what waits, on whom, until when, who may see it, and what happened."""

from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import current_actor, members_only, require_person
from scheduler.accounts.domain.acts import Act, may
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import viewer
from scheduler.agenda.services.changes import ChangeContext
from scheduler.campaigns.domain.permissions import CampaignRoles
from scheduler.campaigns.forms.tasks import BulkForm, TaskForm
from scheduler.campaigns.presenters.campaign import CampaignPage
from scheduler.campaigns.presenters.pages import neutral_of, page_of_campaign
from scheduler.campaigns.services.audit import audit_opened
from scheduler.campaigns.services.candidates import Candidate, candidates_among
from scheduler.campaigns.services.rights import TaskRights
from scheduler.content.forms.filters import BulkForm as ItemsForm
from scheduler.content.forms.items import quick_add_line
from scheduler.content.presenters.choices import choices_of_staff
from scheduler.dates.timezones import day_of
from scheduler.pages.campaign_content import content_of
from scheduler.pages.month import Reader
from scheduler.web.compression import keep_plain
from scheduler.web.pagination import requested_page
from scheduler.web.request import now, session, write_session

blueprint = Blueprint("campaign_page", __name__)


@blueprint.get("/campaigns/<public_id>")
@members_only
def show(public_id: str) -> ResponseReturnValue:
    campaign_page = page_of_campaign(session(), viewer(), public_id, now())
    if campaign_page is None:
        return _neutral_page(public_id)
    if campaign_page.guard.concealed:
        _put_on_record(campaign_page)
    bulk = BulkForm().offer(_people(campaign_page))
    content = content_of(
        session(),
        Reader(viewer(), reader_zone(), now()),
        current_actor(),
        campaign_page,
        page=requested_page(request.args, "items"),
        whole=request.args.get("waits") == "all",
    )
    return render_template(
        "pages/campaign.html",
        page=campaign_page,
        content=content,
        quick=TaskForm(),
        may_copy=_may_copy(campaign_page),
        may_save_playbook=may(Act.KEEP_PLAYBOOKS, viewer().roles_anywhere) and not campaign_page.guard.concealed,
        bulk=bulk,
        **_items_forms(campaign_page),
    )


def _people(campaign_page: CampaignPage) -> list[Candidate]:
    """Return to whom the reader may give several tasks at once."""
    if not campaign_page.may.plan:
        return []
    rights = TaskRights(
        CampaignRoles(campaign_page.owner_id, campaign_page.lead.id, campaign_page.organisation_ids), viewer()
    )
    people = candidates_among(session(), campaign_page.people, campaign_page.rules, campaign_page.organisation_ids)
    return [each for each in people if rights.gives_to_all or rights.own_places(each.viewer.organisations)]


def _may_copy(campaign_page: CampaignPage) -> bool:
    """Say whether the reader may start a campaign, and this one is over and can be copied onto it."""
    is_over = campaign_page.last_day is not None and campaign_page.last_day < day_of(now(), reader_zone())
    is_open = campaign_page.cancelled_at is None and not campaign_page.guard.concealed
    return is_over and is_open and may(Act.START_CAMPAIGN, viewer().roles_anywhere)


def _items_forms(campaign_page: CampaignPage) -> dict[str, Any]:
    """Return what the page needs to change several items and to plan another one."""
    choices = choices_of_staff(session(), viewer(), current_actor(), day_of(now(), reader_zone()))
    items_bulk = ItemsForm(formdata=None)
    items_bulk.offer(choices)
    participates = campaign_page.may.plan or bool(viewer().organisations & campaign_page.organisation_ids)
    is_open = campaign_page.cancelled_at is None and campaign_page.public_id in choices.campaign_ids
    may_add = participates and is_open and bool(choices.own)
    quick_content = quick_add_line(choices, campaign_page.public_id) if may_add else None
    return {"items_bulk": items_bulk, "quick_content": quick_content}


def _neutral_page(public_id: str) -> ResponseReturnValue:
    neutral = neutral_of(session(), viewer(), public_id, now()) or abort(404)
    return render_template("pages/campaign_redacted.html", campaign=neutral)


def _put_on_record(campaign_page: CampaignPage) -> None:
    """Who opened text under embargo is on record before it leaves."""
    keep_plain()
    with write_session() as writing:
        audit_opened(writing, campaign_page.id, ChangeContext((), require_person().id, now()))
        writing.commit()
