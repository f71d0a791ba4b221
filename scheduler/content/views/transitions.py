"""What moves an item on: one button each, and the forms for publication, withdrawal and cancelling."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import members_only
from scheduler.accounts.page_context import reader_zone
from scheduler.accounts.reading import organisation_names
from scheduler.agenda.access import context
from scheduler.content.domain.kinds import Kind, LinkRule, link_rule
from scheduler.content.domain.workflow import (
    TRANSITIONS,
    Action,
    ActionRefusedError,
    ItemRoles,
    State,
    TransitionInput,
    may,
    refusals,
)
from scheduler.content.forms.transitions import OutcomeForm, PublishedForm, ReasonForm, earliest_published
from scheduler.content.labels import DONE, channel_name
from scheduler.content.messages import refusal_message
from scheduler.content.models import Item
from scheduler.content.queries.items import Seen
from scheduler.content.services.transitions import (
    PublishedLink,
    UnderEmbargoError,
    add_outcomes,
    check_publishable,
    mark_published,
    move_item,
    published_links,
)
from scheduler.content.views.access import item_or_404, require_roles
from scheduler.content.views.blueprint import blueprint
from scheduler.dates.timezones import in_zone
from scheduler.rows import StaleEditError
from scheduler.web.local_time import moment_at
from scheduler.web.request import now, session
from scheduler.web.template_filters import clock, day_short, zone_label

NOT_PUBLISHABLE = (ActionRefusedError, UnderEmbargoError)

SIMPLE = frozenset(
    {
        Action.START_DRAFT,
        Action.SEND_TO_REVIEW,
        Action.BACK_TO_DRAFT,
        Action.APPROVE,
        Action.SCHEDULE,
        Action.UNSCHEDULE,
        Action.REOPEN,
    }
)
"""What needs no form: the act is in the address."""


@blueprint.post("/content/<public_id>/to/<action>")
@members_only
def move(public_id: str, action: str) -> ResponseReturnValue:
    if action not in SIMPLE:
        abort(404)
    seen = item_or_404(public_id)
    by = require_roles(seen.item)
    wanted = Action(action)
    if seen.item.state in TRANSITIONS[wanted].moves.values() and not may(State(seen.item.state), wanted, by):
        # Sent twice, or somebody else was faster: it stands where it should.
        return _shown(seen.item)
    try:
        return _done(seen, wanted, by)
    except ActionRefusedError as error:
        return refused(error, seen.item)


@blueprint.route("/content/<public_id>/cancel", methods=["GET", "POST"])
@members_only
def cancel(public_id: str) -> ResponseReturnValue:
    return _with_reason(public_id, Action.CANCEL)


@blueprint.route("/content/<public_id>/withdraw", methods=["GET", "POST"])
@members_only
def withdraw(public_id: str) -> ResponseReturnValue:
    return _with_reason(public_id, Action.WITHDRAW)


@blueprint.route("/content/<public_id>/published", methods=["GET", "POST"])
@members_only
def published(public_id: str) -> ResponseReturnValue:
    seen = item_or_404(public_id)
    by = require_roles(seen.item)
    is_out = State(seen.item.state) in {State.PUBLISHED, State.CORRECTED}
    form = PublishedForm(outcome_rows(seen.item, request.form), data={"revision": seen.item.revision})
    if not form.validate_on_submit():
        return _published_page(seen, form, () if is_out else _barriers(seen.item, by))
    try:
        if is_out:
            _add(seen.item, form, by)
        else:
            mark_published(session(), seen.item, form.outcomes(), by=by, context=context())
    except StaleEditError:
        session().rollback()
        return _stale_links(item_or_404(public_id), form)
    except NOT_PUBLISHABLE as error:
        barriers = _why_not(error)
        session().rollback()
        return _published_page(item_or_404(public_id), form, barriers)
    session().commit()
    flash(_("Links saved.") if is_out else _("Marked as published."), "success")
    return _shown(seen.item)


def _add(item: Item, form: PublishedForm, by: ItemRoles) -> None:
    add_outcomes(session(), item, form.outcomes(), by=by, context=context(), revision=form.revision.data)


def _stale_links(seen: Seen, form: PublishedForm) -> ResponseReturnValue:
    """Show what was typed beside what somebody else has saved meanwhile; saving once more takes what it says now."""
    form.revision.data = seen.item.revision
    form.form_errors.append(_("Someone else has changed this in the meantime. Check the links, and save again."))
    known = published_links(session(), seen.item)
    for row in form.outcome_rows:
        saved = known.get(row.channel, PublishedLink()).link
        if saved and saved != row.link.data:
            row.link.errors = [_("Someone else saved %(link)s.", link=saved)]
    return _published_page(seen, form, (), 409)


def outcome_rows(item: Item, sent: Mapping[str, str], of: str = "") -> list[OutcomeForm]:
    """Return a row for each channel of an item, filled with what was sent or what is known; `of` tells items apart."""
    known = published_links(session(), item)
    return [_outcome_row(item, slug, sent, of, link) for slug, link in known.items()]


def refused(error: ActionRefusedError, item: Item) -> ResponseReturnValue:
    """Go back to the item and say every reason why not."""
    session().rollback()
    for text in reasons_of(error):
        flash(text, "error")
    return _shown(item)


def reasons_of(error: ActionRefusedError) -> tuple[str, ...]:
    """Return every reason why not, each once."""
    concerned = {refusal.blocker.organisation_id for refusal in error.refusals if refusal.blocker is not None}
    known = organisation_names(session(), concerned)
    return tuple(dict.fromkeys(refusal_message(refusal, known) for refusal in error.refusals))


def _done(seen: Seen, action: Action, by: ItemRoles, note: str = "") -> ResponseReturnValue:
    move_item(session(), seen.item, action, by=by, context=context(), note=note)
    session().commit()
    flash(str(DONE[action]), "success")
    return _shown(seen.item)


def _with_reason(public_id: str, action: Action) -> ResponseReturnValue:
    seen = item_or_404(public_id)
    by = require_roles(seen.item)
    form = ReasonForm()
    if form.validate_on_submit():
        try:
            return _done(seen, action, by, form.note.data)
        except ActionRefusedError as error:
            barriers = reasons_of(error)
            session().rollback()
            return _reason_page(item_or_404(public_id), form, action, barriers)
    found = refusals(State(seen.item.state), action, by, TransitionInput())
    if found and not form.is_submitted():
        return refused(ActionRefusedError(action, found), seen.item)
    return _reason_page(seen, form, action, ())


def _reason_page(seen: Seen, form: ReasonForm, action: Action, barriers: tuple[str, ...]) -> ResponseReturnValue:
    page = {"form": form, "item": seen.item, "text": seen.text, "action": action, "barriers": barriers}
    return render_template("content/reason.html", **page), 422 if form.is_submitted() else 200


def _outcome_row(item: Item, slug: str, sent: Mapping[str, str], of: str, known: PublishedLink) -> OutcomeForm:
    may_omit = link_rule(Kind(item.kind), slug) is LinkRule.LINK_OR_REASON
    zone, at = reader_zone(), known.at or _planned_moment(item)
    moment = moment_at(in_zone(at, zone).replace(second=0, microsecond=0, tzinfo=None), zone) if at else None
    shown: dict[str, Any] = {} if sent else {"data": {"link": known.link, "reason": known.reason, "at": moment}}
    shown |= {"since": earliest_published(item.created_at, known.at), "now": now(), "zone": zone}
    return OutcomeForm(slug, channel_name(slug), sent or None, may_omit_link=may_omit, of=of, **shown)


def _planned_moment(item: Item) -> datetime | None:
    """Return when it was to come out if that is over: most tools publish on the minute, so it is suggested."""
    return item.publish_at if item.publish_at is not None and item.publish_at <= now() else None


def _published_page(
    seen: Seen, form: PublishedForm, barriers: tuple[str, ...], refused_as: int = 422
) -> ResponseReturnValue:
    page = {"form": form, "item": seen.item, "text": seen.text, "barriers": barriers}
    return render_template("content/published.html", **page), refused_as if form.is_submitted() else 200


def _barriers(item: Item, by: ItemRoles) -> tuple[str, ...]:
    """Return what stands in the way of publication."""
    try:
        check_publishable(session(), item, by=by, now=now())
    except NOT_PUBLISHABLE as error:
        return _why_not(error)
    return ()


def _why_not(error: ActionRefusedError | UnderEmbargoError) -> tuple[str, ...]:
    if isinstance(error, ActionRefusedError):
        return reasons_of(error)
    if error.until is None:
        return (_("On hold: it can be marked as published once the hold is released."),)
    zone = reader_zone()
    at = in_zone(error.until, zone)
    text = {"day": day_short(at), "time": clock(at), "zone": zone_label(zone, error.until)}
    return (_("Embargoed until %(day)s, %(time)s (%(zone)s). Lift the embargo first.", **text),)


def _shown(item: Item) -> ResponseReturnValue:
    return redirect(url_for("content.show", public_id=item.public_id), 303)
