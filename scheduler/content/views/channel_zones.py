"""In which zones the readers of an organisation's channels live: read by every member, changed by its editors."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import current_actor, members_only, organisation_or_404, require_person
from scheduler.accounts.domain.acts import Act, may
from scheduler.accounts.models import Organisation
from scheduler.content.channels.registry import CHANNELS
from scheduler.content.forms.channel_zones import channel_zones_form, typed_zones
from scheduler.content.labels import channel_name
from scheduler.content.queries.channel_zones import channel_zones as zones_by_organisation
from scheduler.content.services.channel_zones import save_channel_zones
from scheduler.content.views.blueprint import blueprint
from scheduler.rows import StaleEditError
from scheduler.web.forms import StaleRows, TokenForm, compare
from scheduler.web.request import now, session


@blueprint.get("/organisations/<int:ident>/channels")
@members_only
def channels(ident: int) -> ResponseReturnValue:
    row = organisation_or_404(ident)
    return _page(row, channel_zones_form(_saved(ident), row.revision))


@blueprint.post("/organisations/<int:ident>/channels")
@members_only
def save_channels(ident: int) -> ResponseReturnValue:
    row = organisation_or_404(ident)
    if not _may_change(row):
        abort(403)
    form = channel_zones_form(_saved(ident), row.revision)
    if not form.validate():
        return _page(row, form, 422)
    zones, revision, who = typed_zones(form), form.revision.data, require_person().id
    try:
        is_new = save_channel_zones(session(), ident, zones, revision=revision, actor_id=who, now=now())
    except StaleEditError as error:
        return _page(row, form, 409, compare(form, error.current, row.revision))
    session().commit()
    flash(_("Saved.") if is_new else _("Nothing has changed."), "success")
    return redirect(url_for("content.channels", ident=ident), 303)


def _saved(ident: int) -> dict[str, str]:
    return dict(zones_by_organisation(session(), [ident]).get(ident, {}))


def _may_change(row: Organisation) -> bool:
    return row.closed_at is None and may(Act.CHANGE_CHANNEL_ZONES, current_actor().roles_in(row.id))


def _page(
    row: Organisation, form: TokenForm, status: int = 200, stale_rows: StaleRows | None = None
) -> ResponseReturnValue:
    named = [(slug, channel_name(slug)) for slug in CHANNELS]
    page = {"organisation": row, "form": form, "channels": named, "saved": _saved(row.id), "stale_rows": stale_rows}
    return render_template("content/channels.html", **page, may_change=_may_change(row)), status
