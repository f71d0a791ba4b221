"""Pages to ask people for a review, to give one, and to let somebody off."""

from flask import abort, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import current_actor, members_only
from scheduler.accounts.domain.errors import LimitReachedError
from scheduler.accounts.limit_messages import limit_message
from scheduler.accounts.page_context import reader_zone
from scheduler.accounts.services.naming import name_with_organisations, names_with_organisations
from scheduler.agenda.access import context
from scheduler.content.domain.errors import NotYoursError
from scheduler.content.domain.workflow import UNPUBLISHED
from scheduler.content.forms.discussion import AdviceForm, ReviewForm
from scheduler.content.models import ReviewRequest
from scheduler.content.permissions import roles
from scheduler.content.queries.feedback import review_of
from scheduler.content.queries.items import Seen
from scheduler.content.services.readers import readers_of
from scheduler.content.services.reviews import (
    CannotReadError,
    RequestClosedError,
    ask_for_reviews,
    give_review,
    may_advise,
    withdraw_review,
)
from scheduler.content.views.access import item_or_404, item_text_logged, require_roles
from scheduler.content.views.page_context import redirect_to_item
from scheduler.content.views.review_blueprint import blueprint
from scheduler.dates.timezones import day_of
from scheduler.web.request import now, session

ANCHOR = "reviews"


@blueprint.route("/<public_id>/reviews/ask", methods=["GET", "POST"])
@members_only
def ask_review(public_id: str) -> ResponseReturnValue:
    seen = item_text_logged(public_id)
    by = require_roles(seen.item)
    if seen.item.state not in UNPUBLISHED:
        return _over(public_id)
    form = _review_form(seen)
    if not form.validate_on_submit():
        return _ask_page(seen, form, 422 if form.is_submitted() else 200)
    form_id = str(form.form_id.data)
    try:
        asked = ask_for_reviews(session(), seen.item, form.draft(), form_id=form_id, by=by, context=context())
    except CannotReadError as error:
        return _blind(public_id, form, error)
    except LimitReachedError as error:
        return _too_many(public_id, form, error)
    is_new = bool(asked)
    session().commit()
    flash(_("Request sent.") if is_new else _("They had already been asked."), "success")
    return redirect_to_item(public_id, ANCHOR)


@blueprint.route("/<public_id>/reviews/<address>", methods=["GET", "POST"])
@members_only
def give(public_id: str, address: str) -> ResponseReturnValue:
    seen = item_or_404(public_id)
    request = _own_request(seen, address)
    form = AdviceForm(version=seen.version.number)
    if not form.validate_on_submit():
        return _advice_page(public_id, address, form)
    try:
        give_review(session(), seen.item, request, form.advice(seen.version.number), context=context())
    except RequestClosedError:
        session().rollback()
        flash(_("This review was answered or withdrawn in the meantime."), "error")
        return redirect_to_item(public_id, ANCHOR)
    session().commit()
    flash(_("Thank you. The person who asked has been notified."), "success")
    return redirect_to_item(public_id, ANCHOR)


@blueprint.post("/<public_id>/reviews/<address>/withdraw")
@members_only
def withdraw(public_id: str, address: str) -> ResponseReturnValue:
    seen = item_or_404(public_id)
    request = review_of(session(), seen.item, address) or abort(404)
    by = roles(current_actor(), seen.item)
    try:
        withdraw_review(session(), seen.item, request, by=by, context=context())
    except NotYoursError:
        abort(403)
    except RequestClosedError:
        session().rollback()
        flash(_("The review has arrived in the meantime."), "error")
        return redirect_to_item(public_id, ANCHOR)
    session().commit()
    flash(_("Request withdrawn."), "success")
    return redirect_to_item(public_id, ANCHOR)


def _own_request(seen: Seen, address: str) -> ReviewRequest:
    request = review_of(session(), seen.item, address) or abort(404)
    if not may_advise(request, current_actor().person_id):
        abort(403)
    return request


def _review_form(seen: Seen) -> ReviewForm:
    readers = readers_of(session(), seen.item)
    readers.pop(current_actor().person_id, None)
    labels = names_with_organisations(session(), readers)
    return ReviewForm({ident: labels[ident] for ident in readers}, day_of(now(), reader_zone()))


def _ask_page(seen: Seen, form: ReviewForm, status: int) -> ResponseReturnValue:
    return render_template("content/ask_review.html", form=form, item=seen.item, text=seen.text), status


def _advice_page(public_id: str, address: str, form: AdviceForm) -> ResponseReturnValue:
    seen = item_text_logged(public_id)
    request = _own_request(seen, address)
    if request.answer is not None or request.withdrawn_at is not None:
        flash(_("This review has already been answered or withdrawn."), "error")
        return redirect_to_item(public_id, ANCHOR)
    asker = name_with_organisations(session(), request.asked_by)
    page = {"form": form, "request": request, "item": seen.item, "text": seen.text, "version": seen.version}
    return render_template("content/review.html", **page, asker=asker), 422 if form.is_submitted() else 200


def _blind(public_id: str, form: ReviewForm, error: CannotReadError) -> ResponseReturnValue:
    session().rollback()
    who = ", ".join(names_with_organisations(session(), error.person_ids).values())
    form.reviewers.errors = [_("They cannot read the copy, so they cannot review it: %(names)s.", names=who)]
    return _ask_page(item_or_404(public_id), form, 422)


def _too_many(public_id: str, form: ReviewForm, error: LimitReachedError) -> ResponseReturnValue:
    session().rollback()
    form.reviewers.errors = [limit_message(error)]
    return _ask_page(item_or_404(public_id), form, 422)


def _over(public_id: str) -> ResponseReturnValue:
    flash(_("It is published or cancelled: no more reviews are needed."), "error")
    return redirect_to_item(public_id, ANCHOR)
