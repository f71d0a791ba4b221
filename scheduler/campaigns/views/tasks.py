"""Tasks of a campaign, one by one and many at once, and taking back what was done to them."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from scheduler.accounts.access import members_only
from scheduler.accounts.models import Organisation
from scheduler.accounts.services.actor_roles import names
from scheduler.agenda.access import context, viewer
from scheduler.campaigns.forms import tasks as forms
from scheduler.campaigns.forms.tasks import BulkForm, TaskForm, differences, read_picked
from scheduler.campaigns.models import Campaign, Task
from scheduler.campaigns.queries.campaigns import tasks_called, undo_of
from scheduler.campaigns.services import bulk, tasks
from scheduler.campaigns.services.candidates import Candidate
from scheduler.campaigns.services.errors import NotOfThePlanError, NotYoursError
from scheduler.campaigns.views.access import (
    organisations_in,
    own_task,
    people_for,
    plannable_campaign,
    readable,
    redirect_to_campaign,
    rights_in,
)
from scheduler.rows import StaleEditError, TooLateError
from scheduler.web.navigation import local_path
from scheduler.web.request import session

blueprint = Blueprint("campaign_tasks", __name__)
WORK = "work"


@blueprint.route("/campaigns/<public_id>/tasks/new", methods=["GET", "POST"])
@members_only
def new(public_id: str) -> ResponseReturnValue:
    campaign = plannable_campaign(public_id)
    form = TaskForm().for_campaign(campaign, *_offered(campaign))
    if not form.validate_on_submit():
        return _page(form, campaign, 422 if form.is_submitted() else 200)
    try:
        tasks.add_task(session(), campaign, form.draft(), form_id=str(form.form_id.data), context=context())
    except NotOfThePlanError:
        return _not_of_the_plan(form, campaign)
    except NotYoursError:
        abort(403)
    session().commit()
    flash(_("Task added."), "success")
    return redirect_to_campaign(public_id, WORK)


@blueprint.route("/campaigns/<public_id>/tasks/<address>/edit", methods=["GET", "POST"])
@members_only
def edit(public_id: str, address: str) -> ResponseReturnValue:
    campaign = readable(public_id)
    task = own_task(campaign, address)
    form = TaskForm(**TaskForm.shown(task, campaign))
    form.for_campaign(campaign, *_offered(campaign, task), present=_present(task))
    if not form.validate_on_submit():
        return _page(form, campaign, 422 if form.is_submitted() else 200, task)
    try:
        tasks.change_task(session(), campaign, task, form.draft(), revision=form.revision.data, context=context())
    except StaleEditError:
        rows = differences(form, task, campaign)
        form.revision.data = task.revision
        return _page(form, campaign, 409, task, rows)
    except NotOfThePlanError:
        return _not_of_the_plan(form, campaign, task)
    except NotYoursError:
        abort(403)
    session().commit()
    flash(_("Task saved."), "success")
    return redirect_to_campaign(public_id, WORK, f"task-{address}")


@blueprint.post("/campaigns/<public_id>/tasks/<address>/done")
@members_only
def finish(public_id: str, address: str) -> ResponseReturnValue:
    campaign = readable(public_id)
    task = own_task(campaign, address)
    tasks.finish_task(session(), campaign, task, context())
    session().commit()
    flash(_("Done. There are no more reminders for it."), "success")
    there = url_for("campaign_page.work", public_id=public_id)
    return redirect(local_path(request.form.get("next"), there), 303)


@blueprint.post("/campaigns/<public_id>/tasks/<address>/reopen")
@members_only
def reopen(public_id: str, address: str) -> ResponseReturnValue:
    campaign = readable(public_id)
    task = own_task(campaign, address)
    tasks.reopen_task(session(), campaign, task, context())
    session().commit()
    flash(_("Task reopened."), "success")
    return redirect_to_campaign(public_id, WORK, f"task-{address}")


@blueprint.post("/campaigns/<public_id>/tasks/<address>/delete")
@members_only
def delete(public_id: str, address: str) -> ResponseReturnValue:
    campaign = readable(public_id)
    task = own_task(campaign, address)
    bulk.delete_tasks(session(), campaign, [bulk.Picked(task.id, task.revision)], context())
    session().commit()
    flash(_("Task deleted. You can restore it for 30 days."), "success")
    return redirect_to_campaign(public_id, WORK)


@blueprint.post("/campaigns/<public_id>/tasks/<address>/undelete")
@members_only
def undelete(public_id: str, address: str) -> ResponseReturnValue:
    campaign = readable(public_id)
    task = own_task(campaign, address, deleted=True)
    try:
        tasks.undelete_task(session(), campaign, task, context())
    except TooLateError:
        abort(404)
    session().commit()
    flash(_("Task restored."), "success")
    return redirect_to_campaign(public_id, WORK, f"task-{address}")


@blueprint.post("/campaigns/<public_id>/tasks/bulk")
@members_only
def many(public_id: str) -> ResponseReturnValue:
    campaign = plannable_campaign(public_id)
    asked = read_picked(request.form.getlist("task"))
    picked = [(task, asked[address]) for address, task in tasks_called(session(), campaign, asked.keys()).items()]
    if not picked:
        flash(_("Select at least one task first."), "warning")
        return redirect_to_campaign(public_id, WORK)
    form = BulkForm().offer(_offered(campaign)[0])
    if not form.validate_on_submit():
        return render_template("campaigns/bulk.html", form=form, campaign=campaign, picked=picked), 422
    result = _apply(form, campaign, [bulk.Picked(task.id, revision) for task, revision in picked])
    _flash_result(result, ngettext("%(num)s task changed.", "%(num)s tasks changed.", len(result.changed)))
    session().commit()
    return redirect_to_campaign(public_id, WORK)


@blueprint.post("/campaigns/<public_id>/undo/<address>")
@members_only
def undo(public_id: str, address: str) -> ResponseReturnValue:
    campaign = plannable_campaign(public_id)
    kept = undo_of(session(), campaign, address)
    if kept is None or kept.person_id != viewer().person_id:
        abort(404)
    try:
        result = bulk.undo(session(), campaign, kept, context())
    except TooLateError:
        flash(_("This has already been undone, or is more than a day old."), "warning")
        return redirect_to_campaign(public_id, WORK)
    _flash_result(
        result,
        ngettext(
            "%(num)s task restored to what it was.", "%(num)s tasks restored to what they were.", len(result.changed)
        ),
    )
    session().commit()
    return redirect_to_campaign(public_id, WORK)


def _offered(campaign: Campaign, task: Task | None = None) -> tuple[list[Candidate], list[Organisation]]:
    """Return to whom, and for which organisations, the reader may give a task; what it is for now stays a choice."""
    rights = rights_in(campaign)
    kept = task.organisation_id if task is not None else None
    organisations = [row for row in organisations_in(campaign) if row.id == kept or rights.may_plan_for(row.id)]
    places = {row.id for row in organisations}
    people = [each for each in people_for(campaign) if rights.gives_to_all or places & each.viewer.organisations]
    return people, organisations


def _present(task: Task) -> tuple[int, str] | None:
    """Return who has a task now."""
    return next(iter(names(session(), [task.assignee_id]).items())) if task.assignee_id is not None else None


def _apply(form: BulkForm, campaign: Campaign, picked: list[bulk.Picked]) -> bulk.BulkResult:
    match form.act.data:
        case forms.DONE:
            return bulk.finish_tasks(session(), campaign, picked, context())
        case forms.SHIFT:
            return bulk.shift_tasks(session(), campaign, picked, form.days.data or 0, context())
        case forms.ASSIGN:
            return bulk.assign_tasks(session(), campaign, picked, form.assignee_id.data, context())
        case _:
            return bulk.delete_tasks(session(), campaign, picked, context())


def _flash_result(result: bulk.BulkResult, text: str) -> None:
    if result.changed:
        flash(text, "success")
    if result.refused:
        titles = ", ".join(f"“{task.title}”" for task in result.refused)
        flash(
            _("Someone else changed these in the meantime, so they stay as they are: %(titles)s", titles=titles),
            "warning",
        )
    if result.not_yours:
        titles = ", ".join(f"“{task.title}”" for task in result.not_yours)
        flash(_("You cannot change these in that way, so they stay as they are: %(titles)s", titles=titles), "warning")


def _not_of_the_plan(form: TaskForm, campaign: Campaign, task: Task | None = None) -> ResponseReturnValue:
    session().rollback()
    form.assignee_id.errors = [_("This person or organisation is no longer in the campaign. Choose another.")]
    public_id = request.view_args["public_id"] if request.view_args else campaign.public_id
    return _page(form, readable(public_id), 422, task)


def _page(
    form: TaskForm,
    campaign: Campaign,
    status: int,
    task: Task | None = None,
    stale_rows: list[tuple[str, str, str]] | None = None,
) -> ResponseReturnValue:
    back = url_for("campaign_page.work", public_id=campaign.public_id)
    page = {"form": form, "campaign": campaign, "task": task, "stale_rows": stale_rows, "back": back}
    return render_template("campaigns/task.html", **page), status
