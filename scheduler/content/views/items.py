"""The page of an item, and the forms that plan, delete and bring back."""

from collections.abc import Sequence
from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import LOGIN_ENDPOINT, current_actor, current_person, members_only, public
from scheduler.accounts.domain.actor_roles import ActorRoles
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
from scheduler.content.models import Item, ItemChannel
from scheduler.content.permissions import roles as item_roles
from scheduler.content.presenters.bill_news import bill_news
from scheduler.content.presenters.checks import check_panel
from scheduler.content.presenters.choices import NO_CAMPAIGN, NOBODY, Choices, choices_for, with_bills
from scheduler.content.presenters.echo import Echo, echoes
from scheduler.content.presenters.facts import fact_news, fact_uses
from scheduler.content.presenters.item import InTheWay, item_page
from scheduler.content.presenters.pictures import picture_panel
from scheduler.content.presenters.pitches import pitch_panel
from scheduler.content.presenters.press_texts import outdated_press
from scheduler.content.presenters.quotes import quote_panel, text_outside
from scheduler.content.presenters.sent_copies import sent_panel
from scheduler.content.presenters.todo import people_about, with_status
from scheduler.content.queries.items import Seen, is_known, readable_item, redacted_item
from scheduler.content.queries.open_items import placeholder_item
from scheduler.content.services.item_plan import ItemPlan, plan_of
from scheduler.content.services.items import create_item, delete_item, edit_plan, restore_item
from scheduler.content.services.sent_news import is_outdated
from scheduler.content.views.access import deleted, item_or_404, logged, require_roles
from scheduler.content.views.blueprint import blueprint
from scheduler.content.views.page_context import beside, embargo_context, item_picture
from scheduler.dates.timezones import day_of
from scheduler.rows import StaleEditError, TooLateError
from scheduler.web.compression import keep_plain
from scheduler.web.fields import day_in_address
from scheduler.web.navigation import local_path
from scheduler.web.request import now, session


@blueprint.get("/content/<public_id>")
@public
def show(public_id: str) -> ResponseReturnValue:
    seen = readable_item(session(), viewer(), public_id)
    if seen is None:
        return _neutral_page(public_id) if is_known(session(), viewer(), public_id) else _hidden()
    return _item_page(logged(seen))


def _item_page(seen: Seen) -> ResponseReturnValue:
    """Show an item with everything around it to a member who may read its text; to others as it was published."""
    picture = item_picture(seen)
    people = people_about(session(), [seen], picture.people, now())
    is_member = viewer().is_member
    roles = current_actor() if is_member else ActorRoles(0, is_member=False, is_coordinator=False)
    pitches = pitch_panel(session(), item_roles(roles, seen.item), seen)
    papers = with_status(seen, people, picture.answers, picture.open_reviews, pitches.exclusives)
    pictures = picture_panel(session(), item_roles(roles, seen.item), seen, now())
    checks = check_panel(session(), viewer(), seen, now(), bills=picture.bills) if is_member else None
    quotes = quote_panel(session(), item_roles(roles, seen.item), seen, now())
    in_the_way = InTheWay(pictures.faulty, quotes.faulty, checks.failed if checks else ())
    page = item_page(session(), viewer(), roles, picture, papers.signoff_status, in_the_way=in_the_way)
    shown = {"page": page, "item": seen.item, "text": seen.text, "pictures": pictures}
    if not is_member:
        return render_template("content/public.html", **shown | {"text": text_outside(session(), seen, now())})
    shown["echoes"] = _echoes(seen, picture.channels)
    shown |= {"checks": checks, "outdated": outdated_press(session(), seen), "quotes": quotes, "pitches": pitches}
    uses = fact_uses(seen, picture.facts, _today())
    shown |= {"bill_news": bill_news(session(), seen, picture.bills), "fact_uses": uses}
    shown["sent"] = sent_panel(session(), viewer(), roles, seen, now())
    shown["fact_news"] = fact_news(seen, uses, _today())
    return render_template("content/item.html", **shown, **beside(picture, papers, people))


def _echoes(seen: Seen, channels: Sequence[ItemChannel]) -> tuple[Echo, ...]:
    found = echoes(session(), viewer(), seen, channels)
    if any(echo.is_concealed for echo in found):
        keep_plain()
    return found


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


def _hidden() -> ResponseReturnValue:
    """Answer the same for what is hidden and what never was; a visitor may be a member who is not logged in."""
    return redirect(url_for(LOGIN_ENDPOINT, next=request.path)) if current_person() is None else abort(404)


def _neutral_page(public_id: str) -> ResponseReturnValue:
    redacted = redacted_item(session(), viewer(), public_id)
    item = placeholder_item(session(), viewer(), public_id) or abort(404)
    return render_template("content/redacted.html", redacted=redacted, public_id=public_id, **embargo_context(item))
