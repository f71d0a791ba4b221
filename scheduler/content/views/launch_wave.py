"""A launch wave: when content of a campaign comes out together, drawn first, then done for what is ticked."""

from collections.abc import Sequence
from datetime import time

from flask import abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from scheduler.accounts.access import current_actor, members_only
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import context, viewer
from scheduler.agenda.visibility_sql import concealed
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.views.access import readable, redirect_to_campaign
from scheduler.content.domain.launch_wave import WaveLine
from scheduler.content.domain.workflow import State
from scheduler.content.forms.launch_wave import LaunchForm, WaveForm
from scheduler.content.messages import refusal_message, skipped_message
from scheduler.content.presenters.launch_wave import names_of, wave_preview
from scheduler.content.queries.items import Seen
from scheduler.content.services.bulk import BulkResult
from scheduler.content.services.launch_wave import MOST_ITEMS, launch, movable_items, planned_wave, stopped_lines
from scheduler.content.services.revisions import lock_items_at
from scheduler.content.views.blueprint import blueprint
from scheduler.rows import StaleEditError
from scheduler.web.compression import keep_plain
from scheduler.web.request import session

STALE = 409
NINE = time(9)


@blueprint.route("/campaigns/<public_id>/wave", methods=["GET", "POST"])
@members_only
def launch_wave(public_id: str) -> ResponseReturnValue:
    campaign, movable = _open(public_id)
    items = movable[:MOST_ITEMS]
    first = {"day": campaign.first_day, "time": NINE}
    asked = WaveForm(request.args if "preview" in request.args else None, reader_zone(), data=first)
    if "preview" not in request.args or not asked.validate():
        return _page(campaign, movable, asked, 422 if request.method == "POST" else 200)
    lines, names = planned_wave(session(), items, campaign, asked.wave(), context()), names_of(items)
    form = LaunchForm().offer(lines, names)
    if not form.validate_on_submit():
        return _page(campaign, movable, asked, 422 if form.is_submitted() else 200, (form, lines))
    try:
        wanted, by = form.launch(asked.wave()), current_actor()
        result = launch(session(), items, campaign, wanted, actor_roles=by, context=context())
    except StaleEditError:
        form.show(lines, names)
        return _page(campaign, items, asked, STALE, (form, lines))
    session().commit()
    _say(result, items)
    return redirect_to_campaign(public_id)


def _open(public_id: str) -> tuple[Campaign, list[Seen]]:
    """Return a campaign and what its reader may move in it; a request that writes has locked both before."""
    campaign = readable(public_id)
    known = [name for name in request.form.getlist("known")[:MOST_ITEMS] if name.isascii() and name.isprintable()]
    if request.method == "POST":
        lock_items_at(session(), known)
    items = movable_items(session(), viewer(), current_actor(), campaign)
    if not items or campaign.cancelled_at is not None:
        abort(403)
    if any(concealed(one.item.guard) for one in items):
        keep_plain()
    if request.method == "POST":
        # What was not locked was not shown either.
        items = [one for one in items if one.item.public_id in known]
    return campaign, items


def _page(
    campaign: Campaign,
    items: Sequence[Seen],
    asked: WaveForm,
    status: int,
    found: tuple[LaunchForm, Sequence[WaveLine]] | None = None,
) -> ResponseReturnValue:
    page: dict[str, object] = {"campaign": campaign, "asked": asked, "is_stale": status == STALE}
    page["is_cut"] = len(items) > MOST_ITEMS
    if found is not None:
        form, lines = found
        found_in_the_way = stopped_lines(session(), items, lines, context())
        stopped = {ident: [refusal_message(one, {}) for one in why] for ident, why in found_in_the_way.items()}
        preview = wave_preview(lines, items, asked.wave(), reader_zone(), stopped)
        # Everything in the plot is escaped where it is made.
        page |= {"form": form, "preview": preview, "plot": Markup(preview.plot)}  # noqa: S704
    return render_template("content/launch_wave.html", **page), status


def _say(result: BulkResult, items: Sequence[Seen]) -> None:
    done, titles = set(result.done), {one.item.id: one.version.title for one in items}
    if done:
        flash(
            ngettext("%(num)s item moved. You can undo this.", "%(num)s items moved. You can undo this.", len(done)),
            "success",
        )
    if any(one.item.id in done and one.item.state == State.SCHEDULED for one in items):
        flash(_("Some of it is scheduled: change the time in your publishing tool, too."), "warning")
    if result.skipped:
        flash(_("Not changed: %(items)s.", items=skipped_message(result.skipped, titles)), "warning")
