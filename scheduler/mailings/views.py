"""Pages of messages to those concerned by a campaign or a date: written, looked at, then sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

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
from scheduler.dates.spans import DateSpan
from scheduler.db import READING_METHODS
from scheduler.mailings.domain.limits import MOST_MAILINGS, MOST_RECIPIENTS
from scheduler.mailings.forms import MailingForm
from scheduler.mailings.models import Mailing
from scheduler.mailings.presenters.concerned import concerned_by_campaign, concerned_by_edition
from scheduler.mailings.presenters.pages import MailingPreview, observance_mailings, preview_of, sent_mailing
from scheduler.mailings.queries.mailings import edition_mailing_called, mailing_called
from scheduler.mailings.services.about import About, AboutCampaign, AboutEdition
from scheduler.mailings.services.sending import TooManyRecipientsError, TooOftenError, send_mailing
from scheduler.observances.models import Edition
from scheduler.observances.queries.observances import observance_of
from scheduler.observances.views.access import may_with, member_edition
from scheduler.reminders.details import DetailSource
from scheduler.rows import StaleEditError
from scheduler.web.compression import keep_plain
from scheduler.web.request import now, session
from scheduler.web.time_labels import moment_label

blueprint = Blueprint("mailings", __name__)
PREVIEWED, STALE = 200, 409


@dataclass(frozen=True, slots=True)
class Pages:
    """What a message is about, and the pages around it: what they show, where one is read and where one goes back."""

    about: About
    title: str
    values: Mapping[str, object]
    endpoint: str
    address: Mapping[str, Any]
    back: str


@blueprint.route("/campaigns/<public_id>/messages/new", methods=["GET", "POST"])
@members_only
def new(public_id: str) -> ResponseReturnValue:
    _hold_sender()
    campaign = readable(public_id)
    if not may_in(campaign).message:
        abort(403)
    concerned = concerned_by_campaign(session(), viewer(), campaign, now())
    return _written(MailingForm().offer(concerned), _of_campaign(campaign))


@blueprint.route("/observances/<slug>/<period>/messages/new", methods=["GET", "POST"])
@members_only
def new_of_edition(slug: str, period: str) -> ResponseReturnValue:
    _hold_sender()
    edition = member_edition(slug, period)
    if not may_with(edition.observance).message:
        abort(403)
    first, last = edition.starts_on, edition.ends_on
    if first is None or last is None:
        abort(404)
    concerned = concerned_by_edition(session(), viewer(), edition, DateSpan(first, last), now())
    return _written(MailingForm().offer(concerned), _of_edition(edition))


@blueprint.get("/campaigns/<public_id>/messages/<address>")
@members_only
def show(public_id: str, address: str) -> ResponseReturnValue:
    campaign = readable(public_id)
    found = mailing_called(session(), viewer(), campaign.id, campaign.guard_id, address) or abort(404)
    if concealed(campaign.guard):
        put_on_record(campaign.id)
    return _shown(found, _of_campaign(campaign))


@blueprint.get("/observances/<slug>/<period>/messages/<address>")
@members_only
def show_of_edition(slug: str, period: str, address: str) -> ResponseReturnValue:
    # Whoever has a message may read it also when its date has left the plan.
    found, edition = edition_mailing_called(session(), viewer(), slug, period, address) or abort(404)
    return _shown(found, _of_edition(edition))


def messages_of_observance() -> Mapping[str, object]:
    """Return what the panel of an observance shows: the messages about its dates that its reader sent or got.

    The last ones, and all by `?all=messages`.
    """
    slug = str((request.view_args or {}).get("slug", ""))
    found = observance_of(session(), viewer(), slug) if viewer().is_member else None
    if found is None:
        return {"messages": (), "has_more": False}
    is_all = request.args.get("all") == "messages"
    messages, has_more = observance_mailings(session(), viewer(), found.id, is_all=is_all)
    return {"messages": messages, "has_more": has_more}


def _hold_sender() -> None:
    if request.method not in READING_METHODS:
        # People are locked before what they act on.
        hold_sender(session(), require_person().id)


def _of_campaign(campaign: Campaign) -> Pages:
    values = {"campaign": campaign, "is_concealed": concealed(campaign.guard)}
    back = url_for("campaign_page.activity", public_id=campaign.public_id)
    return Pages(
        AboutCampaign(campaign), campaign.title, values, "mailings.show", {"public_id": campaign.public_id}, back
    )


def _of_edition(edition: Edition) -> Pages:
    observance = edition.observance
    address = {"slug": observance.slug, "period": edition.period}
    values = {"observance": observance, "edition": edition}
    back = url_for("observances.show", slug=observance.slug, _anchor=edition.period)
    return Pages(AboutEdition(edition), observance.name, values, "mailings.show_of_edition", address, back)


def _written(form: MailingForm, pages: Pages) -> ResponseReturnValue:
    # Who is concerned depends on what is under embargo, too.
    keep_plain()
    if not form.validate_on_submit():
        return _page(form, pages, 422 if form.is_submitted() else 200)
    try:
        return _sent_or_previewed(form, pages)
    except TooManyRecipientsError:
        form.group.errors = [_("A message goes to at most %(most)s people. Tick fewer groups.", most=MOST_RECIPIENTS)]
    except TooOftenError as error:
        form.group.errors = [_too_often(error)]
    return _page(form, pages, 422)


def _sent_or_previewed(form: MailingForm, pages: Pages) -> ResponseReturnValue:
    try:
        return _sent(form, pages) if form.wants_to_send else _previewed(form, pages, PREVIEWED)
    except StaleEditError:
        return _previewed(form, pages, STALE)


def _sent(form: MailingForm, pages: Pages) -> ResponseReturnValue:
    form_id, shown = str(form.form_id.data), str(form.shown.data)
    row = send_mailing(
        session(), pages.about, form.draft(), require_person().id, shown=shown, form_id=form_id, context=context()
    )
    address, count = row.address, row.recipients
    session().commit()
    flash(ngettext("Message sent to %(num)s person.", "Message sent to %(num)s people.", count), "success")
    return redirect(url_for(pages.endpoint, **pages.address, address=address), 303)


def _previewed(form: MailingForm, pages: Pages, status: int) -> ResponseReturnValue:
    sources = cast("Sequence[DetailSource]", current_app.extensions["scheduler.detail_sources"])
    found = preview_of(
        session(), pages.about, form.draft(), form.concerned, require_person().id, sources=sources, context=context()
    )
    form.shown.data = found.fingerprint
    return _page(form, pages, status, found)


def _page(form: MailingForm, pages: Pages, status: int, preview: MailingPreview | None = None) -> ResponseReturnValue:
    page = {"form": form, "pages": pages, "preview": preview, "is_stale": status == STALE}
    return render_template("mailings/new.html", **page, **pages.values), status


def _shown(found: Mailing, pages: Pages) -> ResponseReturnValue:
    # To whom it went depends on what is under embargo, too.
    keep_plain()
    is_own = found.sender_id == require_person().id
    message = sent_mailing(session(), found, names=is_own)
    return render_template("mailings/show.html", pages=pages, message=message, is_own=is_own, **pages.values)


def _too_often(error: TooOftenError) -> str:
    return _(
        "You can send %(most)s messages a day, to %(people)s people in all. You can continue on %(moment)s.",
        most=MOST_MAILINGS,
        people=MOST_RECIPIENTS,
        moment=moment_label(error.goes_on_at, reader_zone()),
    )
