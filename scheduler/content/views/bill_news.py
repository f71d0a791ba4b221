"""Says that copy agrees with its bills."""

from datetime import UTC, datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import members_only
from scheduler.agenda.access import context
from scheduler.content.services.bill_news import check_bills
from scheduler.content.views.access import item_or_404, require_roles
from scheduler.content.views.blueprint import blueprint
from scheduler.web.request import session


@blueprint.post("/content/<public_id>/bills-checked")
@members_only
def check_against_bills(public_id: str) -> ResponseReturnValue:
    seen = item_or_404(public_id)
    by = require_roles(seen.item)
    until = _moment(request.form.get("until", ""))
    if until is None:
        flash(_("The page was incomplete. Look at what is new about the bills and confirm again."), "error")
    else:
        check_bills(session(), seen.item, until, by=by, context=context())
        session().commit()
        flash(_("Noted: the copy is right by what has been entered about its bills."), "success")
    return redirect(url_for("content.show", public_id=public_id), 303)


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
        # What lies beyond the calendar in UTC overflows.
        return found.astimezone(UTC) if found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
