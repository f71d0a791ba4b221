"""Pages on which the rows of an old spreadsheet become items: choose a file, say what is what, look, import."""

from collections.abc import Mapping
from dataclasses import replace

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from scheduler.accounts.access import alone, current_actor, members_only, require_person
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import context, viewer
from scheduler.content.domain.errors import NotYoursError
from scheduler.content.domain.import_settings import ImportSettings, same_text, settings_from
from scheduler.content.forms.imports import ColumnsForm, ImportForm, SpreadsheetForm, shown_settings
from scheduler.content.forms.items import usual_channels
from scheduler.content.models import SpreadsheetImport
from scheduler.content.presenters.choices import Choices, choices_for
from scheduler.content.presenters.imports import first_settings, offers_for, row_lines, sheet_rows
from scheduler.content.queries.item_list import import_of, titles_between
from scheduler.content.services.import_plan import ImportPlan, Known, days_of, plan_rows
from scheduler.content.services.imports import RowsRefusedError, discard, import_rows, keep_sheets, save_settings
from scheduler.content.views.blueprint import blueprint
from scheduler.dates.timezones import day_of
from scheduler.dates.written import DayOrder
from scheduler.office_files import UnreadableError
from scheduler.rows import StaleEditError, lock_row
from scheduler.spreadsheets.reading import read_spreadsheet
from scheduler.spreadsheets.sheets import MAX_FILE_BYTES
from scheduler.web.request import now, session

LONGEST_NUMBER = 9
MAX_VALUE_CHARS = 80


@blueprint.route("/content/import", methods=["GET", "POST"])
@members_only
def new_import() -> ResponseReturnValue:
    require_own()
    form = SpreadsheetForm()
    if not form.validate_on_submit():
        return _upload_page(form, 422 if form.is_submitted() else 200)
    content = form.content()
    try:
        sheets = read_spreadsheet(content)
    except UnreadableError as error:
        form.file.errors = [error.message.render(_)]
        return _upload_page(form, 413 if len(content) > MAX_FILE_BYTES else 422)
    kept = keep_sheets(session(), sheets, require_person().id, now(), form_id=form.form_id.data)
    address = kept.address
    session().commit()
    return redirect(url_for("content.import_columns", address=address), 303)


@blueprint.route("/content/import/<address>", methods=["GET", "POST"])
@members_only
def import_columns(address: str) -> ResponseReturnValue:
    choices, upload = require_own(), _upload_or_404(address)
    if upload.imported_at is not None:
        return imported_already()
    before = settings_from(upload.settings) if upload.settings else None
    sheet = _sheet(upload, before)
    suggested = before if before and before.sheet == sheet else first_settings(upload, sheet, choices, reader_zone())
    header, rows = sheet_rows(upload, sheet)
    form = ColumnsForm(data=None if request.form else {**shown_settings(suggested), "revision": upload.revision})
    form.offer(choices, header)
    if not form.validate_on_submit():
        page = {"form": form, "upload": upload, "sheet": sheet, "header": header, "sample": rows[:3]}
        return render_template("content/import_columns.html", **page), 422 if form.is_submitted() else 200
    return _keep(upload, form.settings(sheet, suggested), form.revision.data)


@blueprint.post("/content/import/<address>/values")
@members_only
def import_values(address: str) -> ResponseReturnValue:
    choices, upload = require_own(), _upload_or_404(address)
    if upload.imported_at is not None or not upload.settings:
        return imported_already()
    form = ImportForm()
    settings = settings_from(upload.settings)
    unmatched = _plan(upload, settings, choices).unmatched
    sent = {one.key: request.form.get(f"value:{one.key}", "") for one in unmatched}
    order = request.form.get("order", "")
    chosen = replace(
        settings,
        order=DayOrder(order) if order in set(DayOrder) else settings.order,
        values={**settings.values, **{key: value for key, value in sent.items() if len(value) <= MAX_VALUE_CHARS}},
    )
    return _keep(upload, chosen, form.revision.data)


@blueprint.get("/content/import/<address>/rows")
@members_only
def import_preview(address: str) -> ResponseReturnValue:
    choices, upload = require_own(), _upload_or_404(address)
    if upload.imported_at is not None:
        return imported_already()
    if not upload.settings:
        return redirect(url_for("content.import_columns", address=address), 303)
    return _preview(upload, choices, None, "")


@blueprint.post("/content/import/<address>/rows")
@members_only
@alone
def run_import(address: str) -> ResponseReturnValue:
    choices, upload = require_own(), _upload_or_404(address)
    lock_row(session(), SpreadsheetImport, upload.id)
    if upload.imported_at is not None or not upload.settings:
        session().rollback()
        return imported_already()
    ticked = frozenset(int(text) for text in request.form.getlist("row") if _is_number(text))
    if ImportForm().revision.data != upload.revision:
        changed = _("The settings were changed in another window. Look at the rows again, then import.")
        return _preview(upload, choices, ticked, changed, 409)
    plan = _plan(upload, settings_from(upload.settings), choices)
    try:
        done = import_rows(session(), upload, plan, ticked, context())
    except (RowsRefusedError, NotYoursError) as error:
        return _refused(address, choices, ticked, error)
    session().commit()
    imported = ngettext("%(num)s item imported.", "%(num)s items imported.", done)
    flash(f"{imported} {_('You can undo this for a day.')}", "success")
    return redirect(url_for("content.index"), 303)


@blueprint.post("/content/import/<address>/discard")
@members_only
def discard_import(address: str) -> ResponseReturnValue:
    discard(session(), _upload_or_404(address))
    session().commit()
    flash(_("Nothing was imported, and the file is deleted."), "success")
    return redirect(url_for("content.index"), 303)


def require_own() -> Choices:
    """Return what the person may choose from; refuse whoever may plan for no organisation."""
    choices = choices_for(session(), viewer(), current_actor(), day_of(now(), reader_zone()))
    return choices if choices.own else abort(403)


def _upload_or_404(address: str) -> SpreadsheetImport:
    return import_of(session(), address, require_person().id) or abort(404)


def _sheet(upload: SpreadsheetImport, before: ImportSettings | None) -> int:
    asked = request.args.get("sheet", "")
    number = int(asked) if _is_number(asked) else before.sheet if before else 0
    return number if number < len(upload.sheets) else 0


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER


def _keep(upload: SpreadsheetImport, settings: ImportSettings, revision: int | None) -> ResponseReturnValue:
    address = upload.address
    try:
        save_settings(session(), upload, settings, revision=revision)
    except StaleEditError:
        session().rollback()
        flash(_("The settings were changed in another window. Nothing was saved here: check them again."), "error")
        return redirect(url_for("content.import_columns", address=address), 303)
    session().commit()
    return redirect(url_for("content.import_preview", address=address), 303)


def _plan(upload: SpreadsheetImport, settings: ImportSettings, choices: Choices) -> ImportPlan:
    _header, rows = sheet_rows(upload, settings.sheet)
    days = days_of(rows, settings)
    found = titles_between(session(), viewer(), min(days), max(days)) if days else []
    titles = frozenset((same_text(title), day) for title, day in found)
    known = Known(day_of(now(), reader_zone()), titles, usual_channels)
    return plan_rows(rows, settings, offers_for(session(), choices), known)


def _preview(
    upload: SpreadsheetImport, choices: Choices, ticked: frozenset[int] | None, problem: str, status: int = 200
) -> ResponseReturnValue:
    plan = _plan(upload, settings_from(upload.settings), choices)
    lines = row_lines(plan, choices, ticked)
    form = ImportForm(formdata=None, data={"revision": upload.revision})
    page: Mapping[str, object] = {"upload": upload, "plan": plan, "lines": lines, "form": form, "problem": problem}
    return render_template("content/import_preview.html", **page, orders=DayOrder), status


def _refused(address: str, choices: Choices, ticked: frozenset[int], error: Exception) -> ResponseReturnValue:
    session().rollback()
    why = _("Nothing was imported: select at least one row, and none with an error.")
    if isinstance(error, NotYoursError):
        why = _("Nothing was imported: you can no longer plan content for one of its organisations.")
    return _preview(_upload_or_404(address), choices, ticked, why, 422)


def _upload_page(form: SpreadsheetForm, status: int) -> ResponseReturnValue:
    return render_template("content/import.html", form=form), status


def imported_already() -> ResponseReturnValue:
    flash(_("This file has already been imported."), "info")
    return redirect(url_for("content.index"), 303)
