"""The year, and the page of one observance."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import members_only, public, require_person
from scheduler.accounts.domain.acts import Act, may
from scheduler.accounts.page_context import reader_zone
from scheduler.accounts.services.actor_roles import coordinators
from scheduler.accounts.services.naming import names_with_organisations
from scheduler.agenda.access import viewer
from scheduler.agenda.services.follows import follow as start_following
from scheduler.agenda.services.follows import unfollow as stop_following
from scheduler.agenda.topic_labels import topic_label
from scheduler.dates.timezones import day_of
from scheduler.observances.presenters.linked_data import dates_data
from scheduler.observances.presenters.observance import observance_page, year_page
from scheduler.observances.queries.observances import topics_of_registered
from scheduler.observances.services.calendar_entries import series_of
from scheduler.observances.views.access import may_register, may_with, seen_observance
from scheduler.web.request import now, session, settings

blueprint = Blueprint("observances", __name__)

YEARS_BACK, YEARS_AHEAD = 10, 20
PLAN_ENDPOINT = "campaigns.new"


@blueprint.get("/observances")
@public
def index() -> ResponseReturnValue:
    this_year = day_of(now(), reader_zone()).year
    topics = [(topic, topic_label(topic)) for topic in topics_of_registered(session())]
    topic = request.args.get("topic", "")
    page = year_page(session(), _year(this_year), topic if topic in dict(topics) else "", now())
    return render_template(
        "observances/index.html",
        page=page,
        topics=sorted(topics, key=lambda row: row[1]),
        topic=topic if topic in dict(topics) else "",
        this_year=this_year,
        first_year=this_year - YEARS_BACK,
        last_year=this_year + YEARS_AHEAD,
        today=day_of(now(), reader_zone()),
        may_register=may_register(),
        is_member=viewer().is_member,
    )


@blueprint.get("/observances/<slug>")
@public
def show(slug: str) -> ResponseReturnValue:
    observance = seen_observance(slug)
    today = day_of(now(), reader_zone())
    year = _year(today.year) if "year" in request.args else None
    shown = observance_page(session(), viewer(), observance, now(), today, year=year)
    return render_template(
        "observances/show.html",
        page=shown,
        data=dates_data(shown, settings().base_url, url_for("observances.show", slug=slug)),
        year=year,
        observance=observance,
        may=may_with(observance),
        may_plan=_may_plan(),
        is_member=viewer().is_member,
        may_correct=viewer().is_coordinator and observance.in_catalogue,
        coordinators=_coordinators(),
    )


@blueprint.post("/observances/<slug>/follow")
@members_only
def follow(slug: str) -> ResponseReturnValue:
    observance = seen_observance(slug)
    start_following(session(), require_person().id, series_of(observance), now())
    session().commit()
    flash(
        _("You are following %(name)s: you get reminders, and a notification when it moves.", name=observance.name),
        "success",
    )
    return redirect(url_for("observances.show", slug=slug), 303)


@blueprint.post("/observances/<slug>/unfollow")
@members_only
def unfollow(slug: str) -> ResponseReturnValue:
    observance = seen_observance(slug)
    stop_following(session(), require_person().id, series_of(observance))
    session().commit()
    flash(_("You no longer follow %(name)s.", name=observance.name), "success")
    return redirect(url_for("observances.show", slug=slug), 303)


def _coordinators() -> list[str]:
    """Return whom a member tells of an error; visitors read no names."""
    if not viewer().is_member:
        return []
    return sorted(names_with_organisations(session(), coordinators(session())).values(), key=str.casefold)


def _year(this_year: int) -> int:
    text = request.args.get("year", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else this_year
    return year if this_year - YEARS_BACK <= year <= this_year + YEARS_AHEAD else this_year


def _may_plan() -> bool:
    """Campaigns lie above observances: their page is offered where the application has it."""
    return may(Act.START_CAMPAIGN, viewer().roles_anywhere) and PLAN_ENDPOINT in current_app.view_functions
