"""Pages about a person's reminders, and the address that stops one kind of mail."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import by_token, members_only, require_person
from scheduler.accounts.models import Person
from scheduler.agenda.access import viewer
from scheduler.agenda.services.notices import NoticeKind
from scheduler.outbox.models import Stream
from scheduler.outbox.services import suppress, unsuppress
from scheduler.reminders.domain.unsubscribing import Scope, scope_of
from scheduler.reminders.forms import RemindersForm
from scheduler.reminders.kinds.registry import KINDS
from scheduler.reminders.notice_words import NOTICE_WORDS
from scheduler.reminders.reading import own_log
from scheduler.reminders.services.preferences import (
    Preference,
    StalePreferenceError,
    choose_kinds,
    choose_times,
    choose_zone,
    preference_of,
)
from scheduler.web.context import now, session, settings

blueprint = Blueprint("reminders", __name__)


@blueprint.get("/reminders")
@members_only
def index() -> ResponseReturnValue:
    """When a person is reminded, and of what."""
    person = require_person()
    return _page(_filled_form(person, preference_of(session(), person.id)))


@blueprint.post("/reminders")
@members_only
def save() -> ResponseReturnValue:
    """Keep what a person has chosen."""
    person, form = require_person(), RemindersForm()
    if not form.validate():
        return _page(form, 422)
    try:
        _keep(person, form)
    except StalePreferenceError:
        form.revision.data = preference_of(session(), person.id).revision
        return _page(form, 409, stale=True)
    session().commit()
    flash(_("Saved. It counts from now on."))
    return redirect(url_for("reminders.index"))


def _keep(person: Person, form: RemindersForm) -> None:
    choose_times(
        session(),
        person.id,
        lead_days=form.lead_days,
        hour=int(form.hour.data),
        paused_until=form.paused_until.data,
        revision=form.revision.data,
    )
    choose_zone(session(), person.id, form.zone.data)
    reminders, notices = form.kinds.data, form.notices.data
    choose_kinds(session(), person.id, Stream.REMINDER, wanted=reminders, offered=list(KINDS), now=now())
    choose_kinds(session(), person.id, Stream.NOTICE, wanted=notices, offered=list(NoticeKind), now=now())


def _filled_form(person: Person, chosen: Preference) -> RemindersForm:
    def wants(stream: Stream, kind: str) -> bool:
        return not {(stream, kind), (stream, "*")} & chosen.unwanted

    form = RemindersForm(
        leads=", ".join(map(str, chosen.lead_days)),
        hour=str(chosen.hour),
        zone=person.zone,
        paused_until=chosen.paused_until,
        kinds=[name for name in KINDS if wants(Stream.REMINDER, name)],
        notices=[str(kind) for kind in NoticeKind if wants(Stream.NOTICE, kind)],
    )
    form.revision.data = chosen.revision
    return form


def _page(form: RemindersForm, status: int = 200, *, stale: bool = False) -> ResponseReturnValue:
    return render_template("reminders/index.html", form=form, stale=stale), status


@blueprint.get("/reminders/log")
@members_only
def log() -> ResponseReturnValue:
    """What a person was and will be told."""
    lines = own_log(session(), viewer(), require_person().id)
    return render_template("reminders/log.html", lines=lines, labels=_labels())


def _labels() -> dict[str, str]:
    kinds = {name: str(kind.label) for name, kind in KINDS.items()}
    return kinds | {str(kind): str(words.label) for kind, words in NOTICE_WORDS.items()}


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
    for kind in scope.kinds:
        suppress(session(), scope.person_id, Stream(scope.stream), kind, now())
    session().commit()
    return _stop_page(token, scope, "done")


@blueprint.post("/unsubscribe/<token>/undo")
@by_token
def resubscribe(token: str) -> ResponseReturnValue:
    """Let those kinds of mail through again."""
    scope = _scope(token)
    for kind in scope.kinds:
        unsuppress(session(), scope.person_id, Stream(scope.stream), kind)
    session().commit()
    return _stop_page(token, scope, "undone")


def _stop_page(token: str, scope: Scope, state: str) -> ResponseReturnValue:
    named = _labels()
    labels = "; ".join(named[kind] for kind in scope.kinds)
    return render_template("reminders/unsubscribe.html", token=token, label=labels, state=state)


def _scope(token: str) -> Scope:
    scope = scope_of(settings().secret_key, token)
    if scope is None or not set(scope.kinds) <= _labels().keys() or session().get(Person, scope.person_id) is None:
        abort(404)
    return scope
