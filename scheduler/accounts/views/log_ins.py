"""Where a person is logged in, and the ways to log out there."""

from dataclasses import dataclass
from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import log_out, login_address, require_person, signed_in_only
from scheduler.accounts.device_labels import device_label, network_label
from scheduler.accounts.log_ins import current_log_in
from scheduler.accounts.models import LoginSession
from scheduler.accounts.services.log_in_records import note_log_out
from scheduler.accounts.services.log_ins import end_log_in, log_ins_of, log_out_everywhere
from scheduler.web.additions import additions
from scheduler.web.request import now, session

blueprint = Blueprint("log_ins", __name__, url_prefix="/account/log-ins")


@dataclass(frozen=True, slots=True)
class LogInOnPage:
    """A log-in as the list shows it."""

    ident: int
    device: str
    network: str
    started_at: datetime
    last_used_at: datetime
    remembered: bool
    is_here: bool


@blueprint.get("")
@signed_in_only
def index() -> ResponseReturnValue:
    rows = log_ins_of(session(), require_person().id, now())
    shown = sorted((_on_page(row) for row in rows), key=lambda row: not row.is_here)
    return render_template("accounts/log_ins.html", log_ins=shown)


@blueprint.post("/<int:ident>/end")
@signed_in_only
def end(ident: int) -> ResponseReturnValue:
    if _is_here(ident):
        log_out()
        return redirect(login_address(), 303)
    if not end_log_in(session(), require_person().id, ident):
        abort(404)
    note_log_out(session(), require_person().id, now())
    session().commit()
    flash(_("The device is logged out."), "success")
    return redirect(url_for("log_ins.index"), 303)


@blueprint.post("/end-all")
@signed_in_only
def end_all() -> ResponseReturnValue:
    person_id = require_person().id
    log_out_everywhere(session(), require_person(), person_id, now())
    for end_more in (one.when_logged_out for one in additions() if one.when_logged_out is not None):
        end_more(session(), person_id, now())
    session().commit()
    log_out()
    flash(_("You are logged out everywhere. Log in again to continue."), "success")
    return redirect(login_address(), 303)


def _is_here(ident: int) -> bool:
    own = current_log_in()
    return own is not None and own.log_in_id == ident


def _on_page(row: LoginSession) -> LogInOnPage:
    is_here = _is_here(row.id)
    return LogInOnPage(
        ident=row.id,
        device=device_label(row.user_agent),
        network=network_label(row.network),
        started_at=row.started_at,
        # What is being looked at is being used.
        last_used_at=now() if is_here else row.last_used_at,
        remembered=row.remembered,
        is_here=is_here,
    )
