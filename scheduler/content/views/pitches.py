"""Pages on which it is kept to which outlets an item was offered."""

from flask import abort, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import members_only
from scheduler.accounts.domain.acts import Act
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import context
from scheduler.content.domain.kinds import PITCHED, Kind
from scheduler.content.domain.workflow import ItemRoles
from scheduler.content.forms.pitches import PitchForm, shown_pitch
from scheduler.content.press_models import Pitch
from scheduler.content.queries.items import Seen
from scheduler.content.queries.pitches import pitch_of
from scheduler.content.services.pitches import (
    OverlapError,
    TooManyPitchesError,
    add_pitch,
    change_pitch,
    draft_of,
    remove_pitch,
)
from scheduler.content.views.access import item_or_404, item_text_logged, require_roles
from scheduler.content.views.blueprint import blueprint
from scheduler.content.views.page_context import redirect_to_item
from scheduler.rows import StaleEditError
from scheduler.web.forms import StaleRows, differing
from scheduler.web.request import session

ANCHOR = "pitches"


@blueprint.route("/content/<public_id>/pitches/new", methods=["GET", "POST"])
@members_only
def new_pitch(public_id: str) -> ResponseReturnValue:
    seen = item_text_logged(public_id)
    by = _planner(seen)
    if Kind(seen.item.kind) not in PITCHED:
        abort(404)
    form = PitchForm(zone=reader_zone())
    if not form.validate_on_submit():
        return _page(seen, form, 422 if form.is_submitted() else 200)
    keeps_both, form_id = form.keeps_both.data, form.form_id.data
    try:
        add_pitch(session(), seen.item, form.draft(), form_id=form_id, by=by, context=context(), keeps_both=keeps_both)
    except (OverlapError, TooManyPitchesError) as error:
        return _refused(public_id, form, error)
    session().commit()
    flash(_("Pitch added."), "success")
    return redirect_to_item(public_id, ANCHOR)


@blueprint.route("/content/<public_id>/pitches/<address>", methods=["GET", "POST"])
@members_only
def pitch(public_id: str, address: str) -> ResponseReturnValue:
    seen = item_text_logged(public_id)
    by = _planner(seen)
    row = pitch_of(session(), seen.item, address) or abort(404)
    form = PitchForm(zone=reader_zone(), data={**shown_pitch(draft_of(row)), "revision": row.revision})
    if not form.validate_on_submit():
        return _page(seen, form, 422 if form.is_submitted() else 200, row)
    typed, revision, keeps_both = form.draft(), form.revision.data, form.keeps_both.data
    try:
        is_new = change_pitch(
            session(), seen.item, row, typed, revision=revision, by=by, context=context(), keeps_both=keeps_both
        )
    except OverlapError as error:
        return _refused(public_id, form, error, address)
    except StaleEditError:
        return _stale(public_id, address, form)
    session().commit()
    flash(_("Pitch saved.") if is_new else _("Nothing has changed."), "success")
    return redirect_to_item(public_id, ANCHOR)


@blueprint.post("/content/<public_id>/pitches/<address>/remove")
@members_only
def drop_pitch(public_id: str, address: str) -> ResponseReturnValue:
    seen = item_or_404(public_id)
    remove_pitch(session(), seen.item, address, by=_planner(seen), context=context())
    session().commit()
    flash(_("Pitch removed."), "success")
    return redirect_to_item(public_id, ANCHOR)


def _planner(seen: Seen) -> ItemRoles:
    by = require_roles(seen.item)
    if not by.may(Act.CHANGE_PLAN):
        abort(403)
    return by


def _page(
    seen: Seen, form: PitchForm, status: int, row: Pitch | None = None, rows: StaleRows | None = None
) -> ResponseReturnValue:
    shown = {"item": seen.item, "text": seen.text, "form": form, "pitch": row, "stale_rows": rows}
    return render_template("content/pitch.html", **shown), status


def _refused(
    public_id: str, form: PitchForm, error: OverlapError | TooManyPitchesError, address: str = ""
) -> ResponseReturnValue:
    """Say why it cannot be saved, and keep what was typed."""
    session().rollback()
    seen = item_text_logged(public_id)
    if isinstance(error, OverlapError):
        form.refuse_overlap(error)
    else:
        form.form_errors.append(_("This item has as many pitches as it can have. Remove one first."))
    return _page(seen, form, 422, pitch_of(session(), seen.item, address) if address else None)


def _stale(public_id: str, address: str, form: PitchForm) -> ResponseReturnValue:
    """Show what was typed beside what somebody else has saved."""
    session().rollback()
    seen = item_text_logged(public_id)
    row = pitch_of(session(), seen.item, address) or abort(404)
    form.revision.data = row.revision
    return _page(seen, form, 409, row, differing(form, shown_pitch(draft_of(row))))
