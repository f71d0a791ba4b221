"""The catalogue: finding observances, registering them, and letting go of them."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from scheduler.accounts.access import alone, members_only, require_person
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import context, listeners, viewer
from scheduler.agenda.topic_labels import topic_choices, topic_label
from scheduler.countries import COUNTRIES
from scheduler.dates.timezones import day_of
from scheduler.observances.domain.vocabulary import Scope, Topic
from scheduler.observances.labels import scope_choices
from scheduler.observances.presenters.observance import catalogue_lines
from scheduler.observances.queries.observances import (
    CatalogueFilter,
    catalogue_page,
    countries_in_use,
    unregistered_count,
)
from scheduler.observances.services import registration as services
from scheduler.observances.services.errors import NotRegisteredError
from scheduler.observances.views.access import (
    editable_observance,
    may_register,
    may_with,
    require_editor,
    seen_observance,
)
from scheduler.web.country_names import country_name
from scheduler.web.navigation import local_path
from scheduler.web.pagination import requested_page
from scheduler.web.request import now, session
from scheduler.web.searching import searched_text

blueprint = Blueprint("observance_catalogue", __name__)


@blueprint.get("/observances/catalogue")
@members_only
def index() -> ResponseReturnValue:
    wanted = _wanted()
    found = catalogue_page(session(), wanted, requested_page(request.args))
    return render_template(
        "observances/catalogue.html",
        page=catalogue_lines(found, day_of(now(), reader_zone())),
        wanted=wanted,
        topics=topic_choices(),
        scopes=scope_choices(),
        countries=[(code, country_name(code)) for code in countries_in_use(session())],
        to_register=unregistered_count(session(), wanted.topic) if wanted.topic else 0,
        topic_label=topic_label(wanted.topic),
        may_register=may_register(),
        is_coordinator=viewer().is_coordinator,
    )


@blueprint.post("/observances/catalogue/register-topic")
@members_only
@alone
def register_topic() -> ResponseReturnValue:
    require_editor()
    topic = request.form.get("topic", "")
    if topic not in set(Topic):
        abort(400)
    number = services.register_topics(session(), [topic], require_person().id, now(), listeners())
    session().commit()
    message = ngettext("%(num)s observance registered.", "%(num)s observances registered.", number)
    flash(message if number else _("All of these were already registered."), "success")
    return redirect(url_for("observance_catalogue.index", topic=topic), 303)


@blueprint.post("/observances/<slug>/register")
@members_only
@alone
def register(slug: str) -> ResponseReturnValue:
    observance = editable_observance(slug)
    services.register(session(), observance, context())
    name = observance.name
    session().commit()
    flash(_("%(name)s added: its dates are in the calendar.", name=name), "success")
    return redirect(_back(slug), 303)


@blueprint.post("/observances/<slug>/unregister")
@members_only
@alone
def unregister(slug: str) -> ResponseReturnValue:
    observance = seen_observance(slug)
    if not may_with(observance).change:
        abort(403)
    services.unregister(session(), observance, context())
    name = observance.name
    session().commit()
    flash(_("%(name)s removed from the coalition calendar, with its dates.", name=name), "success")
    return redirect(_back(slug), 303)


@blueprint.post("/observances/<slug>/steward")
@members_only
@alone
def take_over(slug: str) -> ResponseReturnValue:
    observance = editable_observance(slug)
    allowed = may_with(observance).take_over or observance.registered_at is None
    # Whoever takes over twice gets no error the second time.
    if not allowed and observance.steward_id != require_person().id:
        abort(403)
    try:
        services.set_steward(session(), observance, require_person().id, context())
    except NotRegisteredError:
        abort(404)
    session().commit()
    flash(_("You are now its steward: you are reminded in time of dates that are not announced yet."), "success")
    return redirect(url_for("observances.show", slug=slug), 303)


def _wanted() -> CatalogueFilter:
    asked = request.args
    topic, scope, country = asked.get("topic", ""), asked.get("scope", ""), asked.get("country", "")
    return CatalogueFilter(
        text=searched_text(asked),
        topic=topic if topic in set(Topic) else "",
        scope=scope if scope in set(Scope) else "",
        country=country if country in COUNTRIES else "",
    )


def _back(slug: str) -> str:
    return local_path(request.form.get("next"), url_for("observances.show", slug=slug))
