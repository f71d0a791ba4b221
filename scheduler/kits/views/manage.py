"""Kits of a campaign: made, changed and withdrawn by whoever may change the campaign."""

from datetime import date

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import members_only, require_person
from scheduler.accounts.reading import organisations_among
from scheduler.agenda.access import context
from scheduler.agenda.visibility_sql import concealed
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.views.access import editable
from scheduler.content.queries.items import Seen
from scheduler.content.views.access import put_on_record
from scheduler.dates.timezones import day_of
from scheduler.kits.forms import KitForm, too_many_links
from scheduler.kits.models import Kit, KitLink
from scheduler.kits.presenters.held_back import held_back
from scheduler.kits.presenters.manage import item_choices, kit_lines, link_lines
from scheduler.kits.presenters.partner import is_over, partner_kit
from scheduler.kits.queries.kits import Opened, kit_called, link_called
from scheduler.kits.services import kits as services
from scheduler.kits.services.kits import MAX_KITS, TooManyKitsError, TooManyPartnersError
from scheduler.kits.services.offers import Offers, offers_for
from scheduler.kits.views.blueprint import blueprint
from scheduler.kits.views.partner import asked_zone
from scheduler.rows import StaleEditError
from scheduler.web.compression import keep_plain
from scheduler.web.forms import StaleRows, differing
from scheduler.web.request import now, session, settings

AFTER_LIFT = "lift"
"""What `after` is in the address of a preview of what a partner gets once embargoes have lifted."""


@blueprint.get("/campaigns/<public_id>/kits")
@members_only
def index(public_id: str) -> ResponseReturnValue:
    campaign = editable(public_id)
    return render_template("kits/index.html", campaign=campaign, lines=kit_lines(session(), campaign, now()))


@blueprint.route("/campaigns/<public_id>/kits/new", methods=["GET", "POST"])
@members_only
def new(public_id: str) -> ResponseReturnValue:
    campaign = editable(public_id)
    offers = _offers(campaign)
    form = KitForm(title=campaign.title).offer(item_choices(session(), offers.items), _today(campaign))
    if not form.validate_on_submit():
        return _form_page(form, campaign, offers, 422 if form.is_submitted() else 200)
    draft, form_id = form.draft(offers), str(form.form_id.data)
    try:
        kit = services.make_kit(
            session(), campaign, draft, offers, secret_key=settings().secret_key, form_id=form_id, context=context()
        )
    except TooManyKitsError:
        form.title.errors = [_("A campaign has at most %(most)s kits. Withdraw one first.", most=MAX_KITS)]
        return _form_page(form, campaign, offers, 422)
    except TooManyPartnersError:
        form.partners.errors = [too_many_links()]
        return _form_page(form, campaign, offers, 422)
    return _made(public_id, kit)


@blueprint.get("/campaigns/<public_id>/kits/<address>")
@members_only
def show(public_id: str, address: str) -> ResponseReturnValue:
    campaign = editable(public_id)
    kit = _kit(campaign, address)
    keep_plain()
    offers = _offers(campaign, kit)
    items = [seen for seen in offers.items if seen.item.id in offers.chosen]
    return render_template(
        "kits/show.html",
        campaign=campaign,
        kit=kit,
        items=items,
        held_back=held_back(session(), kit, campaign, items, now()),
        lines=link_lines(session(), kit, settings().secret_key),
        base_url=settings().base_url.rstrip("/"),
        is_over=is_over(session(), kit, campaign, now()),
    )


@blueprint.route("/campaigns/<public_id>/kits/<address>/edit", methods=["GET", "POST"])
@members_only
def edit(public_id: str, address: str) -> ResponseReturnValue:
    campaign = editable(public_id)
    kit = _open_kit(campaign, address)
    offers = _offers(campaign, kit)
    form = KitForm(**KitForm.shown(kit, offers)).offer(item_choices(session(), offers.items), _today(campaign), kit)
    if not form.validate_on_submit():
        return _form_page(form, campaign, offers, 422 if form.is_submitted() else 200, kit=kit)
    draft, revision, key = form.draft(offers), form.revision.data, settings().secret_key
    try:
        services.change_kit(
            session(), campaign, kit, draft, offers, secret_key=key, revision=revision, context=context()
        )
    except StaleEditError:
        rows = differing(form, KitForm.shown(kit, offers))
        form.revision.data = kit.revision
        return _form_page(form, campaign, offers, 409, kit=kit, stale_rows=rows)
    except TooManyPartnersError:
        form.partners.errors = [too_many_links()]
        return _form_page(form, campaign, offers, 422, kit=kit)
    session().commit()
    flash(_("Kit saved."), "success")
    return _shown(public_id, address)


@blueprint.post("/campaigns/<public_id>/kits/<address>/withdraw")
@members_only
def withdraw(public_id: str, address: str) -> ResponseReturnValue:
    campaign = editable(public_id)
    services.withdraw_kit(session(), campaign, _kit(campaign, address), context())
    session().commit()
    flash(_("Kit withdrawn. None of its links opens any more."), "success")
    return _shown(public_id, address)


@blueprint.post("/campaigns/<public_id>/kits/<address>/links/<link>/withdraw")
@members_only
def withdraw_link(public_id: str, address: str, link: str) -> ResponseReturnValue:
    campaign = editable(public_id)
    kit = _kit(campaign, address)
    services.withdraw_link(session(), campaign, kit, _link(kit, link), context())
    session().commit()
    flash(_("Link withdrawn."), "success")
    return _shown(public_id, address)


@blueprint.get("/campaigns/<public_id>/kits/<address>/links/<link>/preview")
@members_only
def preview(public_id: str, address: str, link: str) -> ResponseReturnValue:
    """Show what a partner gets now, or of what one may read once nothing is kept back; it counts as no opening."""
    campaign = editable(public_id)
    kit = _kit(campaign, address)
    row = _link(kit, link)
    keep_plain()
    revealed = _revealed(campaign, kit) if request.args.get("after") == AFTER_LIFT else None
    shown = partner_kit(session(), Opened(row, kit, campaign), now(), revealed=revealed)
    page = {
        "kit": shown,
        "zone": asked_zone(),
        "token": "",
        "preview_of": row.partner,
        "is_later": revealed is not None,
    }
    return render_template("kits/partner.html", back=url_for("kits.show", public_id=public_id, address=address), **page)


def _made(public_id: str, kit: Kit) -> ResponseReturnValue:
    """Show the kit that a form has made, just now or before; one that was withdrawn since is not made again."""
    address, is_withdrawn = kit.address, kit.withdrawn_at is not None
    session().commit()
    if is_withdrawn:
        text = _("The kit of this form was withdrawn, so no new one was made. Open a new form for another kit.")
        flash(text, "error")
    else:
        flash(_("Kit created. Copy each partner's link below and send it to them."), "success")
    return _shown(public_id, address)


def _offers(campaign: Campaign, kit: Kit | None = None) -> Offers:
    return offers_for(session(), campaign.id, require_person().id, kit)


def _revealed(campaign: Campaign, kit: Kit) -> dict[int, Seen]:
    """Return what in a kit whoever looks may read; that they open what is under embargo is put on record first."""
    offers = _offers(campaign, kit)
    found = {seen.item.id: seen for seen in offers.items if seen.item.id in offers.chosen}
    put_on_record([seen for seen in found.values() if concealed(seen.item.guard)])
    return found


def _today(campaign: Campaign) -> date:
    """Return which day it is where the organisation works that leads the campaign."""
    organisation = organisations_among(session(), (campaign.organisation_id,))[campaign.organisation_id]
    return day_of(now(), organisation.zone)


def _kit(campaign: Campaign, address: str) -> Kit:
    return kit_called(session(), campaign, address) or abort(404)


def _open_kit(campaign: Campaign, address: str) -> Kit:
    kit = _kit(campaign, address)
    return kit if kit.withdrawn_at is None else abort(404)


def _link(kit: Kit, address: str) -> KitLink:
    return link_called(session(), kit, address) or abort(404)


def _shown(public_id: str, address: str) -> ResponseReturnValue:
    return redirect(url_for("kits.show", public_id=public_id, address=address), 303)


def _form_page(
    form: KitForm,
    campaign: Campaign,
    offers: Offers,
    status: int,
    *,
    kit: Kit | None = None,
    stale_rows: StaleRows | None = None,
) -> ResponseReturnValue:
    # The choices name what is under embargo.
    keep_plain()
    page = {"form": form, "campaign": campaign, "offers": offers, "kit": kit, "stale_rows": stale_rows}
    return render_template("kits/form.html", **page), status
