"""Who gets into a campaign and may do what; everybody else meets a 404, or a 403 if they may read."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from scheduler.accounts.models import Organisation
from scheduler.accounts.reading import open_organisations
from scheduler.agenda.access import viewer
from scheduler.campaigns.candidates import Candidate, candidates_for
from scheduler.campaigns.models import Campaign, Task
from scheduler.campaigns.reading import campaign_behind_face, campaign_of, permissions_of, task_of
from scheduler.campaigns.services.locking import lock_campaign_at
from scheduler.db import READING_METHODS
from scheduler.web.context import session


def readable(public_id: str, *, deleted: bool = False) -> Campaign:
    """Return a campaign to somebody who may see its words.

    A request that writes locks it before it reads anything of it, here and below.
    """
    _lock(public_id)
    return campaign_of(session(), viewer(), public_id, deleted=deleted) or abort(404)


def behind_face(public_id: str) -> Campaign | None:
    """Return a concealed campaign to whoever may know of it, None when nothing conceals it any more; 404 for others."""
    _lock(public_id)
    found = campaign_behind_face(session(), viewer(), public_id)
    if found is None:
        readable(public_id)
    return found


def editable(public_id: str, *, deleted: bool = False) -> Campaign:
    """Return a campaign to somebody who may change it: the leading desk, or a coordinator who sees it."""
    campaign = readable(public_id, deleted=deleted)
    if not permissions_of(session(), viewer(), campaign).edit:
        abort(403)
    return campaign


def plannable(public_id: str) -> Campaign:
    """Return a campaign to somebody who may plan its tasks: desks of the organisations taking part."""
    campaign = readable(public_id)
    if not permissions_of(session(), viewer(), campaign).plan:
        abort(403)
    return campaign


def _lock(public_id: str) -> None:
    if request.method not in READING_METHODS:
        lock_campaign_at(session(), public_id)


def task_in(campaign: Campaign, task_id: int) -> Task:
    """Return a task of a campaign that is not deleted."""
    task = task_of(session(), campaign, task_id)
    return task if task is not None and task.deleted_at is None else abort(404)


def people_for(campaign: Campaign) -> tuple[Candidate, ...]:
    """Return who can be given something to do."""
    return candidates_for(session(), campaign.guard_id, campaign.organisation_ids)


def organisations_in(campaign: Campaign) -> list[Organisation]:
    """Return the open organisations that take part."""
    return [row for row in open_organisations(session()) if row.id in campaign.organisation_ids]


def to_room(public_id: str, anchor: str | None = None) -> ResponseReturnValue:
    """Go to the campaign's page."""
    return redirect(url_for("campaign_page.show", public_id=public_id, _anchor=anchor), 303)
