"""Decides what becomes of an item whose campaign moved while others relied on its day: it moves along, or it stays."""

from collections.abc import Callable
from datetime import date

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import members_only
from scheduler.agenda.access import context
from scheduler.content.domain.skipping import SkippedError
from scheduler.content.domain.workflow import State
from scheduler.content.messages import moved_message
from scheduler.content.services.campaign_days import keep_day, move_as_proposed
from scheduler.content.views.access import item_or_404, require_roles
from scheduler.content.views.blueprint import blueprint
from scheduler.rows import StaleEditError
from scheduler.web.fields import parse_day
from scheduler.web.request import session


@blueprint.post("/content/<public_id>/move-along")
@members_only
def move_along(public_id: str) -> ResponseReturnValue:
    item = item_or_404(public_id).item
    by, is_scheduled = require_roles(item), item.state == State.SCHEDULED
    text = _("Moved. Sign-offs and an embargo stay as they are.")
    if is_scheduled:
        text = _("Moved. It is scheduled, so change the time in your publishing tool, too.")
    return _decided(public_id, lambda day: move_as_proposed(session(), item, day, by=by, context=context()), text)


@blueprint.post("/content/<public_id>/keep-date")
@members_only
def keep_date(public_id: str) -> ResponseReturnValue:
    item = item_or_404(public_id).item
    by, text = require_roles(item), _("The date stays. It no longer moves with the campaign.")
    return _decided(public_id, lambda day: keep_day(session(), item, day, by=by, context=context()), text)


def _decided(public_id: str, decide: Callable[[date], None], text: str) -> ResponseReturnValue:
    back = redirect(url_for("content.show", public_id=public_id), 303)
    try:
        decide(_shown_day())
    except StaleEditError:
        session().rollback()
        flash(_("Nothing was changed: the date or the campaign changed since you opened the page."), "error")
        return back
    except SkippedError as error:
        session().rollback()
        text = _("Nothing was changed: the date would be outside the calendar. Edit the details instead.")
        flash(moved_message(error) or text, "error")
        return back
    session().commit()
    flash(text, "success")
    return back


def _shown_day() -> date:
    """Return the day that the page proposed; one that is none was never proposed."""
    try:
        return parse_day(request.form.get("proposed", "")) or date.min
    except ValueError:
        return date.min
