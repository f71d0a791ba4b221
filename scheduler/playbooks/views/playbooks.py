"""The list of playbooks, and the page of one."""

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import members_only
from scheduler.accounts.domain.acts import Act, may
from scheduler.agenda.access import viewer
from scheduler.playbooks.models import Playbook
from scheduler.playbooks.presenters.playbook import archived_rows, playbook_rows, slot_views
from scheduler.playbooks.queries.playbooks import deleted_slots, own_playbook, plan_called, plan_of, slots_of
from scheduler.playbooks.views.blueprint import blueprint
from scheduler.playbooks.views.own import may_keep
from scheduler.rows import RESTORABLE_FOR
from scheduler.web.request import now, session


@blueprint.get("/playbooks")
@members_only
def index() -> ResponseReturnValue:
    archived = request.args.get("show") == "archived"
    rows = archived_rows(session()) if archived else playbook_rows(session())
    return render_template("playbooks/index.html", rows=rows, archived=archived)


@blueprint.get("/playbooks/<address>")
@members_only
def show(address: str) -> ResponseReturnValue:
    own = own_playbook(session(), address)
    plan = plan_of(own, slots_of(session(), own)) if own is not None else plan_called(session(), address) or abort(404)
    may_start = may(Act.START_CAMPAIGN, viewer().roles_anywhere)
    page = {"plan": plan, "slots": slot_views(plan), "may_start": may_start, "own": own}
    return render_template("playbooks/show.html", **page, **_keeping(own))


def _keeping(own: Playbook | None) -> dict[str, object]:
    """Return what the page needs for whoever may change the playbook; what ships stays as it is."""
    if own is None or not may_keep():
        return {"keeps": False}
    gone = plan_of(own, deleted_slots(session(), own, now() - RESTORABLE_FOR))
    return {"keeps": True, "deleted": slot_views(gone)}
