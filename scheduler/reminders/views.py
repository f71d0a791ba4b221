"""Pages about a person's reminders and notifications, and the address that stops one kind of mail."""

from collections.abc import Sequence
from typing import cast

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import by_token, members_only, require_person
from scheduler.accounts.services.actor_roles import names
from scheduler.accounts.services.stopped_addresses import stopped_people, try_address_again
from scheduler.agenda.access import viewer
from scheduler.agenda.services.notifications import URGENT, NotificationKind
from scheduler.outbox.models import DIGEST, Stream
from scheduler.reminders.details import DetailSource
from scheduler.reminders.domain.unsubscribing import Scope, scope_of
from scheduler.reminders.forms import RemindersForm, delivery_name, fields_of, leads_name, notice_name
from scheduler.reminders.kinds.registry import KINDS
from scheduler.reminders.notification_list import notification_page
from scheduler.reminders.notification_texts import NOTIFICATION_TEXTS
from scheduler.reminders.preview import Preview, preview_of
from scheduler.reminders.reading import newest_unread, own_log
from scheduler.reminders.services.preferences import (
    Offer,
    choice_of,
    choose,
    preference_of,
    stop_mail,
    take_mail_up_again,
)
from scheduler.reminders.services.read_marks import mark_all_read, mark_read
from scheduler.rows import StaleEditError
from scheduler.web.forms import StaleRows, differing
from scheduler.web.pagination import requested_page
from scheduler.web.request import now, session, settings

blueprint = Blueprint("reminders", __name__)
OFFER = Offer(reminders=tuple(KINDS), notices=tuple(NotificationKind))


@blueprint.get("/reminders")
@members_only
def index() -> ResponseReturnValue:
    """When a person is reminded, and of what."""
    saved = choice_of(session(), require_person(), OFFER)
    form = RemindersForm(saved, data=fields_of(saved))
    form.revision.data = preference_of(session(), require_person()).revision
    return _page(form)


@blueprint.post("/reminders")
@members_only
def save() -> ResponseReturnValue:
    """Keep what a person has chosen, or show what it would have been like last month."""
    person = require_person()
    saved = choice_of(session(), person, OFFER)
    form = RemindersForm(saved)
    if not form.validate():
        return _page(form, 422)
    if "preview" in request.form:
        return _page(form, preview=preview_of(session(), viewer(), form.choice().schedule, now()))
    try:
        choose(session(), person.id, form.choice(), OFFER, revision=form.revision.data, now=now())
    except StaleEditError:
        form.revision.data = preference_of(session(), person).revision
        return _page(form, 409, stale_rows=differing(form, fields_of(choice_of(session(), person, OFFER))))
    session().commit()
    flash(_("Saved. The settings apply from now on."))
    return redirect(url_for("reminders.index"))


@blueprint.post("/reminders/address")
@members_only
def try_address() -> ResponseReturnValue:
    """Let email to a person's own address through again."""
    if try_address_again(session(), require_person().id, require_person().id, now()):
        session().commit()
        flash(_("Reminders and notifications are sent to your address again."), "success")
    return redirect(url_for("reminders.index"), 303)


def _page(
    form: RemindersForm,
    status: int = 200,
    *,
    stale_rows: StaleRows | None = None,
    preview: Preview | None = None,
) -> ResponseReturnValue:
    return render_template(
        "reminders/index.html",
        form=form,
        stale_rows=stale_rows,
        stopped=next(iter(stopped_people(session(), [require_person().id])), None),
        address=require_person().email,
        preview=preview,
        kinds=[(kind.label, form[delivery_name(name)], form[leads_name(name)]) for name, kind in KINDS.items()],
        urgent=[form[notice_name(kind)] for kind in NotificationKind if kind in URGENT],
        notices=[form[notice_name(kind)] for kind in NotificationKind if kind not in URGENT],
    ), status


@blueprint.get("/reminders/log")
@members_only
def log() -> ResponseReturnValue:
    """What a person was and will be told."""
    lines = own_log(session(), viewer(), require_person().id)
    return render_template("reminders/log.html", lines=lines, labels=_labels())


@blueprint.get("/notifications")
@members_only
def notifications() -> ResponseReturnValue:
    """What a person was told, unread first."""
    sources = cast("Sequence[DetailSource]", current_app.extensions["scheduler.detail_sources"])
    page = notification_page(session(), viewer(), sources, requested_page(request.args), now())
    newest = newest_unread(session(), viewer(), now())
    return render_template("reminders/notifications.html", page=page, newest=newest)


@blueprint.post("/notifications/read")
@members_only
def read_all() -> ResponseReturnValue:
    """Mark as read whatever the page knew of; what has come since stays unread."""
    mark_all_read(session(), viewer(), request.form.get("until", ""), now())
    session().commit()
    flash(_("All notifications on this list are marked as read."))
    return redirect(url_for("reminders.notifications"), 303)


@blueprint.post("/notifications/<name>/read")
@members_only
def read(name: str) -> ResponseReturnValue:
    """Mark one as read."""
    if not mark_read(session(), viewer(), name, now()):
        abort(404)
    session().commit()
    number = requested_page(request.form)
    return redirect(url_for("reminders.notifications", page=number if number > 1 else None), 303)


def _labels() -> dict[str, str]:
    kinds = {name: str(kind.label) for name, kind in KINDS.items()}
    kinds[DIGEST] = _("Daily and weekly emails")
    return kinds | {str(kind): str(texts.label) for kind, texts in NOTIFICATION_TEXTS.items()}


@blueprint.get("/unsubscribe/<token>")
@by_token
def ask_unsubscribe(token: str) -> ResponseReturnValue:
    """Ask before stopping: programs that look into mail follow links."""
    return _stop_page(token, _scope(token), "ask")


@blueprint.post("/unsubscribe/<token>")
@by_token
def unsubscribe(token: str) -> ResponseReturnValue:
    """Stop some kinds of mail to one person, as RFC 8058 has it: without log-in, at once, and any number of times."""
    scope = _scope(token)
    stop_mail(session(), scope.person_id, Stream(scope.stream), scope.kinds, now())
    session().commit()
    return _stop_page(token, scope, "done")


@blueprint.post("/unsubscribe/<token>/undo")
@by_token
def resubscribe(token: str) -> ResponseReturnValue:
    """Let those kinds of mail through again."""
    scope = _scope(token)
    take_mail_up_again(session(), scope.person_id, Stream(scope.stream), scope.kinds)
    session().commit()
    return _stop_page(token, scope, "undone")


def _stop_page(token: str, scope: Scope, state: str) -> ResponseReturnValue:
    named = _labels()
    labels = "; ".join(named[kind] for kind in scope.kinds)
    return render_template("reminders/unsubscribe.html", token=token, label=labels, state=state)


def _scope(token: str) -> Scope:
    scope = scope_of(settings().secret_key, token)
    if scope is None or not set(scope.kinds) <= _labels().keys() or not names(session(), [scope.person_id]):
        abort(404)
    return scope
