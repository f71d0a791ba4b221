"""The first page: what is public to visitors, what waits and what comes to members."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import current_actor, current_person, public, require_person
from scheduler.accounts.domain.invitations import FIRST_COMMAND
from scheduler.accounts.page_context import reader_zone
from scheduler.accounts.reading import coalition, has_people
from scheduler.agenda.access import viewer
from scheduler.agenda.domain.visibility import Viewer
from scheduler.agenda.windows import entries_for_each
from scheduler.dates.timezones import day_of
from scheduler.pages.dashboard import (
    MOST_NEXT_SHOWN,
    coming_days,
    next_observances,
    observances_asked,
    this_week,
    week_asked,
)
from scheduler.pages.filters import choices_for
from scheduler.pages.first_steps import first_steps
from scheduler.pages.labels import shared_labels
from scheduler.pages.month import Reader
from scheduler.pages.my_campaigns import campaign_lines, near_work
from scheduler.pages.my_todo import dates_wanted, waiting_for
from scheduler.pages.public_page import recently_published
from scheduler.pages.since_last_visit import since_last_visit
from scheduler.pages.todo_acts import act_of
from scheduler.web.request import now, session

blueprint = Blueprint("home", __name__)
blueprint.context_processor(shared_labels)


@blueprint.get("/")
@public
def index() -> ResponseReturnValue:
    """The dashboard of a member; the public page for everybody else."""
    return _dashboard() if viewer().is_member else _front()


def _front() -> ResponseReturnValue:
    reader = Reader(Viewer.anonymous(), reader_zone(), now())
    return render_template(
        "pages/public_home.html",
        days=coming_days(session(), reader),
        published=recently_published(session(), reader),
        without_organisation=current_person() is not None,
        first_command=None if has_people(session()) else FIRST_COMMAND,
        today=day_of(now(), reader_zone()),
        now=now(),
    )


def _dashboard() -> ResponseReturnValue:
    reader = Reader(viewer(), reader_zone(), now())
    known = coalition(session())
    is_set_up = known is not None and known.set_up_at is not None
    person = require_person()
    asked = (dates_wanted(person.id), week_asked(reader), observances_asked(reader))
    dated, coming, editions = entries_for_each(session(), reader.viewer, asked)
    near = near_work(session(), reader)
    waiting = waiting_for(session(), reader, person.id, dated, near.items)
    observances = next_observances(session(), reader, editions)
    return render_template(
        "pages/dashboard.html",
        person=person,
        waiting=waiting,
        since=since_last_visit(session(), reader, person.id),
        campaigns=campaign_lines(session(), reader, near, waiting.near),
        week=this_week(reader, coming, observances, waiting.paths),
        observances=observances,
        observances_shown=MOST_NEXT_SHOWN,
        organisations=choices_for(session(), viewer()).organisation_names,
        today=day_of(now(), reader_zone()),
        act_of=act_of,
        first_steps=first_steps(session(), reader, known),
        wants_set_up=current_actor().is_coordinator and not is_set_up,
        now=now(),
    )
