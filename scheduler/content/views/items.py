"""The forms that plan an item, delete it and bring it back."""

from datetime import date

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import current_actor, current_person, members_only
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import context, viewer
from scheduler.agenda.forms import HAND_OVER, REFUSED
from scheduler.agenda.services.embargo import MayNotLiftError
from scheduler.content.domain.errors import WrongStateError
from scheduler.content.domain.item_text import ItemText
from scheduler.content.domain.kinds import Kind
from scheduler.content.domain.skipping import SkippedError
from scheduler.content.domain.workflow import SETTLED, WITH_LINK
from scheduler.content.forms.conflicts import Row, plan_differences
from scheduler.content.forms.items import ItemPlanForm, NewItemForm, QuickAddForm, shown_details, usual_channels
from scheduler.content.messages import moved_message
from scheduler.content.models import Item
from scheduler.content.presenters.choices import NO_CAMPAIGN, NOBODY, Choices, choices_for, with_bills
from scheduler.content.queries.items import Seen
from scheduler.content.services.item_plan import ItemPlan, plan_of
from scheduler.content.services.items import create_item, delete_item, edit_plan, restore_item
from scheduler.content.services.sent_news import is_outdated
from scheduler.content.views.access import deleted, item_or_404, require_roles
from scheduler.content.views.blueprint import blueprint
from scheduler.dates.timezones import day_of
from scheduler.rows import StaleEditError, TooLateError
from scheduler.web.fields import day_in_address
from scheduler.web.navigation import local_path
from scheduler.web.request import now, session


@blueprint.route("/content/new", methods=["GET", "POST"])
@members_only
def new() -> ResponseReturnValue:
    choices = _choices()
    if not choices.own:
        return render_template("content/no_organisation.html"), 403
    form = NewItemForm(zone=reader_zone(), data=None if request.form else _suggested(choices))
    form.offer(choices)
    form.earliest_due_on = _today()
    if not form.validate_on_submit():
        return _form_page("content/new.html", form)
    text, plan, secrecy, form_id = form.text(), form.plan(), form.secrecy(), form.form_id.data
    try:
        item = create_item(session(), text, plan, secrecy=secrecy, form_id=form_id, context=context())
    except REFUSED as error:
        form.explain(error)
        return _form_page("content/new.html", form)
    session().commit()
    flash(_("Content created. Now write the copy."), "success")
    return redirect(url_for("content.edit_text", public_id=item.public_id), 303)


@blueprint.route("/content/quick", methods=["GET", "POST"])
@members_only
def quick_add() -> ResponseReturnValue:
    choices = _choices()
    if not choices.own:
        return render_template("content/no_organisation.html"), 403
    form = QuickAddForm(data=None if request.form else {"campaign_id": _wanted_campaign(choices)})
    form.offer(choices)
    if not form.validate_on_submit():
        return _form_page("content/quick_add.html", form)
    item = create_item(
        session(), ItemText(title=form.title.data), _quick_plan(form), form_id=form.form_id.data, context=context()
    )
    session().commit()
    flash(_("“%(title)s” created. Add the details when you have time.", title=form.title.data), "success")
    here = url_for("content.show", public_id=item.public_id)
    return redirect(local_path(request.form.get("next"), here), 303)


@blueprint.route("/content/<public_id>/edit", methods=["GET", "POST"])
@members_only
def edit(public_id: str) -> ResponseReturnValue:
    seen = item_or_404(public_id)
    by = require_roles(seen.item)
    if seen.item.state in SETTLED:
        return _back(seen.item, _("Reinstate it first: what is retracted or cancelled stays as it was."))
    saved = plan_of(session(), seen.item)
    choices = _choices(saved)
    form = _plan_form(seen.item, saved, choices)
    if not form.validate_on_submit():
        return _form_page("content/edit.html", form, seen=seen)
    typed = form.plan()
    try:
        edit_plan(session(), seen.item, typed, revision=form.revision.data, by=by, context=context())
    except StaleEditError:
        rows = plan_differences(form, typed, plan_of(session(), seen.item), choices)
        return _stale(form, seen, rows)
    except (MayNotLiftError, SkippedError) as error:
        session().rollback()
        _say_why(form, error)
        return _form_page("content/edit.html", form, seen=item_or_404(public_id))
    session().commit()
    flash(_("Details saved."), "success")
    return redirect(url_for("content.show", public_id=public_id), 303)


@blueprint.post("/content/<public_id>/delete")
@members_only
def delete(public_id: str) -> ResponseReturnValue:
    seen = item_or_404(public_id)
    by = require_roles(seen.item)
    try:
        delete_item(session(), seen.item, by=by, context=context())
    except WrongStateError:
        return _back(
            seen.item,
            _("Published content cannot be deleted. Retract it instead, so that people can see what happened."),
        )
    was_sent = is_outdated(session(), seen.item, now())
    session().commit()
    flash(_("Deleted. You can restore it for 30 days."), "success")
    if was_sent:
        flash(_("This was sent to the press: inform everyone who got it. Restore it to see who did."), "warning")
    return redirect(url_for("content.index", show="deleted"), 303)


@blueprint.post("/content/<public_id>/restore")
@members_only
def restore(public_id: str) -> ResponseReturnValue:
    item = deleted(public_id)
    by = require_roles(item)
    try:
        restore_item(session(), item, by=by, context=context())
    except TooLateError:
        flash(_("It was deleted more than 30 days ago and cannot be restored."), "error")
        return redirect(url_for("content.index"), 303)
    session().commit()
    flash(_("Restored, at its old address."), "success")
    return redirect(url_for("content.show", public_id=public_id), 303)


def _choices(saved: ItemPlan | None = None) -> Choices:
    return with_bills(session(), choices_for(session(), viewer(), current_actor(), _today(), saved))


def _today() -> date:
    return day_of(now(), reader_zone())


def _suggested(choices: Choices) -> dict[str, object]:
    kind = Kind(request.args["kind"]) if request.args.get("kind") in set(Kind) else Kind.POST
    person = current_person()
    values: dict[str, object] = {"kind": kind.value, "channels": list(usual_channels(kind))}
    values |= {"owner_id": person.id if person else NOBODY, "campaign_id": _wanted_campaign(choices)}
    values |= {"publish": day_in_address()}
    return values | {"embargo_group_organisations": [choices.own[0][0]], "with_whom": "taking_part"}


def _wanted_campaign(choices: Choices) -> str:
    wanted = request.args.get("campaign", "")
    return wanted if wanted in choices.campaign_ids else NO_CAMPAIGN


def _quick_plan(form: QuickAddForm) -> ItemPlan:
    person = current_person()
    staff = form.choices.staff.get(form.organisation_id.data, frozenset())
    return form.plan(person.id if person is not None and person.id in staff else None)


def _plan_form(item: Item, saved: ItemPlan, choices: Choices) -> ItemPlanForm:
    shown = {**shown_details(saved, choices), "revision": item.revision}
    form = ItemPlanForm(zone=reader_zone(), data=None if request.form else shown)
    form.offer(choices)
    form.earliest_due_on = min(_today(), saved.signoff_due_on or date.max)
    if item.state in WITH_LINK:
        form.settle(saved)
    return form


def _say_why(form: ItemPlanForm, error: MayNotLiftError | SkippedError) -> None:
    """Say beside its field why the details cannot be as typed."""
    if isinstance(error, SkippedError):
        form.publish.errors = [moved_message(error)]
    else:
        form.organisation_id.errors = [HAND_OVER]


def _form_page(template: str, form: ItemPlanForm | QuickAddForm, seen: Seen | None = None) -> ResponseReturnValue:
    status = 422 if form.is_submitted() else 200
    return render_template(template, form=form, seen=seen, stale_rows=None), status


def _stale(form: ItemPlanForm, seen: Seen, rows: list[Row]) -> ResponseReturnValue:
    session().rollback()
    current = item_or_404(seen.item.public_id)
    form.revision.data = current.item.revision
    return render_template("content/edit.html", form=form, seen=current, stale_rows=rows), 409


def _back(item: Item, message: str) -> ResponseReturnValue:
    flash(message, "error")
    return redirect(url_for("content.show", public_id=item.public_id), 303)
