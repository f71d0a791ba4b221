"""The page of one campaign: what waits, on whom, until when, who may see it, and what happened."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import members_only, require_person
from scheduler.agenda.access import viewer
from scheduler.agenda.services.entries import Telling
from scheduler.campaigns.candidates import candidates_for
from scheduler.campaigns.forms.tasks import BulkForm, TaskForm
from scheduler.campaigns.reading import campaign_room, neutral_of
from scheduler.campaigns.room import CampaignRoom
from scheduler.campaigns.services.noting import note_opened
from scheduler.web.context import now, session, write_session

blueprint = Blueprint("campaign_page", __name__)


@blueprint.get("/campaigns/<public_id>")
@members_only
def show(public_id: str) -> ResponseReturnValue:
    room = campaign_room(session(), viewer(), public_id, now())
    if room is None:
        return _neutral_page(public_id)
    if room.guard.concealed:
        _put_on_record(room)
    people = candidates_for(session(), room.guard_id, room.organisation_ids) if room.may.plan else ()
    bulk = BulkForm().offer(people)
    return render_template("pages/campaign.html", room=room, quick=TaskForm(), bulk=bulk)


def _neutral_page(public_id: str) -> ResponseReturnValue:
    neutral = neutral_of(session(), viewer(), public_id) or abort(404)
    return render_template("pages/campaign_neutral.html", campaign=neutral, may_lift=viewer().is_coordinator)


def _put_on_record(room: CampaignRoom) -> None:
    """Who opened words under embargo is on record before they leave."""
    with write_session() as writing:
        note_opened(writing, room.id, Telling((), require_person().id, now()))
        writing.commit()
