"""The delivery log: how everybody's mail fares, for coordinators."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from scheduler.accounts.access import coordinators_only, require_person
from scheduler.accounts.domain.errors import LimitReachedError
from scheduler.accounts.domain.limits import LimitedAct
from scheduler.accounts.limit_messages import limit_message
from scheduler.accounts.page_context import reader_zone
from scheduler.accounts.services.limits import spend
from scheduler.accounts.services.stopped_addresses import stopped_people, try_address_again
from scheduler.agenda.access import viewer
from scheduler.audit.acts import AuditAct
from scheduler.audit.services import record
from scheduler.audit.subjects import SubjectKind
from scheduler.outbox.holding import awaits_decision, drop_held, last_restore, note_decision, send_held
from scheduler.outbox.models import MessageState
from scheduler.outbox.reading import is_name
from scheduler.outbox.services import send_again
from scheduler.pages.labels import STREAM_NAMES, message_name, reason_label
from scheduler.pages.mail_history import FATE_NAMES, clock_ahead, history_plot, mail_history
from scheduler.pages.mail_log import LogQuery, has_mail_server, held_mail, mail_log, message_named, pulse
from scheduler.web.badges import badge_of
from scheduler.web.request import now, session

blueprint = Blueprint("delivery", __name__)


@blueprint.get("/delivery")
@coordinators_only
def index() -> ResponseReturnValue:
    """Messages of all streams, the last queued first, and whether worker and mail server live."""
    query = LogQuery.parse(request.args)
    history = mail_history(session(), viewer(), now(), reader_zone())
    return render_template(
        "pages/delivery.html",
        query=query,
        log=mail_log(session(), viewer(), query),
        pulse=pulse(session(), now()),
        has_mail_server=has_mail_server(),
        held=held_mail(session(), viewer()),
        undecided=awaits_decision(session()),
        restored=last_restore(session()),
        stopped=stopped_people(session()),
        history=history,
        # Everything in it is escaped where it is made.
        plot=Markup(history_plot(history)),  # noqa: S704
        fates=list(FATE_NAMES.items()),
        ahead=clock_ahead(session(), viewer(), now()),
        states=[(state, badge_of(f"message_{state}").label) for state in MessageState if state != MessageState.BUNDLED],
        streams=list(STREAM_NAMES.items()),
        message_name=message_name,
        reason_label=reason_label,
    )


@blueprint.post("/delivery/<name>/again")
@coordinators_only
def try_again(name: str) -> ResponseReturnValue:
    """Let a message that failed try from the beginning."""
    message = message_named(session(), viewer(), name)
    if message is None or not send_again(session(), message.id, now()):
        abort(404)
    try:
        spend(session(), require_person().id, LimitedAct.RESEND, 1, now())
    except LimitReachedError as error:
        session().rollback()
        flash(limit_message(error), "warning")
        return redirect(url_for("delivery.index", **LogQuery.parse(request.form).arguments()), 303)
    record(
        session(),
        AuditAct.MESSAGE_SENT_AGAIN,
        (SubjectKind.MESSAGE, message.id),
        actor_id=require_person().id,
        now=now(),
    )
    session().commit()
    flash(_("The message is retried within a few seconds."), "success")
    return redirect(url_for("delivery.index", **LogQuery.parse(request.form).arguments()), 303)


@blueprint.post("/delivery/held")
@coordinators_only
def decide_held() -> ResponseReturnValue:
    """Send what is held since a restore, or do not: one message, or all, with what the coordinator may not know of."""
    act, name = request.form.get("act", ""), request.form.get(SubjectKind.MESSAGE, "")
    if act not in {"send", "drop"} or (name and not is_name(name)):
        abort(400)
    sends, settles = act == "send", not name and awaits_decision(session())
    count = _decide_one(name, sends=sends) if name else _decide_all(sends=sends)
    session().commit()
    flash(_decided(count, sends=sends, settles=settles), "success" if count or settles else "info")
    return redirect(url_for("delivery.index", **LogQuery.parse(request.form).arguments()), 303)


@blueprint.post("/delivery/addresses")
@coordinators_only
def try_address() -> ResponseReturnValue:
    """Let email to somebody's address through again."""
    given = request.form.get(SubjectKind.PERSON, "")
    wanted = [one for one in stopped_people(session()) if str(one.person_id) == given]
    if not wanted:
        abort(404)
    if try_address_again(session(), wanted[0].person_id, require_person().id, now()):
        session().commit()
        flash(_("Email is sent to %(name)s again.", name=wanted[0].name), "success")
    return redirect(url_for("delivery.index"), 303)


def _decide_one(name: str, *, sends: bool) -> int:
    message = message_named(session(), viewer(), name)
    return len(_decide(message.id, sends=sends)) if message is not None else 0


def _decide_all(*, sends: bool) -> int:
    """Decide about everything, and return how much of it the coordinator may know of."""
    known = held_mail(session(), viewer())
    note_decision(session(), require_person().id, now())
    return known if _decide(None, sends=sends) else 0


def _decide(message_id: int | None, *, sends: bool) -> Sequence[int]:
    decided = (send_held if sends else drop_held)(session(), now(), message_id)
    act = AuditAct.MESSAGE_SENT_AGAIN if sends else AuditAct.MESSAGE_DROPPED
    for each in decided:
        record(session(), act, (SubjectKind.MESSAGE, each), actor_id=require_person().id, now=now())
    return decided


def _decided(count: int, *, sends: bool, settles: bool) -> str:
    if settles and not count:
        return _("Everything held since the restore has been decided.")
    if not count:
        return _("Nothing is held any more: someone else has decided in the meantime.")
    if sends:
        return ngettext("%(num)s email is sent within a minute.", "%(num)s emails are sent within a minute.", count)
    return ngettext("%(num)s email is not sent.", "%(num)s emails are not sent.", count)
