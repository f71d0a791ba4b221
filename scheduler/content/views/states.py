"""What moves an item on: one button each, and the forms for publication, withdrawal and cancelling."""

from collections.abc import Mapping
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import members_only
from scheduler.accounts.page_context import reader_zone
from scheduler.accounts.reading import organisation_names
from scheduler.agenda.access import telling
from scheduler.content.domain.kinds import Kind, LinkRule, link_rule
from scheduler.content.domain.workflow import (
    TRANSITIONS,
    Action,
    ActionRefusedError,
    RoleFacts,
    State,
    may,
)
from scheduler.content.forms.states import OutcomeForm, PublishedForm, ReasonForm
from scheduler.content.models import Item
from scheduler.content.reading import Seen, channels_of
from scheduler.content.reasons import refusal_words
from scheduler.content.services.states import (
    NO_CHANNEL,
    Outcome,
    UnderEmbargoError,
    add_outcomes,
    mark_published,
    move_item,
)
from scheduler.content.views.blueprint import blueprint
from scheduler.content.views.doors import let_in, require_part
from scheduler.content.wording import DONE, channel_name
from scheduler.dates.timezones import in_zone
from scheduler.web.context import session
from scheduler.web.template_filters import clock, day_short, zone_label

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
    seen = let_in(public_id)
    by = require_part(seen.item)
    wanted = Action(action)
    if seen.item.state in TRANSITIONS[wanted].moves.values() and not may(State(seen.item.state), wanted, by):
        # Sent twice, or somebody else was faster: it stands where it should.
        return _shown(seen.item)
    return _do(seen, wanted, by)


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
    seen = let_in(public_id)
    by = require_part(seen.item)
    is_out = State(seen.item.state) in {State.PUBLISHED, State.CORRECTED}
    form = PublishedForm(outcome_rows(seen.item, request.form))
    if not form.validate_on_submit():
        status = 422 if form.is_submitted() else 200
        return render_template("content/published.html", form=form, item=seen.item, words=seen.words), status
    try:
        save = add_outcomes if is_out else mark_published
        save(session(), seen.item, form.outcomes(), by=by, telling=telling())
    except ActionRefusedError as error:
        return refused(error, seen.item)
    except UnderEmbargoError as error:
        return _embargoed(seen.item, error)
    session().commit()
    flash(_("The addresses are saved.") if is_out else _("It is published."), "success")
    return _shown(seen.item)


def outcome_rows(item: Item, sent: Mapping[str, str], of: str = "") -> list[OutcomeForm]:
    """Return a row for each channel of an item, filled with what was sent or what is known; `of` tells items apart."""
    known = {row.channel: (row.published_url, row.no_link_reason) for row in channels_of(session(), item)}
    known = known or {NO_CHANNEL: (item.published_url, "")}
    return [_outcome_row(item, slug, sent, of, Outcome(link, reason)) for slug, (link, reason) in known.items()]


def refused(error: ActionRefusedError, item: Item) -> ResponseReturnValue:
    """Go back to the item and say every reason why not."""
    session().rollback()
    concerned = {refusal.lack.organisation_id for refusal in error.refusals if refusal.lack is not None}
    known = organisation_names(session(), concerned)
    for text in dict.fromkeys(refusal_words(refusal, known) for refusal in error.refusals):
        flash(text, "error")
    return _shown(item)


def _do(seen: Seen, action: Action, by: RoleFacts, note: str = "") -> ResponseReturnValue:
    try:
        move_item(session(), seen.item, action, by=by, telling=telling(), note=note)
    except ActionRefusedError as error:
        return refused(error, seen.item)
    session().commit()
    flash(str(DONE[action]), "success")
    return _shown(seen.item)


def _with_reason(public_id: str, action: Action) -> ResponseReturnValue:
    seen = let_in(public_id)
    by = require_part(seen.item)
    form = ReasonForm()
    if form.validate_on_submit():
        return _do(seen, action, by, form.note.data)
    if not may(State(seen.item.state), action, by) and not form.is_submitted():
        return _shown(seen.item)
    status = 422 if form.is_submitted() else 200
    return render_template("content/reason.html", form=form, item=seen.item, words=seen.words, action=action), status


def _outcome_row(item: Item, slug: str, sent: Mapping[str, str], of: str, known: Outcome) -> OutcomeForm:
    may_lack = link_rule(Kind(item.kind), slug) is LinkRule.LINK_OR_REASON
    shown: dict[str, Any] = {} if sent else {"data": {"link": known.link, "reason": known.reason}}
    return OutcomeForm(slug, channel_name(slug), sent or None, may_lack_link=may_lack, of=of, **shown)


def _embargoed(item: Item, error: UnderEmbargoError) -> ResponseReturnValue:
    session().rollback()
    if error.until is None:
        flash(_("It is held under embargo: it can be published once the hold is released."), "error")
        return _shown(item)
    zone = reader_zone()
    at = in_zone(error.until, zone)
    words = {"day": day_short(at), "time": clock(at), "zone": zone_label(zone, error.until)}
    flash(_("It is under embargo until %(day)s, %(time)s (%(zone)s). Lift the embargo first.", **words), "error")
    return _shown(item)


def _shown(item: Item) -> ResponseReturnValue:
    return redirect(url_for("content.show", public_id=item.public_id), 303)
