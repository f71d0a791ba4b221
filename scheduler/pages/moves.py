"""Moves content, tasks, events, campaigns and dates of observances to another day, after showing what follows."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import alone, members_only
from scheduler.accounts.domain.acts import Act
from scheduler.agenda.access import context, viewer
from scheduler.agenda.models import EntryKind, Guard
from scheduler.agenda.services.changes import ChangeContext
from scheduler.agenda.services.entry_drafts import AllDay, Timed, When, first_day, later
from scheduler.agenda.services.rehearsals import Outcome, rehearse
from scheduler.agenda.visibility_sql import concealed
from scheduler.campaigns.models import path_of
from scheduler.campaigns.services.reschedule import move_campaign
from scheduler.campaigns.services.tasks import change_task
from scheduler.campaigns.services.tasks import draft_of as task_draft_of
from scheduler.campaigns.views.access import editable, own_task, readable
from scheduler.content.domain.workflow import State
from scheduler.content.messages import skip_reason_label
from scheduler.content.models import Item
from scheduler.content.queries.proposed_days import proposed_days
from scheduler.content.services.bulk import ItemWithRoles, shift_items
from scheduler.content.services.calendar_entries import when_of
from scheduler.content.views.access import item_or_404, require_roles
from scheduler.dates.spans import DateSpan
from scheduler.dates.timezones import TimeOutOfRangeError
from scheduler.events.reading import event_of, may_edit
from scheduler.events.services.events import change_event, draft_of
from scheduler.observances.services.edition_edits import DaysError, EditionDays, set_days
from scheduler.observances.views.access import movable_edition
from scheduler.pages.followers import followers
from scheduler.pages.move_forms import MoveForm
from scheduler.web.fields import day_in_address
from scheduler.web.request import session
from scheduler.web.template_filters import day_short

blueprint = Blueprint("moves", __name__)
CONFLICT = 409


class RefusedError(Exception):
    """It cannot be moved to that day; the text says why."""


@dataclass(frozen=True, slots=True)
class Movable:
    """Something that the reader may move: when it is, where it is shown, and what moves it.

    `note` is what people have to do elsewhere then, `item` the content that it is, if it is some.
    """

    kind: EntryKind
    title: str
    when: When
    path: str
    move: Callable[[date, ChangeContext], None]
    note: str = ""
    item: Item | None = None

    @property
    def day(self) -> date:
        """Its first day, where it happens."""
        return first_day(self.when)


@blueprint.route("/content/<public_id>/move", methods=["GET", "POST"])
@members_only
@alone
def item(public_id: str) -> ResponseReturnValue:
    seen = item_or_404(public_id)
    found, by = seen.item, require_roles(seen.item)
    if not by.may(Act.CHANGE_PLAN):
        abort(403)
    when = when_of(found) or abort(404)

    def move(to: date, following: ChangeContext) -> None:
        days = (to - first_day(when)).days
        result = shift_items(session(), [ItemWithRoles(found, by)], days, following)
        if result.skipped:
            raise RefusedError(_("Not moved: %(why)s.", why=skip_reason_label(result.skipped[0][1])))

    title = _title(found.guard, seen.version.title)
    note = (
        _("It is scheduled, so change the time in your publishing tool, too.") if found.state == State.SCHEDULED else ""
    )
    return _move(Movable(EntryKind.CONTENT, title, when, f"/content/{public_id}", move, note, found))


@blueprint.route("/campaigns/<public_id>/move", methods=["GET", "POST"])
@members_only
@alone
def campaign(public_id: str) -> ResponseReturnValue:
    found = editable(public_id)
    if found.edition_id is not None or found.event_id is not None or found.cancelled_at is not None:
        abort(404)
    first, last = found.first_day, found.last_day
    if first is None or last is None:
        abort(404)
    moving = Movable(
        EntryKind.CAMPAIGN,
        _title(found.guard, found.title),
        AllDay(first, last),
        f"/campaigns/{public_id}",
        lambda to, following: move_campaign(session(), found, to, following),
    )
    return _move(moving)


@blueprint.route("/campaigns/<public_id>/tasks/<address>/move", methods=["GET", "POST"])
@members_only
@alone
def task(public_id: str, address: str) -> ResponseReturnValue:
    around = readable(public_id)
    found = own_task(around, address)
    day = found.due_on
    if day is None or found.done_at is not None:
        abort(404)

    def move(to: date, following: ChangeContext) -> None:
        draft = replace(task_draft_of(around, found), due_on=to)
        change_task(session(), around, found, draft, revision=found.revision, context=following)

    title = _title(around.guard, found.title)
    return _move(Movable(EntryKind.TASK, title, AllDay(day, day), path_of(around, found), move))


@blueprint.route("/events/<public_id>/move", methods=["GET", "POST"])
@members_only
@alone
def event(public_id: str) -> ResponseReturnValue:
    found = event_of(session(), viewer(), public_id) or abort(404)
    if not may_edit(viewer(), found):
        abort(403)
    saved = draft_of(session(), found)

    def move(to: date, following: ChangeContext) -> None:
        draft = replace(saved, when=later(saved.when, (to - first_day(saved.when)).days))
        if isinstance(draft.when, Timed) and draft.when.at and draft.when.until and draft.when.until < draft.when.at:
            raise RefusedError(
                _("Clocks change on that day, so it would end before it begins. Edit its times instead.")
            )
        change_event(session(), found, draft, revision=found.revision, context=following)

    return _move(Movable(EntryKind.EVENT, found.title, saved.when, f"/events/{public_id}", move))


@blueprint.route("/observances/<slug>/<period>/move", methods=["GET", "POST"])
@members_only
@alone
def edition(slug: str, period: str) -> ResponseReturnValue:
    found = movable_edition(slug, period)
    day, until = found.starts_on, found.ends_on
    if day is None or until is None:
        abort(404)

    def move(to: date, following: ChangeContext) -> None:
        days = EditionDays(span=DateSpan(to, to + (until - day)), reason=found.override_reason)
        try:
            set_days(session(), found, days, revision=found.revision, context=following)
        except DaysError as error:
            raise RefusedError(_("This date is too far from %(period)s. Check the year.", period=period)) from error

    return _move(
        Movable(EntryKind.EDITION, found.observance.name, AllDay(day, until), f"/observances/{slug}#{period}", move)
    )


def _title(guard: Guard, title: str) -> str:
    """Return what something is called where it is moved: as others see it, as its text is not opened for that."""
    return (guard.placeholder_title or _("Embargoed")) if concealed(guard) else title or _("Untitled")


def _move(thing: Movable) -> ResponseReturnValue:
    """Ask for a day, show what follows, and do it once it is what was shown."""
    form = MoveForm(day=day_in_address() or thing.day)
    if not form.validate_on_submit():
        return _page(form, thing, 422 if form.is_submitted() else 200)
    to = cast("date", form.day.data)
    if to == thing.day:
        return _on_it_already(form, thing)
    shown = request.form.get("shown", "")
    # One for all of it: what follows is gathered by the moment in it.
    following = context()
    try:
        outcome, is_done = rehearse(
            session(),
            viewer(),
            lambda: thing.move(to, following),
            lambda: proposed_days(session(), viewer()),
            context=following,
            keep_if=shown,
        )
    except RefusedError as error:
        form.day.errors = [str(error)]
        return _page(form, thing, 422)
    except (OverflowError, TimeOutOfRangeError):
        form.day.errors = [_("That is outside the calendar. Choose another day.")]
        return _page(form, thing, 422)
    if not is_done:
        return _page(form, thing, CONFLICT if shown else 200, outcome)
    session().commit()
    flash(_("Moved to %(day)s. To undo it, preview and confirm the former date below.", day=day_short(to)), "success")
    return redirect(f"{request.path}?day={thing.day.isoformat()}", 303)


def _on_it_already(form: MoveForm, thing: Movable) -> ResponseReturnValue:
    """Refuse the day that it has; but what was confirmed twice, by a double click say, is done."""
    if request.form.get("shown"):
        flash(_("It is on %(day)s now.", day=day_short(thing.day)), "success")
        return redirect(request.path, 303)
    form.day.errors = [_("It is on this day already. Choose another one.")]
    return _page(form, thing, 422)


def _page(form: MoveForm, thing: Movable, status: int, outcome: Outcome | None = None) -> ResponseReturnValue:
    lines = followers(outcome, thing.kind) if outcome is not None else ()
    page = render_template(
        "pages/move.html", form=form, thing=thing, outcome=outcome, lines=lines, is_changed=status == CONFLICT
    )
    return page, status
