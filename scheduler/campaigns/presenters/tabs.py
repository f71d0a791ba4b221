"""What one page of a campaign shows beyond what all of them do: who may join, what happened, what can be undone."""

from datetime import datetime

from sqlalchemy.orm import Session

from scheduler.accounts.reading import organisations_by_id
from scheduler.accounts.services.actor_roles import names
from scheduler.agenda.domain.visibility import Viewer
from scheduler.audit.presenters import HistoryLine
from scheduler.campaigns.presenters import views
from scheduler.campaigns.presenters.campaign import CampaignPage, Participation, Undoable
from scheduler.campaigns.presenters.history import history_lines
from scheduler.campaigns.queries.campaigns import undoables_of
from scheduler.campaigns.queries.join_requests import open_requests


def participation_of(session: Session, viewer: Viewer, page: CampaignPage) -> Participation:
    """Return who could take part in a campaign that the viewer has been let into, and who has asked to."""
    requests = open_requests(session, page.id)
    cast = views.PageNames({}, organisations_by_id(session))
    asked = {row.organisation_id for row in requests}
    askers = names(session, {row.asked_by for row in requests})
    return Participation(
        joinable=tuple(cast.organisation(i) for i in sorted(page.may.joinable)),
        askable=tuple(cast.organisation(i) for i in sorted(page.may.askable - asked)),
        requests=views.join_request_views(requests, askers, cast, viewer, decides=page.may.share),
    )


def activity_of(session: Session, viewer: Viewer, page: CampaignPage) -> tuple[HistoryLine, ...]:
    """Return what happened to a campaign as far as the viewer may read it, newest first."""
    return history_lines(session, viewer, page.id, page.guard_id, page.task_titles)


def undoables_in(session: Session, viewer: Viewer, page: CampaignPage, now: datetime) -> tuple[Undoable, ...]:
    """Return what the viewer has done to its tasks and can take back."""
    if viewer.person_id is None or not page.may.plan:
        return ()
    return views.undoables(undoables_of(session, page.id, viewer.person_id, now))
