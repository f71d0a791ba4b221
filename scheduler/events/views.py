"""Pages of the coalition's own events."""

from typing import TypeVar

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import alone, members_only, public, require_person
from scheduler.accounts.domain.acts import Act, may
from scheduler.accounts.models import Organisation
from scheduler.accounts.page_context import reader_zone
from scheduler.accounts.reading import open_organisations
from scheduler.agenda.access import context, viewer
from scheduler.agenda.services.follows import follow as start_following
from scheduler.agenda.services.follows import unfollow as stop_following
from scheduler.agenda.topic_labels import topic_label
from scheduler.dates.timezones import day_of
from scheduler.events.forms import (
    ALL_DAY,
    CancelForm,
    EventForm,
    NewEventForm,
    SavedEventForm,
    differences,
    only_one_date,
    scope_of,
    shown_in_form,
)
from scheduler.events.labels import recurrence_label
from scheduler.events.models import Event
from scheduler.events.presenters import event_data
from scheduler.events.reading import (
    ListTab,
    event_of,
    events_page,
    has_date,
    may_edit,
    other_dates,
    series_of,
    view_of,
)
from scheduler.events.services import events as services
from scheduler.events.services.calendar_file import CALENDAR, series_file
from scheduler.events.services.series import (
    DayMovesError,
    Scope,
    cancel_dates,
    change_dates,
    create_series,
    delete_dates,
)
from scheduler.filenames import disposition
from scheduler.rows import StaleEditError, TooLateError
from scheduler.web.fields import day_in_address
from scheduler.web.pagination import requested_page
from scheduler.web.request import now, session, settings
from scheduler.web.security_headers import noindex
from scheduler.web.template_filters import clock, zone_label

blueprint = Blueprint("events", __name__)

AnyForm = TypeVar("AnyForm", bound=EventForm)


@blueprint.get("/events")
@public
def index() -> ResponseReturnValue:
    asked = request.args.get("show", "")
    shelf = ListTab(asked) if asked in set(ListTab) else ListTab.COMING
    if shelf is ListTab.DELETED and not _may_add():
        abort(404)
    today = day_of(now(), reader_zone())
    page = events_page(session(), viewer(), shelf, requested_page(request.args), now=now(), today=today)
    return render_template(
        "events/index.html", page=page, shelf=shelf, may_add=_may_add(), recurrence_label=recurrence_label
    )


@blueprint.get("/events/<public_id>")
@public
def show(public_id: str) -> ResponseReturnValue:
    event = event_of(session(), viewer(), public_id) or abort(404)
    seen = view_of(session(), viewer(), event)
    topics = [(topic, topic_label(topic)) for topic in seen.topics]
    data = event_data(seen, settings().base_url, url_for("events.show", public_id=public_id))
    others = other_dates(session(), viewer(), event, day_of(now(), reader_zone())) if seen.recurrence else ()
    return render_template(
        "events/show.html",
        event=seen,
        topics=topics,
        is_member=viewer().is_member,
        data=data,
        others=others,
        has_file=seen.recurrence and event.series_id and has_date(session(), viewer(), event.series_id),
        label=recurrence_label,
    )


@blueprint.get("/events/<public_id>/dates.ics")
@public
def dates_file(public_id: str) -> ResponseReturnValue:
    """All dates of a recurring event as one that recurs, for whoever sees its rule."""
    event = event_of(session(), viewer(), public_id) or abort(404)
    file = Response(series_file(session(), viewer(), event, settings().base_url) or abort(404), content_type=CALENDAR)
    file.headers["Content-Disposition"] = disposition(event.title, "ics", unnamed="event", is_saved=True)
    file.add_etag()
    file.make_conditional(request)
    return noindex(file)


@blueprint.post("/events/<public_id>/follow")
@members_only
def follow(public_id: str) -> ResponseReturnValue:
    event = event_of(session(), viewer(), public_id) or abort(404)
    start_following(session(), require_person().id, series_of(event.id, event.series_id), now())
    session().commit()
    flash(
        _("You are following %(title)s: you get reminders, and a notification when it moves.", title=event.title),
        "success",
    )
    return redirect(url_for("events.show", public_id=public_id), 303)


@blueprint.post("/events/<public_id>/unfollow")
@members_only
def unfollow(public_id: str) -> ResponseReturnValue:
    event = event_of(session(), viewer(), public_id) or abort(404)
    stop_following(session(), require_person().id, series_of(event.id, event.series_id))
    session().commit()
    flash(_("You no longer follow %(title)s.", title=event.title), "success")
    return redirect(url_for("events.show", public_id=public_id), 303)


@blueprint.route("/events/new", methods=["GET", "POST"])
@members_only
def new() -> ResponseReturnValue:
    if not _may_add():
        abort(403)
    day = day_in_address()
    suggested = {"kind": ALL_DAY, "first_day": day} if day is not None else {}
    form = _offered(NewEventForm(zone=reader_zone(), **suggested))
    if not form.validate_on_submit():
        return _form_page(form, 422 if form.is_submitted() else 200)
    event = _created(form)
    public_id, title = event.public_id, event.title
    session().commit()
    flash(_("%(title)s added to the calendar.", title=title), "success")
    _flash_clock_changes(form)
    return redirect(url_for("events.show", public_id=public_id), 303)


@blueprint.route("/events/<public_id>/edit", methods=["GET", "POST"])
@members_only
@alone
def edit(public_id: str) -> ResponseReturnValue:
    event = _editable(public_id)
    saved = services.draft_of(session(), event)
    form = _offered(SavedEventForm(revision=event.revision, **shown_in_form(saved)), event)
    only_one_date(form, event)
    if not form.validate_on_submit():
        return _form_page(form, 422 if form.is_submitted() else 200, event)
    try:
        _change(form, event)
    except StaleEditError:
        rows = differences(form, form.draft(), saved)
        form.revision.data = event.revision
        return _form_page(form, 409, event, rows)
    except DayMovesError:
        form.explain_day()
        return _form_page(form, 422, event)
    except services.NothingMovesError:
        form.move_reason.errors = [
            _("The date and time are unchanged, so no one is notified. Change them, or leave this empty.")
        ]
        return _form_page(form, 422, event)
    return _saved(form, public_id)


@blueprint.route("/events/<public_id>/cancel", methods=["GET", "POST"])
@members_only
@alone
def cancel(public_id: str) -> ResponseReturnValue:
    event = _editable(public_id)
    form = CancelForm()
    only_one_date(form, event)
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("events/cancel.html", form=form, event=event), status
    cancel_dates(session(), event, form.reason.data, scope=scope_of(form), viewer=viewer(), context=context())
    session().commit()
    flash(_("Event cancelled. Calendars show it as cancelled for 60 days."), "success")
    return redirect(url_for("events.show", public_id=public_id), 303)


@blueprint.post("/events/<public_id>/restore")
@members_only
@alone
def restore(public_id: str) -> ResponseReturnValue:
    services.restore_event(session(), _editable(public_id), context())
    session().commit()
    flash(_("Event reinstated."), "success")
    return redirect(url_for("events.show", public_id=public_id), 303)


@blueprint.post("/events/<public_id>/delete")
@members_only
@alone
def delete(public_id: str) -> ResponseReturnValue:
    scope = Scope.FOLLOWING if request.form.get("scope") == Scope.FOLLOWING else Scope.ONE
    delete_dates(session(), _editable(public_id), scope=scope, viewer=viewer(), context=context())
    session().commit()
    if scope is Scope.FOLLOWING:
        flash(_("Dates deleted. You can restore each for 30 days; the event does not repeat any further."), "success")
    else:
        flash(_("Event deleted. You can restore it for 30 days."), "success")
    return redirect(url_for("events.index", show=ListTab.DELETED), 303)


@blueprint.post("/events/<public_id>/undelete")
@members_only
@alone
def undelete(public_id: str) -> ResponseReturnValue:
    event = _editable(public_id, deleted=True)
    try:
        services.undelete_event(session(), event, context())
    except TooLateError:
        abort(404)
    session().commit()
    flash(_("Event restored."), "success")
    return redirect(url_for("events.show", public_id=public_id), 303)


def _created(form: NewEventForm) -> Event:
    form_id, recurrence = str(form.form_id.data), form.recurrence()
    if recurrence is None:
        return services.create_event(session(), form.draft(), form_id=form_id, context=context())
    return create_series(session(), form.draft(), recurrence, form_id=form_id, context=context())


def _change(form: SavedEventForm, event: Event) -> None:
    change_dates(
        session(),
        event,
        form.draft(),
        scope=scope_of(form),
        viewer=viewer(),
        revision=form.revision.data,
        context=context(),
        reason=form.move_reason.data,
    )


def _may_add() -> bool:
    return may(Act.ADD_EVENT, viewer().roles_anywhere)


def _editable(public_id: str, *, deleted: bool = False) -> Event:
    event = event_of(session(), viewer(), public_id, deleted=deleted) or abort(404)
    if not may_edit(viewer(), event):
        abort(403)
    return event


def _offered(form: AnyForm, event: Event | None = None) -> AnyForm:
    """Let editors hold events for their organisations, and a coordinator for any; what holds it now stays a choice."""
    every = open_organisations(session())
    hosts = [row for row in every if _may_host(row) or (event and row.id == event.organisation_id)]
    form.offer(hosts, every)
    return form


def _may_host(organisation: Organisation) -> bool:
    return may(Act.ADD_EVENT, viewer().roles_in(organisation.id))


def _saved(form: EventForm, public_id: str) -> ResponseReturnValue:
    session().commit()
    flash(_("Event saved. If it moved, its followers and everyone planning around it are notified."), "success")
    _flash_clock_changes(form)
    return redirect(url_for("events.show", public_id=public_id), 303)


def _flash_clock_changes(form: EventForm) -> None:
    for moment in form.clock_changes():
        text = _(
            "Clocks change at that time: %(time)s was read as %(zone)s.",
            time=clock(moment.local),
            zone=zone_label(moment.zone, moment.instant),
        )
        flash(text, "info")


def _form_page(
    form: EventForm, status: int, event: Event | None = None, stale_rows: list[tuple[str, str, str]] | None = None
) -> ResponseReturnValue:
    return render_template("events/form.html", form=form, event=event, stale_rows=stale_rows), status
