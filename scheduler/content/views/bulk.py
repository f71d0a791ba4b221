"""What is done to several items at once, and its undoing."""

from collections.abc import Sequence

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from scheduler.accounts.access import current_actor, members_only, renew_roles, require_person
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import context, viewer
from scheduler.content.forms.filters import BulkForm
from scheduler.content.forms.transitions import PublishedForm
from scheduler.content.messages import skipped_message
from scheduler.content.models import Item
from scheduler.content.permissions import roles
from scheduler.content.presenters.choices import choices_of_staff
from scheduler.content.presenters.item_list import rows_of
from scheduler.content.queries.item_list import chosen_items, undo_of
from scheduler.content.services.bulk import (
    Act,
    BulkResult,
    ItemWithRoles,
    assign_items,
    publish_items,
    shift_items,
    undo,
)
from scheduler.content.services.checks_ahead import check_ahead
from scheduler.content.services.revisions import lock_items_at
from scheduler.content.views.blueprint import blueprint
from scheduler.content.views.transitions import outcome_rows
from scheduler.dates.timezones import day_of
from scheduler.rows import TooLateError
from scheduler.web.navigation import local_path
from scheduler.web.request import no_one_waits, now, session

MAX_ITEMS = 200


@blueprint.post("/content/bulk/shift")
@members_only
def bulk_shift() -> ResponseReturnValue:
    form, items = _form(), _chosen()
    if not items or not form.validate():
        return _nothing(_("Select the items to move, and enter the number of days."))
    result = shift_items(session(), _mine(items), form.days.data, context(), form_id=form.form_id.data)
    session().commit()
    done = len(result.done)
    return _done(
        result, ngettext("%(num)s item moved. Its embargo stays.", "%(num)s items moved. Their embargoes stay.", done)
    )


@blueprint.post("/content/bulk/assign")
@members_only
def bulk_assign() -> ResponseReturnValue:
    form, items = _form(), _chosen()
    if not items or not form.validate() or not form.owner_id.data:
        return _nothing(_("Select the items to reassign, and choose a person."))
    owner = form.owner_id.data
    result = assign_items(
        session(), _mine(items), owner, form.organisations_of(owner), context(), form_id=form.form_id.data
    )
    session().commit()
    done = len(result.done)
    return _done(result, ngettext("%(num)s item reassigned.", "%(num)s items reassigned.", done))


@blueprint.post("/content/bulk/published")
@members_only
def bulk_published() -> ResponseReturnValue:
    if "confirm" in request.form:
        _check_ahead()
    items = _chosen()
    if not items:
        return _nothing(_("Select the items that are published."))
    sent = request.form if "confirm" in request.form else {}
    forms = {item.id: PublishedForm(outcome_rows(item, sent, of=f"{item.public_id}-")) for item in items}
    fits = [form.validate() for form in forms.values()] if sent else [False]
    if not all(fits):
        rows = rows_of(session(), viewer(), current_actor(), [item.id for item in items])
        status = 422 if sent else 200
        return render_template("content/bulk_published.html", rows=rows, forms=forms, next=_next()), status
    outcomes = {ident: form.outcomes() for ident, form in forms.items()}
    form_id = next(iter(forms.values())).form_id.data
    result = publish_items(session(), _mine(items), outcomes, context(), form_id=form_id)
    session().commit()
    done = len(result.done)
    return _done(result, ngettext("%(num)s item marked as published.", "%(num)s items marked as published.", done))


@blueprint.post("/content/bulk/undo/<address>")
@members_only
def bulk_undo(address: str) -> ResponseReturnValue:
    row = undo_of(session(), address, require_person().id) or abort(404)
    try:
        result = undo(session(), row, context())
    except TooLateError:
        return _nothing(_("This has already been undone, or is more than a day old."))
    session().commit()
    done = len(result.done)
    if row.act == Act.IMPORT:
        deleted = ngettext(
            "%(num)s imported item deleted. You can restore it for 30 days.",
            "%(num)s imported items deleted. You can restore them for 30 days.",
            done,
        )
        return _done(result, deleted)
    return _done(
        result, ngettext("%(num)s item restored to what it was.", "%(num)s items restored to what they were.", done)
    )


def _form() -> BulkForm:
    form = BulkForm()
    form.offer(choices_of_staff(session(), viewer(), current_actor(), day_of(now(), reader_zone())))
    return form


def _chosen() -> list[Item]:
    ticked = _ticked()
    lock_items_at(session(), ticked)
    return chosen_items(session(), viewer(), ticked)


def _ticked() -> list[str]:
    sent = request.form.getlist("item")[:MAX_ITEMS]
    return [public_id for public_id in sent if public_id.isascii() and public_id.isprintable()]


def _check_ahead() -> None:
    """Run the checks of what is to be published before anything is locked; what the person may do is asked after it."""
    with no_one_waits():
        check_ahead(session(), viewer(), _ticked(), now())
    renew_roles()


def _mine(items: Sequence[Item]) -> list[ItemWithRoles]:
    return [ItemWithRoles(item, roles(current_actor(), item)) for item in items]


def _next() -> str:
    return local_path(request.form.get("next"), url_for("content.index"))


def _nothing(message: str) -> ResponseReturnValue:
    session().rollback()
    flash(message, "error")
    return redirect(_next(), 303)


def _done(result: BulkResult, message: str) -> ResponseReturnValue:
    if result.done:
        flash(message, "success")
    if result.skipped:
        ids = [ident for ident, _why in result.skipped]
        titles = {row.id: row.title for row in rows_of(session(), viewer(), current_actor(), ids)}
        flash(_("Not changed: %(items)s.", items=skipped_message(result.skipped, titles)), "warning")
    return redirect(_next(), 303)
