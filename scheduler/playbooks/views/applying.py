"""Applies a playbook to a campaign: which one, a preview of every line, and the act that makes them."""

from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from scheduler.accounts.access import members_only
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import context, viewer
from scheduler.agenda.visibility_sql import concealed
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.queries.campaigns import finished_campaign, finished_campaigns
from scheduler.campaigns.views.access import plannable_campaign, redirect_to_campaign
from scheduler.dates.timezones import day_of
from scheduler.playbooks.domain.slots import Plan
from scheduler.playbooks.forms.apply import ApplyForm
from scheduler.playbooks.models import PlaybookUse
from scheduler.playbooks.presenters.playbook import playbook_rows
from scheduler.playbooks.presenters.preview import Preview, preview_of
from scheduler.playbooks.queries.playbooks import own_playbook, plan_called
from scheduler.playbooks.services.apply import TooManyLinesError, apply_plan, previewed
from scheduler.playbooks.services.earlier import plan_of_campaign
from scheduler.playbooks.views.blueprint import blueprint
from scheduler.rows import StaleEditError
from scheduler.web.request import now, session

EARLIER_SHOWN = 30
STALE = 409


@blueprint.get("/campaigns/<public_id>/playbooks")
@members_only
def choose(public_id: str) -> ResponseReturnValue:
    campaign = plannable_campaign(public_id)
    playbook, earlier = request.args.get("playbook", ""), request.args.get("copy", "")
    if playbook and plan_called(session(), playbook) is not None:
        return redirect(url_for("playbooks.apply", public_id=public_id, address=playbook), 303)
    if earlier and finished_campaign(session(), viewer(), earlier, _today()) is not None:
        return redirect(url_for("playbooks.copy", public_id=public_id, source=earlier), 303)
    finished = finished_campaigns(session(), viewer(), _today(), limit=EARLIER_SHOWN)
    others = [row for row in finished if row.id != campaign.id]
    return render_template("playbooks/choose.html", campaign=campaign, rows=playbook_rows(session()), earlier=others)


@blueprint.route("/campaigns/<public_id>/playbooks/<address>", methods=["GET", "POST"])
@members_only
def apply(public_id: str, address: str) -> ResponseReturnValue:
    campaign = plannable_campaign(public_id)
    plan = plan_called(session(), address)
    if plan is not None:
        return apply_page(campaign, plan)
    if own_playbook(session(), address) is None:
        abort(404)
    flash(_("Nothing was added: the playbook was archived. Choose another."), "error")
    return redirect(url_for("playbooks.choose", public_id=public_id), 303)


@blueprint.route("/campaigns/<public_id>/copy/<source>", methods=["GET", "POST"])
@members_only
def copy(public_id: str, source: str) -> ResponseReturnValue:
    campaign = plannable_campaign(public_id)
    earlier = finished_campaign(session(), viewer(), source, _today())
    if earlier is None or earlier.id == campaign.id:
        abort(404)
    return apply_page(campaign, plan_of_campaign(session(), viewer(), earlier), is_copy=True)


def apply_page(campaign: Campaign, plan: Plan, *, is_copy: bool = False) -> ResponseReturnValue:
    """Show what a plan makes in a campaign, and make it when that was sent back."""
    if campaign.cancelled_at is not None:
        flash(_("The campaign is cancelled: reinstate it first, then add to it."), "error")
        return redirect_to_campaign(campaign.public_id)
    try:
        return _previewed_page(campaign, plan, is_copy=is_copy)
    except TooManyLinesError:
        page = {"campaign": campaign, "plan": plan}
        return render_template("playbooks/too_many.html", **page), 422


def _previewed_page(campaign: Campaign, plan: Plan, *, is_copy: bool) -> ResponseReturnValue:
    public_id = campaign.public_id
    lines = previewed(session(), viewer(), campaign, plan, now=now(), language=_language())
    form = ApplyForm().offer(lines)
    if not form.validate_on_submit():
        return _page(form, campaign, preview_of(session(), plan, lines), 422 if form.is_submitted() else 200, is_copy)
    try:
        use = apply_plan(session(), campaign, form.application(plan, _language()), viewer(), context())
    except StaleEditError:
        form.show_again(lines)
        return _page(form, campaign, preview_of(session(), plan, lines), STALE, is_copy)
    _flash_made(use)
    session().commit()
    return redirect_to_campaign(public_id)


def _page(
    form: ApplyForm,
    campaign: Campaign,
    preview: Preview,
    status: int,
    is_copy: bool,  # noqa: FBT001
) -> ResponseReturnValue:
    page = {"form": form, "campaign": campaign, "preview": preview, "is_copy": is_copy, "is_stale": status == STALE}
    return render_template("playbooks/apply.html", **page, is_concealed=concealed(campaign.guard)), status


def _today() -> date:
    return day_of(now(), reader_zone())


def _flash_made(use: PlaybookUse) -> None:
    tasks = ngettext("%(num)s task", "%(num)s tasks", use.tasks)
    items = ngettext("%(num)s content item", "%(num)s content items", use.items)
    flash(_("Added: %(tasks)s and %(items)s.", tasks=tasks, items=items), "success")


def _language() -> str:
    return str(get_locale() or "en")
