"""Saved views of the calendar: the list, and the forms that save, rename, change and delete one."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import current_actor, members_only
from scheduler.accounts.domain.acts import Act
from scheduler.accounts.page_context import reader_today, reader_zone
from scheduler.accounts.reading import organisation_names
from scheduler.agenda.access import viewer
from scheduler.pages.calendar_address import Shown
from scheduler.pages.filters import choices_for
from scheduler.pages.view_links import Opener, said, view_links
from scheduler.rows import StaleEditError
from scheduler.saved_views.forms import NewViewForm, ViewForm
from scheduler.saved_views.models import SavedView
from scheduler.saved_views.reading import view_kept_by
from scheduler.saved_views.services.keeping import (
    MAX_VIEWS_EACH,
    TooManyViewsError,
    ViewDraft,
    change_view,
    delete_view,
    rename_view,
    save_view,
)
from scheduler.web.forms import StaleRows, TokenForm, differing
from scheduler.web.request import now, session, settings

blueprint = Blueprint("saved_views", __name__, url_prefix="/calendar/views")


def opener() -> Opener:
    """Return who opens views in this request."""
    return Opener(current_actor(), viewer(), reader_zone(), reader_today())


@blueprint.get("")
@members_only
def index() -> ResponseReturnValue:
    """The views that a person sees, with their addresses."""
    found = view_links(session(), opener(), choices_for(session(), viewer()))
    return render_template("pages/saved_views.html", views=found, base_url=settings().base_url, most=MAX_VIEWS_EACH)


@blueprint.route("/new", methods=["GET", "POST"])
@members_only
def new() -> ResponseReturnValue:
    """Save what the address asks for under a name."""
    shown, form = opener().shown(request.args), _new_form()
    if not form.validate_on_submit():
        return _new_page(form, shown)
    draft = ViewDraft(form.name.data, shown.selection, form.organisation_id)
    try:
        save_view(session(), draft, form_id=form.form_id.data, actor_id=current_actor().person_id, now=now())
    except TooManyViewsError:
        text = _("There are already %(most)s saved views. Delete one that is no longer used, then save this one.")
        form.name.errors = [*form.name.errors, text % {"most": MAX_VIEWS_EACH}]
        return _new_page(form, shown)
    session().commit()
    flash(_("View saved. It is listed above the calendar."), "success")
    return redirect(url_for("calendar.index", **shown.selection), 303)


@blueprint.route("/<address>/edit", methods=["GET", "POST"])
@members_only
def edit(address: str) -> ResponseReturnValue:
    """Rename a view."""
    view = _kept(address)
    form = ViewForm(obj=view)
    if not form.validate_on_submit():
        return _edit_page(form, 422 if form.is_submitted() else 200)
    try:
        rename_view(session(), view, form.name.data, revision=form.revision.data)
    except StaleEditError:
        form.revision.data = view.revision
        return _edit_page(form, 409, differing(form, {"name": view.name}))
    session().commit()
    flash(_("View renamed."), "success")
    return redirect(url_for(".index"), 303)


@blueprint.post("/<address>/contents")
@members_only
def change(address: str) -> ResponseReturnValue:
    """Let a view show what the address asks for."""
    view, shown, form = _kept(address), opener().shown(request.args), TokenForm()
    if not form.validate_on_submit():
        return _new_page(_new_form(is_sent=False), shown, 422)
    try:
        change_view(session(), view, shown.selection, revision=form.revision.data)
    except StaleEditError:
        return _new_page(_new_form(is_sent=False), shown, 409, stale=view.name)
    name = view.name
    session().commit()
    flash(_("View “%(name)s” changed.", name=name), "success")
    return redirect(url_for("calendar.index", **shown.selection), 303)


@blueprint.post("/<address>/delete")
@members_only
def delete(address: str) -> ResponseReturnValue:
    """Delete a view."""
    view = _kept(address)
    name = view.name
    delete_view(session(), view)
    session().commit()
    flash(_("View “%(name)s” deleted.", name=name), "success")
    return redirect(url_for(".index"), 303)


def _kept(address: str) -> SavedView:
    return view_kept_by(session(), current_actor(), address) or abort(404)


def _new_form(*, is_sent: bool = True) -> NewViewForm:
    form = NewViewForm() if is_sent else NewViewForm(formdata=None)
    form.offer(sorted(organisation_names(session(), current_actor().where(Act.KEEP_VIEWS)).items()))
    return form


def _new_page(form: NewViewForm, shown: Shown, status: int | None = None, *, stale: str = "") -> ResponseReturnValue:
    choices = choices_for(session(), viewer())
    others = [one for one in view_links(session(), opener(), choices, shown) if one.may_change and not one.is_open]
    page = {"form": form, "says": said(shown, choices), "kept": shown.selection, "others": others, "stale": stale}
    return render_template("pages/save_view.html", **page), status or (422 if form.errors else 200)


def _edit_page(form: ViewForm, status: int, stale_rows: StaleRows | None = None) -> ResponseReturnValue:
    return render_template("pages/rename_view.html", form=form, stale_rows=stale_rows), status
