"""What a reminder's reader does from the email, without logging in: asks first, and shows what the email showed."""

from dataclasses import dataclass

from flask import Blueprint, Response, abort, make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import by_token
from scheduler.agenda.access import listeners
from scheduler.agenda.domain.source_kinds import SourceKind
from scheduler.agenda.services.changes import ChangeContext
from scheduler.campaigns.services.assigned_tasks import finish_assigned, give_to_deputy, has_deputy_for, is_done_by
from scheduler.campaigns.services.errors import NotYoursError
from scheduler.content.services.owned_items import give_item_to_deputy, has_deputy_for_item
from scheduler.reminders.domain.reminder_links import ACTS_BY_KIND, LinkAct, read_link
from scheduler.reminders.domain.telling import Telling
from scheduler.reminders.emails import link_to
from scheduler.reminders.services.reminder_links import LinkedReminder, LinkState, linked_reminder, snooze, snooze_of
from scheduler.reminders.time_labels import when_rows
from scheduler.rows import RowGoneError, write_together
from scheduler.web.compression import keep_plain
from scheduler.web.request import now, session, settings
from scheduler.web.security_headers import impersonal, noindex
from scheduler.web.time_labels import moment_label

blueprint = Blueprint("reminder_link", __name__)


@dataclass(frozen=True, slots=True)
class LinkPage:
    """What the page says: of the thing, what its email said; when it would come again; what may be done."""

    title: str
    rows: tuple[tuple[str, str], ...]
    acts: frozenset[LinkAct]
    comes_again: str
    path: str


@blueprint.get("/reminder/<token>")
@by_token
def ask(token: str) -> ResponseReturnValue:
    """Ask what to do, and change nothing: programs that look into mail follow links."""
    found = _found(token)
    if found.state is not LinkState.OPEN:
        return _closed(found)
    return _private(render_template("pages/reminder_link.html", token=token, page=_page(found)))


@blueprint.post("/reminder/<token>/done")
@by_token
def done(token: str) -> ResponseReturnValue:
    """Mark the task as done; a second click finds it done."""
    found = _found_to_change(token)
    is_settled = found.state is LinkState.SETTLED and _is_task(found)
    if is_settled and is_done_by(session(), found.entry.source_id, found.person.id):
        return _changed(found, _("The task is done. There are no more reminders for it."))
    if found.state is not LinkState.OPEN or not _is_task(found):
        return _closed(found)
    try:
        finish_assigned(session(), found.entry.source_id, _context(found))
    except (NotYoursError, RowGoneError):
        return _closed(found)
    session().commit()
    return _changed(found, _("The task is done. There are no more reminders for it."))


@blueprint.post("/reminder/<token>/snooze")
@by_token
def put_off(token: str) -> ResponseReturnValue:
    """Let the reminder come again on a later day."""
    found = _found_to_change(token)
    if found.state is not LinkState.OPEN:
        return _closed(found)
    telling = snooze(session(), found, now())
    if telling is None:
        return _not_done(token)
    session().commit()
    return _changed(found, _("You will be reminded again on %(moment)s.", moment=_moment(found, telling)))


@blueprint.post("/reminder/<token>/hand-over")
@by_token
def hand_over(token: str) -> ResponseReturnValue:
    """Give the task, or the item, to the reader's deputy."""
    found = _found_to_change(token)
    if found.state is not LinkState.OPEN:
        return _closed(found)
    give = give_to_deputy if _is_task(found) else give_item_to_deputy
    try:
        is_given = give(session(), found.entry.source_id, _context(found))
    except (NotYoursError, RowGoneError):
        return _closed(found)
    if not is_given:
        return _not_done(token)
    session().commit()
    return _changed(found, _("It is now with your deputy, who has been notified. You get no more reminders for it."))


def _found(token: str) -> LinkedReminder:
    keep_plain()
    link = read_link(settings().secret_key, token) or abort(404)
    return linked_reminder(session(), link, now()) or abort(404)


def _found_to_change(token: str) -> LinkedReminder:
    """Return the reminder, asked for when nobody can take rights away any more until the answer is written."""
    write_together(session())
    return _found(token)


def _not_done(token: str) -> Response:
    """Offer what can still be done; nothing, if somebody has settled it while we looked."""
    session().expire_all()
    found = _found(token)
    if found.state is not LinkState.OPEN:
        return _closed(found)
    return _private(render_template("pages/reminder_link.html", token=token, page=_page(found)), 409)


def _is_task(found: LinkedReminder) -> bool:
    return found.entry.source_kind == SourceKind.TASK and LinkAct.DONE in ACTS_BY_KIND.get(found.message.kind, ())


def _context(found: LinkedReminder) -> ChangeContext:
    return ChangeContext(listeners(), found.person.id, now())


def _page(found: LinkedReminder) -> LinkPage:
    telling = snooze_of(session(), found, now())
    acts = set(ACTS_BY_KIND[found.message.kind])
    if telling is None:
        acts.discard(LinkAct.SNOOZE)
    has_deputy = has_deputy_for if _is_task(found) else has_deputy_for_item
    if not has_deputy(session(), found.entry.source_id, _context(found)):
        acts.discard(LinkAct.HAND_OVER)
    return LinkPage(
        title=found.entry.title if found.is_as_sent else "",
        rows=when_rows(found.entry, found.person.zone) if found.is_as_sent else (),
        acts=frozenset(acts),
        comes_again=_moment(found, telling) if telling is not None else "",
        path=link_to(found.entry),
    )


def _moment(found: LinkedReminder, telling: Telling) -> str:
    return moment_label(telling.due_at, found.person.zone)


def _changed(found: LinkedReminder, text: str) -> Response:
    title = found.entry.title if found.is_as_sent else ""
    return _private(render_template("pages/reminder_link_done.html", text=text, title=title, path=link_to(found.entry)))


def _closed(found: LinkedReminder) -> Response:
    """Say that a link works no more, and where to go; not of what it was."""
    return _private(render_template("pages/reminder_link_closed.html", expired=found.state is LinkState.EXPIRED), 410)


def _private(page: str, status: int = 200) -> Response:
    """Keep an answer, and the address that it came from, to whoever has the email; no cookie goes with it."""
    response = make_response(page, status)
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "private, no-store"
    return impersonal(noindex(response))
