"""The list of playbooks, and the page of one."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import members_only
from scheduler.accounts.domain.acts import Act, may
from scheduler.agenda.access import viewer
from scheduler.playbooks.presenters.playbook import playbook_rows, slot_views
from scheduler.playbooks.queries.playbooks import plan_called
from scheduler.playbooks.views.blueprint import blueprint
from scheduler.web.request import session


@blueprint.get("/playbooks")
@members_only
def index() -> ResponseReturnValue:
    return render_template("playbooks/index.html", rows=playbook_rows(session()))


@blueprint.get("/playbooks/<address>")
@members_only
def show(address: str) -> ResponseReturnValue:
    plan = plan_called(session(), address) or abort(404)
    may_start = may(Act.START_CAMPAIGN, viewer().roles_anywhere)
    return render_template("playbooks/show.html", plan=plan, slots=slot_views(plan), may_start=may_start)
