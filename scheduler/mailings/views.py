"""Pages of messages to those concerned by a campaign: written and looked at by who heads it, then sent."""

from collections.abc import Sequence
from typing import cast

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from scheduler.accounts.access import members_only, require_person
from scheduler.accounts.page_context import reader_zone
from scheduler.accounts.services.limits import hold_sender
from scheduler.agenda.access import context, viewer
from scheduler.agenda.visibility_sql import concealed
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.views.access import may_in, put_on_record, readable
from scheduler.db import READING_METHODS
from scheduler.mailings.domain.limits import MOST_MAILINGS, MOST_RECIPIENTS
from scheduler.mailings.forms import MailingForm
from scheduler.mailings.presenters.concerned import concerned_by
from scheduler.mailings.presenters.pages import MailingPreview, preview_of, sent_mailing
from scheduler.mailings.queries.mailings import mailing_called
from scheduler.mailings.services.sending import TooManyRecipientsError, TooOftenError, send_mailing
from scheduler.reminders.details import DetailSource
from scheduler.rows import StaleEditError
from scheduler.web.compression import keep_plain
from scheduler.web.request import now, session
from scheduler.web.time_labels import moment_label

blueprint = Blueprint("mailings", __name__)
PREVIEWED, STALE = 200, 409


@blueprint.route("/campaigns/<public_id>/messages/new", methods=["GET", "POST"])
@members_only
def new(public_id: str) -> ResponseReturnValue:
    campaign = _messageable(public_id)
    # Who is concerned depends on what is under embargo, too.
    keep_plain()
    form = MailingForm().offer(concerned_by(session(), viewer(), campaign, now()))
    if not form.validate_on_submit():
        return _page(form, campaign, 422 if form.is_submitted() else 200)
    try:
        return _sent(form, campaign) if form.wants_to_send else _previewed(form, campaign, PREVIEWED)
    except StaleEditError:
        return _previewed(form, campaign, STALE)
    except TooManyRecipientsError:
        form.group.errors = [_("A message goes to at most %(most)s people. Tick fewer groups.", most=MOST_RECIPIENTS)]
    except TooOftenError as error:
        form.group.errors = [_too_often(error)]
    return _page(form, campaign, 422)


@blueprint.get("/campaigns/<public_id>/messages/<address>")
@members_only
def show(public_id: str, address: str) -> ResponseReturnValue:
    campaign = readable(public_id)
    heads = may_in(campaign).message
    found = mailing_called(session(), viewer(), campaign.id, campaign.guard_id, address, heads=heads) or abort(404)
    if concealed(campaign.guard):
        put_on_record(campaign.id)
    is_own = found.sender_id == require_person().id
    message = sent_mailing(session(), found, names=is_own)
    return render_template("mailings/show.html", campaign=campaign, message=message, is_own=is_own)


def _messageable(public_id: str) -> Campaign:
    """Return a campaign to somebody who may write to those concerned: its manager, leads, a coordinator who sees it."""
    if request.method not in READING_METHODS:
        # People are locked before what they act on.
        hold_sender(session(), require_person().id)
    campaign = readable(public_id)
    return campaign if may_in(campaign).message else abort(403)


def _sent(form: MailingForm, campaign: Campaign) -> ResponseReturnValue:
    public_id, form_id, shown = campaign.public_id, str(form.form_id.data), str(form.shown.data)
    row = send_mailing(
        session(), campaign, form.draft(), require_person().id, shown=shown, form_id=form_id, context=context()
    )
    address, count = row.address, row.recipients
    session().commit()
    flash(ngettext("Message sent to %(num)s person.", "Message sent to %(num)s people.", count), "success")
    return redirect(url_for("mailings.show", public_id=public_id, address=address), 303)


def _previewed(form: MailingForm, campaign: Campaign, status: int) -> ResponseReturnValue:
    sources = cast("Sequence[DetailSource]", current_app.extensions["scheduler.detail_sources"])
    found = preview_of(
        session(), campaign, form.draft(), form.concerned, require_person().id, sources=sources, context=context()
    )
    form.shown.data = found.fingerprint
    return _page(form, campaign, status, found)


def _page(
    form: MailingForm, campaign: Campaign, status: int, preview: MailingPreview | None = None
) -> ResponseReturnValue:
    page = {"form": form, "campaign": campaign, "preview": preview, "is_stale": status == STALE}
    return render_template("mailings/new.html", **page, is_concealed=concealed(campaign.guard)), status


def _too_often(error: TooOftenError) -> str:
    return _(
        "You can send %(most)s messages a day, to %(people)s people in all. You can continue on %(moment)s.",
        most=MOST_MAILINGS,
        people=MOST_RECIPIENTS,
        moment=moment_label(error.goes_on_at, reader_zone()),
    )
