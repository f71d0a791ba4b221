"""Who outside was sent an item's copy: entered, corrected, removed, informed, and as a table."""

from collections.abc import Mapping
from datetime import datetime

from flask import Response, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import current_actor, members_only
from scheduler.accounts.domain.acts import Act
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import context, viewer
from scheduler.agenda.visibility_sql import concealed
from scheduler.content.domain.workflow import ItemRoles
from scheduler.content.forms.sent_copies import SentCopyForm
from scheduler.content.models import Item, SentCopy
from scheduler.content.presenters.export import notices_above
from scheduler.content.presenters.sent_copies import sent_csv, sent_panel
from scheduler.content.queries.items import Seen
from scheduler.content.queries.sent_copies import sent_copy_of
from scheduler.content.services.sent_copies import confirm_informed, correct_sent, record_sent, remove_sent
from scheduler.content.services.sent_news import is_for_press
from scheduler.content.views.access import item_or_404, item_text_logged, require_roles
from scheduler.content.views.blueprint import blueprint
from scheduler.content.views.page_context import redirect_to_item
from scheduler.filenames import disposition
from scheduler.rows import StaleEditError
from scheduler.web.request import now, session

ANCHOR, UNNAMED = "sent", "sent-to"


@blueprint.route("/content/<public_id>/sent/new", methods=["GET", "POST"])
@members_only
def new_sent_copy(public_id: str) -> ResponseReturnValue:
    seen = item_text_logged(public_id)
    by = _writer(seen.item)
    form = _form(seen, {"version_number": seen.version.number})
    if not form.validate_on_submit():
        return _page(seen, form)
    record_sent(session(), seen.item, form.draft(), form_id=form.form_id.data, by=by, context=context())
    session().commit()
    flash(_("Recorded. If the embargo, the copy or its status changes, you are asked to inform them."), "success")
    return redirect_to_item(public_id, ANCHOR)


@blueprint.route("/content/<public_id>/sent/<address>/edit", methods=["GET", "POST"])
@members_only
def edit_sent_copy(public_id: str, address: str) -> ResponseReturnValue:
    seen = item_text_logged(public_id)
    by = _writer(seen.item)
    row = sent_copy_of(session(), seen.item, address) or abort(404)
    if row.removed_at is not None and request.method == "GET":
        flash(_too_late(), "error")
        return redirect_to_item(public_id, ANCHOR)
    values = {"recipient": row.recipient, "version_number": row.version_number}
    form = _form(seen, values, row.sent_at)
    if not form.validate_on_submit():
        return _page(seen, form, row)
    draft, form_id = form.draft(row.sent_at), form.form_id.data
    try:
        correct_sent(session(), seen.item, address, draft, form_id=form_id, by=by, context=context())
    except StaleEditError:
        session().rollback()
        form.form_errors.append(_too_late())
        return _page(item_or_404(public_id), form, row, status=409)
    session().commit()
    flash(_("Corrected. The earlier entry is kept under the list."), "success")
    return redirect_to_item(public_id, ANCHOR)


@blueprint.post("/content/<public_id>/sent/<address>/remove")
@members_only
def remove_sent_copy(public_id: str, address: str) -> ResponseReturnValue:
    seen = item_or_404(public_id)
    by = _writer(seen.item)
    if sent_copy_of(session(), seen.item, address) is None:
        abort(404)
    remove_sent(session(), seen.item, address, by=by, context=context())
    session().commit()
    flash(_("Removed. Editors of the copy see the entry crossed out under the list."), "success")
    return redirect_to_item(public_id, ANCHOR)


@blueprint.post("/content/<public_id>/sent/informed")
@members_only
def confirm_all_informed(public_id: str) -> ResponseReturnValue:
    seen = item_or_404(public_id)
    try:
        shown = request.form.get("shown", "")
        confirm_informed(session(), seen.item, shown, by=_writer(seen.item), context=context())
    except StaleEditError:
        session().rollback()
        flash(_("Something changed again in the meantime. Read what is new, inform everyone, and confirm."), "error")
        return redirect_to_item(public_id, ANCHOR)
    session().commit()
    flash(_("Recorded: everyone who was sent the copy is informed."), "success")
    return redirect_to_item(public_id, ANCHOR)


@blueprint.get("/content/<public_id>/sent.csv")
@members_only
def sent_table(public_id: str) -> ResponseReturnValue:
    """Send the list as a file to whoever sees it on the page; under embargo that is on record."""
    seen = item_text_logged(public_id)
    panel = sent_panel(session(), viewer(), current_actor(), seen, now())
    if panel is None:
        abort(404)
    # The name of a file stays in a folder of downloads.
    name = _("Sent to") if concealed(seen.item.guard) else f"{seen.text.title} {_('Sent to')}"
    file = Response(sent_csv(panel.lines), mimetype="text/csv")
    file.headers["Content-Disposition"] = disposition(name, "csv", unnamed=UNNAMED, is_saved=True)
    file.headers["Cache-Control"] = "no-store"
    return file


def _writer(item: Item) -> ItemRoles:
    by = require_roles(item)
    if not by.may(Act.WRITE):
        abort(403)
    if not is_for_press(item):
        abort(404)
    return by


def _form(seen: Seen, values: Mapping[str, object], sent_at: datetime | None = None) -> SentCopyForm:
    versions, zone = seen.item.version_number, reader_zone()
    return SentCopyForm(now=now(), versions=versions, zone=zone, sent_at=sent_at, data=values)


def _page(
    seen: Seen, form: SentCopyForm, row: SentCopy | None = None, *, status: int | None = None
) -> ResponseReturnValue:
    page = {"form": form, "item": seen.item, "text": seen.text, "row": row}
    page["notices"] = notices_above(session(), seen, now())
    return render_template("content/sent_copy.html", **page), status or (422 if form.is_submitted() else 200)


def _too_late() -> str:
    return _("Someone else corrected or removed this entry in the meantime. Nothing was saved: see the list.")
