"""Says that copy agrees with its bills and facts."""

from datetime import UTC, date, datetime

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import members_only
from scheduler.agenda.access import context
from scheduler.content.services.copy_news import check_copy
from scheduler.content.views.access import item_or_404, require_roles
from scheduler.content.views.blueprint import blueprint
from scheduler.web.request import session


@blueprint.post("/content/<public_id>/copy-checked")
@members_only
def confirm_copy(public_id: str) -> ResponseReturnValue:
    seen = item_or_404(public_id)
    by = require_roles(seen.item)
    until, today = _moment(request.form.get("until", "")), _day(request.form.get("today", ""))
    if until is None:
        flash(_("The page was incomplete. Look at what is new and confirm again."), "error")
    else:
        check_copy(session(), seen.item, until, today, by=by, context=context())
        session().commit()
        flash(_("Noted: the copy is right by what has been entered about its bills and facts."), "success")
    return redirect(url_for("content.show", public_id=public_id), 303)


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
        # What lies beyond the calendar in UTC overflows.
        return found.astimezone(UTC) if found.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
