"""Who gets into a campaign and may do what; everybody else meets a 404, or a 403 if they may read."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import renew_roles, require_person
from scheduler.accounts.models import Organisation
from scheduler.accounts.reading import open_organisations
from scheduler.agenda.access import viewer
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.visibility_sql import concealed
from scheduler.campaigns.domain.permissions import Permissions
from scheduler.campaigns.models import Campaign, Task
from scheduler.campaigns.presenters.pages import permissions_of
from scheduler.campaigns.queries.campaigns import campaign_of, placeholder_campaign, task_of
from scheduler.campaigns.services.audit import audit_opened
from scheduler.campaigns.services.candidates import Candidate, candidates_for
from scheduler.campaigns.services.locking import lock_campaign_at
from scheduler.campaigns.services.rights import TaskRights
from scheduler.db import READING_METHODS
from scheduler.web.compression import keep_plain
from scheduler.web.request import now, session, write_session


def readable(public_id: str, *, deleted: bool = False) -> Campaign:
    """Return a campaign to somebody who may see its text.

    A request that writes locks it before it reads anything of it, here and below.
    """
    _lock(public_id)
    found = campaign_of(session(), viewer(), public_id, deleted=deleted) or abort(404)
    if concealed(found.guard):
        keep_plain()
    return found


def put_on_record(campaign_id: int) -> None:
    """Put on record who opens text under embargo, before it leaves."""
    keep_plain()
    context = ChangeContext((), require_person().id, now())
    if request.method in READING_METHODS:
        with write_session() as writing:
            audit_opened(writing, campaign_id, context)
            writing.commit()
        return
    # A request that writes has the database's one writer already, so it keeps the record itself.
    audit_opened(session(), campaign_id, context)
    session().commit()
    renew_roles()


def editable(public_id: str) -> Campaign:
    """Return a campaign to who may change it: leading editors, its manager, a coordinator who sees it."""
    campaign = readable(public_id)
    return campaign if may_in(campaign).edit else abort(403)


def placeholder_or_404(public_id: str) -> Campaign | None:
    """Return a concealed campaign to whoever may know of it, None when nothing conceals it any more; 404 for others."""
    _lock(public_id)
    found = placeholder_campaign(session(), viewer(), public_id)
    if found is None:
        readable(public_id)
    return found


def endable(public_id: str, *, deleted: bool = False) -> Campaign:
    """Return a campaign to somebody who may cancel and delete it: its manager, leads, a coordinator who sees it."""
    campaign = readable(public_id, deleted=deleted)
    return campaign if may_in(campaign).cancel else abort(403)


def shareable(public_id: str) -> Campaign:
    """Return a campaign to somebody who says who shares in it: its manager, leads, a coordinator who sees it."""
    campaign = readable(public_id)
    return campaign if may_in(campaign).share else abort(403)


def plannable_campaign(public_id: str) -> Campaign:
    """Return a campaign to somebody who may plan its tasks: editors of the organisations taking part."""
    campaign = readable(public_id)
    return campaign if may_in(campaign).plan else abort(403)


def _lock(public_id: str) -> None:
    if request.method not in READING_METHODS:
        lock_campaign_at(session(), public_id)


def may_in(campaign: Campaign) -> Permissions:
    """Return what the reader may do in a campaign that they have been let into."""
    return permissions_of(session(), viewer(), campaign)


def task_or_404(campaign: Campaign, address: str) -> Task:
    """Return a task of a campaign that is not deleted."""
    task = task_of(session(), campaign, address)
    return task if task is not None and task.deleted_at is None else abort(404)


def own_task(campaign: Campaign, address: str, *, deleted: bool = False) -> Task:
    """Return a task to somebody who may change it: whose it is, their lead, or who has a say over the campaign."""
    found = task_of(session(), campaign, address) if deleted else task_or_404(campaign, address)
    task = found or abort(404)
    return task if rights_in(campaign).may_change(task) else abort(403)


def rights_in(campaign: Campaign) -> TaskRights:
    """Return what the reader may do to the tasks of a campaign that they have been let into."""
    return TaskRights(campaign.roles, viewer())


def people_for(campaign: Campaign) -> tuple[Candidate, ...]:
    """Return who can be given something to do."""
    return candidates_for(session(), campaign.guard_id, campaign.organisation_ids)


def organisations_in(campaign: Campaign) -> list[Organisation]:
    """Return the open organisations that take part."""
    return [row for row in open_organisations(session()) if row.id in campaign.organisation_ids]


def redirect_to_campaign(public_id: str, tab: str = "show", anchor: str | None = None) -> ResponseReturnValue:
    """Go to one of the campaign's pages, the first unless another is named."""
    return redirect(url_for(f"campaign_page.{tab}", public_id=public_id, _anchor=anchor), 303)
