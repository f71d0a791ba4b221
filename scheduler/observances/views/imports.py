"""Pages on which a coordinator imports a catalogue: choose, look at the report, import."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from scheduler.accounts.access import alone, coordinators_only, require_person
from scheduler.agenda.access import context
from scheduler.observances.domain.catalogue import COLUMNS
from scheduler.observances.domain.csv_table import MAX_FILE_BYTES
from scheduler.observances.forms.uploads import UploadForm
from scheduler.observances.queries.observances import upload_of
from scheduler.observances.services.catalogue import ImportReport, RowOutcome, plan_import
from scheduler.observances.services.uploads import import_upload, keep_upload
from scheduler.web.request import now, session

blueprint = Blueprint("observance_imports", __name__)

LAST_ID = 2**31 - 1


@blueprint.route("/observances/import", methods=["GET", "POST"])
@coordinators_only
def upload() -> ResponseReturnValue:
    form = UploadForm()
    if not form.validate_on_submit():
        return _upload_page(form, None, 422 if form.is_submitted() else 200)
    content = form.content()
    report = plan_import(session(), content, now())
    if report.problems:
        return _upload_page(form, report, 413 if len(content) > MAX_FILE_BYTES else 422)
    kept = keep_upload(session(), content, require_person().id, now(), form_id=form.form_id.data)
    upload_id = kept.id
    session().commit()
    return redirect(url_for("observance_imports.check", upload_id=upload_id), 303)


@blueprint.get(f"/observances/import/<int(max={LAST_ID}):upload_id>")
@coordinators_only
def check(upload_id: int) -> ResponseReturnValue:
    kept = upload_of(session(), upload_id) or abort(404)
    if kept.imported_at is not None:
        return redirect(url_for("observance_catalogue.index"))
    report = plan_import(session(), kept.content, now())
    return render_template("observances/import_check.html", report=report, upload=kept, outcomes=RowOutcome)


@blueprint.post(f"/observances/import/<int(max={LAST_ID}):upload_id>")
@coordinators_only
@alone
def run(upload_id: int) -> ResponseReturnValue:
    kept = upload_of(session(), upload_id) or abort(404)
    report = import_upload(session(), kept, context())
    session().commit()
    if report is None:
        flash(_("This file has already been imported."), "info")
    else:
        _flash_counts(report)
    return redirect(url_for("observance_catalogue.index"), 303)


def _flash_counts(report: ImportReport) -> None:
    counts = report.counts
    added, changed = counts[RowOutcome.ADDED], counts[RowOutcome.CHANGED]
    flash(_("Catalogue imported: %(added)s added, %(changed)s changed.", added=added, changed=changed), "success")
    if report.conflicts:
        text = ngettext(
            "%(num)s date that was set by hand stays, although its rule changed. Its page says so.",
            "%(num)s dates that were set by hand stay, although their rule changed. Their pages say so.",
            report.conflicts,
        )
        flash(text, "warning")


def _upload_page(form: UploadForm, report: ImportReport | None, status: int) -> ResponseReturnValue:
    found = report.problems if report else ()
    problems = [(problem.row, problem.column, problem.message.render(_), problem.value) for problem in found]
    page = render_template("observances/import.html", form=form, problems=problems, columns=COLUMNS)
    return page, status
