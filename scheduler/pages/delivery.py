"""The delivery log: how everybody's mail fares, for coordinators."""

from typing import Protocol, cast

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from scheduler.accounts.access import coordinators_only, require_person
from scheduler.accounts.domain.errors import LimitReachedError
from scheduler.accounts.domain.limits import LimitedAct
from scheduler.accounts.limit_words import limit_words
from scheduler.accounts.services.limits import spend
from scheduler.agenda.access import viewer
from scheduler.audit.services import record
from scheduler.outbox.holding import drop_held, held_count, last_restore, send_held
from scheduler.outbox.models import MessageState
from scheduler.outbox.services import send_again
from scheduler.pages.mail_log import LogQuery, is_id, mail_log, pulse
from scheduler.pages.wording import STREAM_NAMES, message_name, reason_words
from scheduler.web.context import now, session
from scheduler.web.states import state_face

blueprint = Blueprint("delivery", __name__)


class MailSettings(Protocol):
    """The setting that says whether mail leaves at all."""

    @property
    def smtp_url(self) -> str | None: ...


@blueprint.get("/delivery")
@coordinators_only
def index() -> ResponseReturnValue:
    """Messages of all streams, the last queued first, and whether worker and mail server live."""
    query = LogQuery.parse(request.args)
    return render_template(
        "pages/delivery.html",
        query=query,
        log=mail_log(session(), viewer(), query),
        pulse=pulse(session(), now()),
        has_mail_server=_has_mail_server(),
        held=held_count(session()),
        restored=last_restore(session()),
        states=[
            (state, state_face(f"message_{state}").label) for state in MessageState if state != MessageState.BUNDLED
        ],
        streams=list(STREAM_NAMES.items()),
        message_name=message_name,
        reason_words=reason_words,
    )


@blueprint.post("/delivery/<int:message_id>/again")
@coordinators_only
def try_again(message_id: int) -> ResponseReturnValue:
    """Let a message that failed try from the beginning."""
    if not send_again(session(), message_id, now()):
        abort(404)
    try:
        spend(session(), require_person().id, LimitedAct.RESEND, 1, now())
    except LimitReachedError as error:
        session().rollback()
        flash(limit_words(error), "warning")
        return redirect(url_for("delivery.index", **LogQuery.parse(request.form).arguments()), 303)
    record(session(), "message.sent_again", ("message", message_id), actor_id=require_person().id, now=now())
    session().commit()
    flash(_("The message is tried again within a few seconds."), "success")
    return redirect(url_for("delivery.index", **LogQuery.parse(request.form).arguments()), 303)


@blueprint.post("/delivery/held")
@coordinators_only
def decide_held() -> ResponseReturnValue:
    """Send what is held since a restore, or do not: one message, or all."""
    decide = {"send": send_held, "drop": drop_held}.get(request.form.get("act", ""))
    if decide is None:
        abort(400)
    decided = decide(session(), now(), _one_message())
    for message_id in decided:
        act = "message.sent_again" if decide is send_held else "message.dropped"
        record(session(), act, ("message", message_id), actor_id=require_person().id, now=now())
    session().commit()
    flash(_decided(len(decided), sends=decide is send_held), "success" if decided else "info")
    return redirect(url_for("delivery.index", **LogQuery.parse(request.form).arguments()), 303)


def _one_message() -> int | None:
    """Return the id of the one message that is meant, None for all."""
    text = request.form.get("message", "")
    if not text:
        return None
    if not is_id(text):
        abort(400)
    return int(text)


def _decided(count: int, *, sends: bool) -> str:
    if not count:
        return _("Nothing was held any more: somebody has decided meanwhile.")
    if sends:
        return ngettext("%(num)s email leaves within a minute.", "%(num)s emails leave within a minute.", count)
    return ngettext("%(num)s email is not sent.", "%(num)s emails are not sent.", count)


def _has_mail_server() -> bool:
    return cast("MailSettings", current_app.extensions["scheduler.settings"]).smtp_url is not None
