"""Pages of external calendars: the list, and the forms that add, edit, fetch and remove one."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import current_actor, members_only
from scheduler.accounts.domain.acts import Act
from scheduler.accounts.reading import organisation_names
from scheduler.external_calendars.forms import CalendarForm, NewCalendarForm
from scheduler.external_calendars.models import ExternalCalendar
from scheduler.external_calendars.presenters import calendar_cards
from scheduler.external_calendars.reading import calendar_kept_by, calendars_for, may_keep_coalitions
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
    return render_template("external_calendars/index.html", cards=cards, may_add=_may_add(), now=now())


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
    form = CalendarForm(obj=row)
    if not form.validate_on_submit():
        return _form_page(form, row)
    try:
        change_calendar(session(), row, form.draft, revision=form.revision.data, now=now())
    except StaleEditError:
        form.revision.data = row.revision
        saved = {"name": row.name, "url": row.url, "tint": row.tint}
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
    remove_calendar(session(), row)
    session().commit()
    flash(_("“%(name)s” removed, with its events.", name=name), "success")
    return redirect(url_for(".index"), 303)


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
