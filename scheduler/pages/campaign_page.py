"""The pages of one campaign, a tab each: overview, work, content, timeline, people and access, activity."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from scheduler.accounts.access import current_actor, members_only
from scheduler.accounts.domain.acts import Act, may
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import viewer
from scheduler.agenda.visibility_sql import concealed
from scheduler.campaigns.domain.permissions import CampaignRoles
from scheduler.campaigns.forms.tasks import BulkForm, TaskForm
from scheduler.campaigns.presenters.campaign import CampaignPage
from scheduler.campaigns.presenters.pages import neutral_of, page_of_campaign
from scheduler.campaigns.presenters.tabs import activity_of, participation_of, undoables_in
from scheduler.campaigns.services.candidates import Candidate, candidates_among
from scheduler.campaigns.services.rights import TaskRights
from scheduler.campaigns.views.access import put_on_record
from scheduler.content.domain.workflow import State
from scheduler.content.forms.filters import BulkForm as ItemsForm
from scheduler.content.forms.items import quick_add_line
from scheduler.content.presenters.choices import choices_of_staff
from scheduler.dates.timezones import day_of
from scheduler.mailings.presenters.pages import mailing_lines
from scheduler.pages.campaign_content import content_of
from scheduler.pages.campaign_filters import ContentAsked, WorkAsked, names_of
from scheduler.pages.campaign_moves import LateMoves, late_moves
from scheduler.pages.campaign_overview import overview_of_waits
from scheduler.pages.campaign_timeline import plot_of, timeline_of
from scheduler.pages.campaign_work import CampaignWork, work_of
from scheduler.pages.month import Reader
from scheduler.web.compression import keep_plain
from scheduler.web.pagination import requested_page
from scheduler.web.request import now, session

blueprint = Blueprint("campaign_page", __name__)


class Tab(StrEnum):
    """A page of a campaign, by its template."""

    OVERVIEW = "campaign"
    WORK = "campaign_work"
    CONTENT = "campaign_content"
    TIMELINE = "campaign_timeline"
    PEOPLE = "campaign_people"
    ACTIVITY = "campaign_activity"
    TABLE = "campaign_table"


@dataclass(frozen=True, slots=True)
class Opened:
    """A campaign that the reader has been let into, and its work."""

    page: CampaignPage
    work: CampaignWork


@blueprint.get("/campaigns/<public_id>")
@members_only
def show(public_id: str) -> ResponseReturnValue:
    opened = opened_campaign(public_id)
    if opened is None:
        return neutral_page(public_id)
    today = day_of(now(), reader_zone())
    return tab_page(
        Tab.OVERVIEW,
        opened,
        overview=overview_of_waits(opened.work.waits, today, reader_zone()),
        may_copy=_may_copy(opened.page),
        may_save_playbook=may(Act.KEEP_PLAYBOOKS, viewer().roles_anywhere) and not opened.page.guard.concealed,
        moved=_moved(opened),
        items_bulk=ItemsForm(formdata=None),
    )


@blueprint.get("/campaigns/<public_id>/work")
@members_only
def work(public_id: str) -> ResponseReturnValue:
    opened = opened_campaign(public_id, with_members=True)
    if opened is None:
        return neutral_page(public_id)
    asked = WorkAsked.read(request.args)
    return tab_page(
        Tab.WORK,
        opened,
        asked=asked,
        lines=asked.lines(opened.work.waits),
        names=names_of(opened.work.waits),
        undoable=undoables_in(session(), viewer(), opened.page, now()),
        quick=TaskForm(),
        bulk=BulkForm().offer(people_for_tasks(opened.page)),
    )


@blueprint.get("/campaigns/<public_id>/content")
@members_only
def content_items(public_id: str) -> ResponseReturnValue:
    opened = opened_campaign(public_id, with_all_answers=True)
    if opened is None:
        return neutral_page(public_id)
    asked, number = ContentAsked.read(request.args), requested_page(request.args, "items")
    content = content_of(session(), reader_here(), current_actor(), opened.work, asked, page=number)
    return tab_page(
        Tab.CONTENT,
        opened,
        asked=asked,
        content=content,
        states=list(State),
        moved=_moved(opened),
        **_items_forms(opened.page),
    )


@blueprint.get("/campaigns/<public_id>/timeline")
@members_only
def timeline(public_id: str) -> ResponseReturnValue:
    opened = opened_campaign(public_id)
    if opened is None:
        return neutral_page(public_id)
    found = timeline_of(session(), reader_here(), opened.page, opened.work)
    today = day_of(now(), reader_zone())
    title = _("Timeline of %(name)s: the table below says the same", name=opened.page.title)
    plot = plot_of(found, opened.page, today, title, _("Today"))
    return tab_page(Tab.TIMELINE, opened, timeline=found, plot=Markup(plot), today=today)  # noqa: S704 - escaped there


@blueprint.get("/campaigns/<public_id>/people")
@members_only
def people(public_id: str) -> ResponseReturnValue:
    opened = opened_campaign(public_id)
    if opened is None:
        return neutral_page(public_id)
    return tab_page(Tab.PEOPLE, opened, participation=participation_of(session(), viewer(), opened.page))


@blueprint.get("/campaigns/<public_id>/activity")
@members_only
def activity(public_id: str) -> ResponseReturnValue:
    opened = opened_campaign(public_id)
    if opened is None:
        return neutral_page(public_id)
    page = opened.page
    return tab_page(
        Tab.ACTIVITY,
        opened,
        history=activity_of(session(), viewer(), page),
        messages=mailing_lines(session(), viewer(), page.id, page.guard_id),
    )


def opened_campaign(public_id: str, *, with_members: bool = False, with_all_answers: bool = False) -> Opened | None:
    """Return a campaign to somebody who may see its text; under embargo that is put on record."""
    campaign_page = page_of_campaign(session(), viewer(), public_id, now(), with_members=with_members)
    if campaign_page is None:
        return None
    if campaign_page.guard.concealed:
        put_on_record(campaign_page.id)
    reader, actor = reader_here(), current_actor()
    found = work_of(session(), reader, actor, campaign_page, with_all_answers=with_all_answers)
    if any(concealed(one.item.guard) for one in found.seen):
        keep_plain()
    return Opened(campaign_page, found)


def tab_page(tab: Tab, opened: Opened, **values: Any) -> str:
    """Return a page of a campaign."""
    return render_template(f"pages/{tab}.html", page=opened.page, work=opened.work, tab=tab.value, **values)


def reader_here() -> Reader:
    """Return who looks at this page, where and when."""
    return Reader(viewer(), reader_zone(), now())


def _moved(opened: Opened) -> LateMoves:
    return late_moves(session(), reader_here(), opened.page, opened.work)


def people_for_tasks(campaign_page: CampaignPage) -> list[Candidate]:
    """Return to whom the reader may give several tasks at once; of a campaign that was opened with its members."""
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


def neutral_page(public_id: str) -> ResponseReturnValue:
    """Return the placeholder of a campaign under embargo; 404 for whoever may not know of it."""
    neutral = neutral_of(session(), viewer(), public_id, now()) or abort(404)
    return render_template("pages/campaign_redacted.html", campaign=neutral)
