"""Pages of an item's embargo: set, remove, hold, release, lift early, and read it in an emergency."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import coordinators_only, current_actor, members_only
from scheduler.accounts.page_context import reader_zone
from scheduler.accounts.services.actor_roles import names
from scheduler.accounts.services.naming import names_with_organisations
from scheduler.agenda.access import context, viewer, writers
from scheduler.agenda.forms import EmergencyAccessForm
from scheduler.agenda.services.embargo import LockedOutError, MayNotLiftError, PastLiftError, RevealingTitleError
from scheduler.agenda.visibility_sql import guard_rules
from scheduler.content.forms.embargo import ConfirmEmbargoForm, EmbargoForm, embargo_differences, shown_embargo
from scheduler.content.models import Item
from scheduler.content.presenters.choices import Choices, choices_for
from scheduler.content.presenters.embargo import EmbargoPanel, embargo_panel, seen_by
from scheduler.content.queries.items import Seen
from scheduler.content.services import embargo
from scheduler.content.services.embargo import EmbargoContext
from scheduler.content.services.item_plan import plan_of
from scheduler.content.views.access import item_or_404, item_text_logged, placeholder_or_404, require_roles
from scheduler.content.views.page_context import redirect_to_item
from scheduler.content.views.review_blueprint import blueprint
from scheduler.dates.timezones import day_of
from scheduler.rows import StaleEditError
from scheduler.web.forms import TokenForm
from scheduler.web.request import now, session

ANCHOR = "embargo"
HOLD, RELEASE, LIFT = "hold", "release", "lift"
Act = Callable[..., None]


@blueprint.route("/<public_id>/embargo", methods=["GET", "POST"])
@members_only
def set_embargo(public_id: str) -> ResponseReturnValue:
    seen = item_text_logged(public_id)
    by = require_roles(seen.item)
    panel = embargo_panel(session(), current_actor(), seen.item, now())
    if not panel.may_set:
        return _too_late(public_id, panel)
    form = _embargo_form(seen)
    if not form.validate_on_submit():
        return _embargo_page(seen, form, 422 if form.is_submitted() else 200)
    sharing, secrecy, revision = form.sharing(), form.secrecy(), form.revision.data
    try:
        embargo.set_embargo(session(), seen.item, sharing, secrecy, revision=revision, by=by, hand=_hand())
    except StaleEditError:
        return _stale(public_id, form)
    except (LockedOutError, embargo.ReviewersLeftOutError) as error:
        return _wrong_embargo_group(public_id, form, error)
    except (PastLiftError, MayNotLiftError, RevealingTitleError) as error:
        session().rollback()
        form.explain(error)
        return _embargo_page(item_or_404(public_id), form, 422)
    session().commit()
    flash(_("Embargo set. Everyone outside the embargo group sees only the placeholder title."), "success")
    return redirect_to_item(public_id, ANCHOR)


@blueprint.route("/<public_id>/embargo/remove", methods=["GET", "POST"])
@members_only
def remove_embargo(public_id: str) -> ResponseReturnValue:
    seen = item_text_logged(public_id)
    by = require_roles(seen.item)
    form = TokenForm(revision=seen.item.revision)
    panel = embargo_panel(session(), current_actor(), seen.item, now())
    if panel.is_concealed and not panel.may_lift:
        abort(403)
    if not panel.may_remove:
        return _too_late(public_id, panel)
    if not form.validate_on_submit():
        page = {"form": form, "item": seen.item, "text": seen.text, "seen_by": seen_by(session(), seen)}
        return render_template("content/remove_embargo.html", **page)
    try:
        embargo.remove_embargo(session(), seen.item, revision=form.revision.data, by=by, hand=_hand())
    except StaleEditError:
        session().rollback()
        flash(_("Someone else changed the details or the embargo in the meantime. Check them again."), "error")
        return redirect_to_item(public_id, ANCHOR)
    session().commit()
    flash(_("Embargo removed: everyone with access can read the copy now."), "success")
    return redirect_to_item(public_id, ANCHOR)


@blueprint.route("/<public_id>/embargo/hold", methods=["GET", "POST"])
@members_only
def hold(public_id: str) -> ResponseReturnValue:
    return _confirmed(public_id, HOLD, embargo.place_on_hold, _("On hold until someone releases it."))


@blueprint.route("/<public_id>/embargo/release", methods=["GET", "POST"])
@members_only
def release(public_id: str) -> ResponseReturnValue:
    done = _("Hold released: the embargo lifts at its time. If that has passed, it lifts within minutes.")
    return _confirmed(public_id, RELEASE, embargo.release, done)


@blueprint.route("/<public_id>/embargo/lift", methods=["GET", "POST"])
@members_only
def lift(public_id: str) -> ResponseReturnValue:
    return _confirmed(public_id, LIFT, embargo.lift_now, _("Embargo lifted: the copy is visible now."))


@blueprint.route("/<public_id>/embargo/break-glass", methods=["GET", "POST"])
@coordinators_only
def take_emergency_access(public_id: str) -> ResponseReturnValue:
    item = placeholder_or_404(public_id)
    if not embargo_panel(session(), current_actor(), item, now()).may_use_emergency_access:
        return redirect_to_item(public_id)
    form = EmergencyAccessForm()
    if not form.validate_on_submit():
        return _access_page(item, form, 422 if form.is_submitted() else 200)
    reason, form_id, who = form.reason.data, str(form.form_id.data), current_actor()
    embargo.give_emergency_access(session(), item, reason, form_id=form_id, who=who, hand=_hand())
    session().commit()
    flash(_("You are now in the embargo group, and the group has been notified."), "success")
    return redirect_to_item(public_id)


def _confirmed(public_id: str, name: str, act: Act, done: str) -> ResponseReturnValue:
    """Ask once more, then act; holding and releasing also for somebody who knows the item's placeholder alone."""
    item = placeholder_or_404(public_id)
    if not embargo.may_hold(item, current_actor()):
        abort(403)
    panel = embargo_panel(session(), current_actor(), item, now())
    if not panel.is_concealed or item.guard.embargo_at is None:
        return _nothing_kept_back(public_id)
    if panel.is_outside and (name == LIFT or (name == RELEASE and item.guard.held and not panel.may_release)):
        return _outside(public_id, panel)
    form = ConfirmEmbargoForm(seen=_seen(item, name))
    if not form.validate_on_submit():
        return _confirm_page(form, item, name, panel)
    if form.seen.data not in {None, "", _seen(item, name)}:
        return _confirm_page(ConfirmEmbargoForm(formdata=None, seen=_seen(item, name)), item, name, panel, 409)
    try:
        act(session(), item, who=current_actor(), hand=_hand())
    except MayNotLiftError:
        # The embargo ended between the look above and the act, so that releasing would let the text out.
        session().rollback()
        return _outside(public_id, panel)
    session().commit()
    flash(done, "success")
    return redirect_to_item(public_id, ANCHOR)


def _seen(item: Item, name: str) -> str:
    """Return what the embargo and the text behind it are now, so that nobody lets out what they have not seen.

    Who holds or releases need not read the text, nor know how often it has changed.
    """
    if name != LIFT:
        return ""
    guard = item.guard
    return f"{item.version_number}.{int(guard.held)}.{guard.embargo_at.isoformat() if guard.embargo_at else ''}"


def _confirm_page(
    form: ConfirmEmbargoForm, item: Item, name: str, panel: EmbargoPanel, status: int = 200
) -> ResponseReturnValue:
    page = {"form": form, "item": item, "act": name, "is_stale": status == 409, "is_outside": panel.is_outside}
    return render_template("content/confirm_embargo.html", **page), status


def _outside(public_id: str, panel: EmbargoPanel) -> ResponseReturnValue:
    """Send somebody who may not let the text out unread to where a coordinator says why they have to read it."""
    if not panel.may_use_emergency_access:
        flash(_("Only someone in the embargo group can lift the embargo."), "error")
        return redirect_to_item(public_id, ANCHOR)
    flash(
        _(
            "You are not in the embargo group, so you cannot lift an embargo on what you have not read. "
            "Use emergency access first."
        ),
        "warning",
    )
    return redirect(url_for("content_review.take_emergency_access", public_id=public_id), 303)


def _access_page(item: Item, form: EmergencyAccessForm, status: int) -> ResponseReturnValue:
    title, back = item.guard.placeholder_title, url_for("content.show", public_id=item.public_id)
    return render_template("agenda/emergency_access.html", form=form, title=title, back=back), status


def _hand() -> EmbargoContext:
    return EmbargoContext(context(), writers())


def _embargo_form(seen: Seen, **formdata: None) -> EmbargoForm:
    """Return the form as it was sent, or with `formdata=None` as it is saved."""
    guard, saved = seen.item.guard, plan_of(session(), seen.item)
    known = guard_rules(guard)
    shown = shown_embargo(guard, saved, (known.embargo_group_organisations, known.embargo_group_people))
    values = shown | {"revision": seen.item.revision}
    form = EmbargoForm(zone=reader_zone(), data=values, **formdata)
    form.offer(_choices(seen.item))
    return form


def _choices(item: Item) -> Choices:
    """Return who can be chosen, those in the embargo group included who act for no organisation."""
    known = guard_rules(item.guard)
    choices = choices_for(session(), viewer(), current_actor(), day_of(now(), reader_zone()), None)
    others = names(session(), known.embargo_group_people - {ident for ident, _name in choices.people})
    return replace(choices, people=[*choices.people, *others.items()])


def _embargo_page(
    seen: Seen, form: EmbargoForm, status: int, rows: Sequence[tuple[str, str, str]] | None = None
) -> ResponseReturnValue:
    return render_template("content/embargo.html", form=form, item=seen.item, text=seen.text, rows=rows), status


def _stale(public_id: str, form: EmbargoForm) -> ResponseReturnValue:
    session().rollback()
    seen = item_or_404(public_id)
    form.revision.data = seen.item.revision
    saved = _embargo_form(seen, formdata=None)
    return _embargo_page(seen, form, 409, embargo_differences(form, saved))


def _wrong_embargo_group(public_id: str, form: EmbargoForm, error: Exception) -> ResponseReturnValue:
    session().rollback()
    if isinstance(error, embargo.ReviewersLeftOutError):
        who = ", ".join(names_with_organisations(session(), error.person_ids).values())
        text = _("Still asked to review it: %(names)s. Add them here, or withdraw their requests first.", names=who)
    else:
        text = _("You would not be in the embargo group yourself. Add your organisation, or yourself.")
    form.embargo_group_people.errors = [text]
    return _embargo_page(item_or_404(public_id), form, 422)


def _too_late(public_id: str, panel: EmbargoPanel) -> ResponseReturnValue:
    """Say why the embargo stays as it is."""
    if panel.guard.revealed_at is not None:
        text = _("The embargo has lifted and the copy is visible, so nothing about it can be changed.")
    elif panel.guard.held:
        text = _("On hold: the embargo stays until someone releases it.")
    else:
        text = _("It is published, cancelled or no longer under embargo, so the embargo cannot be changed.")
    flash(text, "error")
    return redirect_to_item(public_id, ANCHOR)


def _nothing_kept_back(public_id: str) -> ResponseReturnValue:
    flash(_("The embargo has lifted: there is nothing left to hold."), "error")
    return redirect_to_item(public_id, ANCHOR)
