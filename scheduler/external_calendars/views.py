"""Pages of external calendars: the list, the forms that add, edit, fetch and remove one, and the import of a file."""

from collections.abc import Sequence
from datetime import timedelta
from time import monotonic

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from scheduler.accounts.access import current_actor, members_only, require_person
from scheduler.accounts.domain.acts import Act, may
from scheduler.accounts.models import Organisation
from scheduler.accounts.page_context import reader_zone
from scheduler.accounts.reading import open_organisations, organisation_names
from scheduler.agenda.access import context, viewer
from scheduler.dates.timezones import day_of
from scheduler.external_calendars.domain.calendar_text import Unusable, UnusableFileError
from scheduler.external_calendars.domain.event_lines import MAX_FILE_BYTES, MAX_LINES, MAX_SECONDS
from scheduler.external_calendars.domain.reading import DAYS_AHEAD, CalendarContents, Window, read_calendar
from scheduler.external_calendars.forms import (
    CalendarFileForm,
    CalendarForm,
    EventLinesForm,
    NewCalendarForm,
    line_values,
)
from scheduler.external_calendars.labels import UNUSABLE
from scheduler.external_calendars.models import ExternalCalendar
from scheduler.external_calendars.presenters import EventLine, calendar_cards, event_lines
from scheduler.external_calendars.reading import calendar_kept_by, calendars_for, may_keep_coalitions
from scheduler.external_calendars.services.event_imports import import_all
from scheduler.external_calendars.services.keeping import (
    MAX_CALENDARS_EACH,
    TooManyCalendarsError,
    add_calendar,
    change_calendar,
    fetch_soon,
    remove_calendar,
)
from scheduler.rows import StaleEditError
from scheduler.web.compression import keep_plain
from scheduler.web.forms import StaleRows, differing
from scheduler.web.request import now, session

blueprint = Blueprint("external_calendars", __name__, url_prefix="/calendar/external")


@blueprint.get("")
@members_only
def index() -> ResponseReturnValue:
    """The calendars that a person sees, and how their last fetch went."""
    rows = calendars_for(session(), current_actor())
    names = organisation_names(session(), {row.organisation_id for row in rows if row.organisation_id is not None})
    cards = calendar_cards(rows, current_actor(), names, now())
    return render_template(
        "external_calendars/index.html", cards=cards, may_add=_may_add(), may_import=_may_import(), now=now()
    )


@blueprint.route("/new", methods=["GET", "POST"])
@members_only
def new() -> ResponseReturnValue:
    """Add a calendar."""
    if not _may_add():
        abort(403)
    form = _new_form()
    if not form.validate_on_submit():
        return _form_page(form)
    actor_id, whose = current_actor().person_id, form.organisation_id
    try:
        add_calendar(session(), form.draft, whose, form_id=form.form_id.data, actor_id=actor_id, now=now())
    except TooManyCalendarsError:
        text = _("There are already %(most)s calendars. Remove one that is no longer used, then add this one.")
        form.name.errors = [*form.name.errors, text % {"most": MAX_CALENDARS_EACH}]
        return _form_page(form)
    session().commit()
    flash(_("Calendar added. Its events appear in a minute or two."), "success")
    return redirect(url_for(".index"), 303)


@blueprint.route("/<address>/edit", methods=["GET", "POST"])
@members_only
def edit(address: str) -> ResponseReturnValue:
    """Edit a calendar."""
    row = _kept(address)
    form = CalendarForm(obj=row, in_feeds=row.in_feeds_since is not None)
    if not form.validate_on_submit():
        return _form_page(form, row)
    try:
        change_calendar(
            session(), row, form.draft, revision=form.revision.data, actor_id=require_person().id, now=now()
        )
    except StaleEditError:
        form.revision.data = row.revision
        saved = {"name": row.name, "url": row.url, "tint": row.tint, "in_feeds": row.in_feeds_since is not None}
        return _form_page(form, row, stale_rows=differing(form, saved))
    session().commit()
    flash(_("Calendar saved."), "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/<address>/fetch")
@members_only
def fetch(address: str) -> ResponseReturnValue:
    """Have a calendar fetched next."""
    row = _kept(address)
    is_asked, name = fetch_soon(session(), row, now()), row.name
    session().commit()
    if is_asked:
        flash(_("“%(name)s” is being fetched. Reload this page in a minute.", name=name), "success")
    else:
        flash(_("“%(name)s” was fetched less than a minute ago. Try again in a minute.", name=name))
    return redirect(url_for(".index"), 303)


@blueprint.post("/<address>/remove")
@members_only
def remove(address: str) -> ResponseReturnValue:
    """Remove a calendar."""
    row = _kept(address)
    name = row.name
    remove_calendar(session(), row, actor_id=require_person().id, now=now())
    session().commit()
    flash(_("“%(name)s” removed, with its events.", name=name), "success")
    return redirect(url_for(".index"), 303)


@blueprint.route("/import", methods=["GET", "POST"])
@members_only
def upload() -> ResponseReturnValue:
    """Choose a file; what is read in it is shown, and carried by that page alone."""
    _require_hosts()
    form = CalendarFileForm()
    if not form.validate_on_submit():
        return render_template("external_calendars/import.html", form=form), 422 if form.is_submitted() else 200
    try:
        contents = _contents(form.content())
    except UnusableFileError as error:
        form.file.errors = [UNUSABLE[error.reason]]
        return render_template("external_calendars/import.html", form=form), 422
    lines = [line_values(one, reader_zone()) for one in contents.occurrences[:MAX_LINES]]
    preview = EventLinesForm(formdata=None, lines=lines)
    shown_lines = _shown_lines(preview)
    for field, line in zip(preview.lines, shown_lines, strict=True):
        field.form.chosen.data = field.form.chosen.data and line.same is None
    return _preview_page(preview, shown_lines, contents)


@blueprint.post("/import/events")
@members_only
def import_events() -> ResponseReturnValue:
    """Make events of the chosen lines, all or none."""
    _require_hosts()
    form = EventLinesForm()
    form.offer(_hosts())
    if not form.validate():
        return _preview_page(form, _shown_lines(form)), 422
    count = len(import_all(session(), form.drafts(), form_id=str(form.form_id.data), context=context()))
    session().commit()
    flash(ngettext("%(num)s event imported.", "%(num)s events imported.", count), "success")
    return redirect(url_for("events.index"), 303)


def _require_hosts() -> None:
    if not _may_import():
        abort(403)


def _may_import() -> bool:
    return may(Act.ADD_EVENT, viewer().roles_anywhere)


def _hosts() -> list[Organisation]:
    return [row for row in open_organisations(session()) if may(Act.ADD_EVENT, viewer().roles_in(row.id))]


def _contents(content: bytes) -> CalendarContents:
    if len(content) > MAX_FILE_BYTES:
        raise UnusableFileError(Unusable.TOO_LARGE)
    today = day_of(now(), reader_zone())
    window = Window(today, today + timedelta(days=DAYS_AHEAD))
    return read_calendar(content, window, reader_zone(), monotonic, MAX_SECONDS)


def _shown_lines(form: EventLinesForm) -> Sequence[EventLine]:
    return event_lines(session(), viewer(), [(line.form.title.data or "", line.form.time) for line in form.lines])


def _preview_page(
    form: EventLinesForm,
    lines: Sequence[EventLine],
    contents: CalendarContents | None = None,
) -> str:
    form.offer(_hosts())
    return render_template(
        "external_calendars/import_preview.html",
        form=form,
        lines=lines,
        unread=contents.unread if contents else 0,
        is_cut=contents is not None and len(contents.occurrences) > MAX_LINES,
        most=MAX_LINES,
    )


def _kept(address: str) -> ExternalCalendar:
    return calendar_kept_by(session(), current_actor(), address) or abort(404)


def _may_add() -> bool:
    actor = current_actor()
    return may_keep_coalitions(actor) or bool(actor.where(Act.KEEP_EXTERNAL_CALENDARS))


def _new_form() -> NewCalendarForm:
    form, actor = NewCalendarForm(), current_actor()
    names = organisation_names(session(), actor.where(Act.KEEP_EXTERNAL_CALENDARS))
    form.offer(sorted(names.items()), coalition=may_keep_coalitions(actor))
    return form


def _form_page(
    form: CalendarForm, row: ExternalCalendar | None = None, *, stale_rows: StaleRows | None = None
) -> ResponseReturnValue:
    # The link may be a secret.
    keep_plain()
    status = 409 if stale_rows is not None else 422 if form.errors else 200
    return render_template("external_calendars/form.html", form=form, row=row, stale_rows=stale_rows), status
