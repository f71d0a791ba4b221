"""Applies a playbook to a campaign: which one, a preview of every line, and the act that makes them."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from scheduler.accounts.access import members_only
from scheduler.agenda.access import context, viewer
from scheduler.agenda.visibility_sql import concealed
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.views.access import plannable_campaign, redirect_to_campaign
from scheduler.playbooks.domain.planning import PlannedLine
from scheduler.playbooks.domain.slots import Plan
from scheduler.playbooks.forms.apply import ApplyForm
from scheduler.playbooks.models import PlaybookUse
from scheduler.playbooks.presenters.playbook import playbook_rows
from scheduler.playbooks.presenters.preview import preview_of
from scheduler.playbooks.queries.playbooks import plan_called
from scheduler.playbooks.services.apply import TooManyLinesError, apply_plan, previewed
from scheduler.playbooks.views.blueprint import blueprint
from scheduler.rows import StaleEditError
from scheduler.web.request import now, session


@blueprint.get("/campaigns/<public_id>/playbooks")
@members_only
def choose(public_id: str) -> ResponseReturnValue:
    campaign, wanted = plannable_campaign(public_id), request.args.get("playbook", "")
    if wanted and plan_called(session(), wanted) is not None:
        return redirect(url_for("playbooks.apply", public_id=public_id, address=wanted), 303)
    return render_template("playbooks/choose.html", campaign=campaign, rows=playbook_rows(session()))


@blueprint.route("/campaigns/<public_id>/playbooks/<address>", methods=["GET", "POST"])
@members_only
def apply(public_id: str, address: str) -> ResponseReturnValue:
    campaign = plannable_campaign(public_id)
    plan = plan_called(session(), address) or abort(404)
    return apply_page(campaign, plan)


def apply_page(campaign: Campaign, plan: Plan) -> ResponseReturnValue:
    """Show what a plan makes in a campaign, and make it when that was sent back."""
    if campaign.cancelled_at is not None:
        flash(_("The campaign is cancelled: reinstate it first, then add to it."), "error")
        return redirect_to_campaign(campaign.public_id)
    try:
        return _previewed_page(campaign, plan)
    except TooManyLinesError:
        page = {"campaign": campaign, "plan": plan}
        return render_template("playbooks/too_many.html", **page), 422


def _previewed_page(campaign: Campaign, plan: Plan) -> ResponseReturnValue:
    lines, public_id = (
        previewed(session(), viewer(), campaign, plan, now=now(), language=_language()),
        campaign.public_id,
    )
    form = ApplyForm().offer(lines)
    if not form.validate_on_submit():
        return _page(form, campaign, plan, lines, status=422 if form.is_submitted() else 200)
    try:
        use = apply_plan(session(), campaign, form.application(plan, _language()), viewer(), context())
    except StaleEditError:
        form.show_again(lines)
        return _page(form, campaign, plan, lines, status=409, is_stale=True)
    _flash_made(use)
    session().commit()
    return redirect_to_campaign(public_id)


def _page(
    form: ApplyForm,
    campaign: Campaign,
    plan: Plan,
    lines: Sequence[PlannedLine],
    *,
    status: int,
    is_stale: bool = False,
) -> ResponseReturnValue:
    page = {"form": form, "campaign": campaign, "is_stale": is_stale, "preview": preview_of(session(), plan, lines)}
    return render_template("playbooks/apply.html", **page, is_concealed=concealed(campaign.guard)), status


def _flash_made(use: PlaybookUse) -> None:
    tasks = ngettext("%(num)s task", "%(num)s tasks", use.tasks)
    items = ngettext("%(num)s content item", "%(num)s content items", use.items)
    flash(_("Added: %(tasks)s and %(items)s.", tasks=tasks, items=items), "success")


def _language() -> str:
    return str(get_locale() or "en")
