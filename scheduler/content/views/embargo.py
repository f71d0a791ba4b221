"""Pages of an item's embargo: set, remove, hold, release, lift early, and break the glass."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from flask import abort, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import coordinators_only, current_standing, members_only
from scheduler.accounts.page_context import reader_zone
from scheduler.accounts.services.naming import names_with_organisations
from scheduler.accounts.services.standing import names
from scheduler.agenda.access import telling, viewer, writers
from scheduler.agenda.clauses import facts
from scheduler.agenda.services.guards import LiftedError
from scheduler.content.candidates import Choices, choices_for
from scheduler.content.embargo_room import embargo_room, seen_by
from scheduler.content.forms.embargo import BreakGlassForm, EmbargoForm, embargo_differences, shown_embargo
from scheduler.content.models import Item
from scheduler.content.pending import item_behind_face
from scheduler.content.reading import Seen
from scheduler.content.services import embargo
from scheduler.content.services.embargo import Hand
from scheduler.content.services.facts import facts_of
from scheduler.content.services.items import WrongStateError
from scheduler.content.services.revisions import StaleEditError
from scheduler.content.views.beside import to_item
from scheduler.content.views.doors import let_in, open_words, require_part
from scheduler.content.views.review_blueprint import blueprint
from scheduler.dates.timezones import day_of
from scheduler.web.context import now, session
from scheduler.web.forms import TokenForm

PART = "embargo"
Act = Callable[..., None]


@blueprint.route("/<public_id>/embargo", methods=["GET", "POST"])
@members_only
def set_embargo(public_id: str) -> ResponseReturnValue:
    seen = open_words(public_id)
    by = require_part(seen.item)
    if not embargo_room(session(), current_standing(), seen.item, now()).may_set:
        return _too_late(public_id)
    form = _embargo_form(seen)
    if not form.validate_on_submit():
        return _embargo_page(seen, form, 422 if form.is_submitted() else 200)
    sharing, secrecy, revision = form.sharing(), form.secrecy(), form.revision.data
    try:
        embargo.set_embargo(session(), seen.item, sharing, secrecy, revision=revision, by=by, hand=_hand())
    except StaleEditError:
        return _stale(public_id, form)
    except (embargo.LockedOutError, embargo.ReviewersLeftOutError) as error:
        return _wrong_circle(public_id, form, error)
    except (LiftedError, WrongStateError):
        session().rollback()
        return _too_late(public_id)
    session().commit()
    flash(_("The embargo is set. Outsiders see the safe title alone."), "success")
    return to_item(public_id, PART)


@blueprint.route("/<public_id>/embargo/remove", methods=["GET", "POST"])
@members_only
def remove_embargo(public_id: str) -> ResponseReturnValue:
    seen = open_words(public_id)
    by = require_part(seen.item)
    form = TokenForm(revision=seen.item.revision)
    if not embargo_room(session(), current_standing(), seen.item, now()).may_remove:
        return _too_late(public_id)
    if not form.validate_on_submit():
        page = {"form": form, "item": seen.item, "words": seen.words, "seen_by": seen_by(session(), seen.item)}
        return render_template("content/remove_embargo.html", **page)
    try:
        embargo.remove_embargo(session(), seen.item, revision=form.revision.data, by=by, hand=_hand())
    except (StaleEditError, LiftedError, embargo.HeldError):
        session().rollback()
        flash(_("Somebody has changed the plan or the embargo meanwhile. Look at it again."), "error")
        return to_item(public_id, PART)
    session().commit()
    flash(_("The embargo is gone: whoever may know of it reads the words now."), "success")
    return to_item(public_id, PART)


@blueprint.route("/<public_id>/embargo/hold", methods=["GET", "POST"])
@members_only
def hold(public_id: str) -> ResponseReturnValue:
    return _confirmed(public_id, "hold", embargo.hold_back, _("It is held until somebody releases it."))


@blueprint.route("/<public_id>/embargo/release", methods=["GET", "POST"])
@members_only
def release(public_id: str) -> ResponseReturnValue:
    return _confirmed(public_id, "release", embargo.release, _("The hold is over: the embargo ends at its time."))


@blueprint.route("/<public_id>/embargo/lift", methods=["GET", "POST"])
@members_only
def lift(public_id: str) -> ResponseReturnValue:
    return _confirmed(public_id, "lift", embargo.lift_now, _("The embargo is lifted: the words are out."))


@blueprint.route("/<public_id>/embargo/break-glass", methods=["GET", "POST"])
@coordinators_only
def break_glass(public_id: str) -> ResponseReturnValue:
    item = item_behind_face(session(), viewer(), public_id) or abort(404)
    if not embargo_room(session(), current_standing(), item, now()).may_break_glass:
        return to_item(public_id)
    form = BreakGlassForm()
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("content/break_glass.html", form=form, item=item), status
    reason, form_id, who = form.reason.data, str(form.form_id.data), current_standing()
    try:
        embargo.break_glass(session(), item, reason, form_id=form_id, who=who, hand=_hand())
    except embargo.NotKeptBackError:
        return _nothing_kept_back(public_id)
    session().commit()
    flash(_("You are in the circle now, and the circle is told."), "success")
    return to_item(public_id)


def _confirmed(public_id: str, name: str, act: Act, done: str) -> ResponseReturnValue:
    """Ask once more, then act; also for a coordinator who knows the item's face alone."""
    item = item_behind_face(session(), viewer(), public_id) or abort(404)
    if not embargo.may_hold(item, current_standing()):
        abort(403)
    form = TokenForm()
    if not form.validate_on_submit():
        return render_template("content/confirm_embargo.html", form=form, item=item, act=name)
    try:
        act(session(), item, who=current_standing(), hand=_hand())
    except embargo.NotKeptBackError:
        return _nothing_kept_back(public_id)
    session().commit()
    flash(done, "success")
    return to_item(public_id)


def _hand() -> Hand:
    return Hand(telling(), writers())


def _embargo_form(seen: Seen, **formdata: None) -> EmbargoForm:
    """Return the form as it was sent, or with `formdata=None` as it is saved."""
    guard, saved = seen.item.guard, facts_of(session(), seen.item)
    known = facts(guard)
    shown = shown_embargo(guard, saved, (known.circle_organisations, known.circle_people))
    values = shown | {"revision": seen.item.revision}
    form = EmbargoForm(seen.words, now(), zone=reader_zone(), data=values, **formdata)
    form.offer(_choices(seen.item))
    return form


def _choices(item: Item) -> Choices:
    """Return who can be chosen, those in the circle included who act for no organisation."""
    known = facts(item.guard)
    choices = choices_for(session(), viewer(), current_standing(), day_of(now(), reader_zone()), None)
    others = names(session(), known.circle_people - {ident for ident, _name in choices.people})
    return replace(choices, people=[*choices.people, *others.items()])


def _embargo_page(
    seen: Seen, form: EmbargoForm, status: int, rows: Sequence[tuple[str, str, str]] | None = None
) -> ResponseReturnValue:
    return render_template("content/embargo.html", form=form, item=seen.item, words=seen.words, rows=rows), status


def _stale(public_id: str, form: EmbargoForm) -> ResponseReturnValue:
    session().rollback()
    seen = let_in(public_id)
    form.revision.data = seen.item.revision
    saved = _embargo_form(seen, formdata=None)
    return _embargo_page(seen, form, 409, embargo_differences(form, saved))


def _wrong_circle(public_id: str, form: EmbargoForm, error: Exception) -> ResponseReturnValue:
    session().rollback()
    if isinstance(error, embargo.ReviewersLeftOutError):
        who = ", ".join(names_with_organisations(session(), error.person_ids).values())
        text = _("Still asked to review it: %(names)s. Add them here, or withdraw the request first.", names=who)
    else:
        text = _("You would not be in the circle yourself. Add your organisation, or yourself.")
    form.circle_people.errors = [text]
    return _embargo_page(let_in(public_id), form, 422)


def _too_late(public_id: str) -> ResponseReturnValue:
    flash(_("The words are out, held, or given up: the embargo cannot be changed now."), "error")
    return to_item(public_id, PART)


def _nothing_kept_back(public_id: str) -> ResponseReturnValue:
    session().rollback()
    flash(_("Nothing is kept back any more: the embargo has ended."), "error")
    return to_item(public_id)
