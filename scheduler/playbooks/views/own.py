"""The coalition's own playbooks: saved from a campaign, changed, archived; who may plan anywhere may keep them."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import current_actor, members_only
from scheduler.accounts.domain.acts import Act, may
from scheduler.agenda.access import context, viewer
from scheduler.campaigns.views.access import editable, redirect_to_campaign
from scheduler.playbooks.domain.slots import MAX_SLOTS
from scheduler.playbooks.forms.playbooks import PlaybookForm, SavePlaybookForm, SlotForm
from scheduler.playbooks.models import Playbook, PlaybookSlot
from scheduler.playbooks.queries.playbooks import own_playbook, slot_called
from scheduler.playbooks.services import own_playbooks as services
from scheduler.playbooks.services.own_playbooks import KeptBackError, TooManySlotsError, saved_draft
from scheduler.playbooks.views.blueprint import blueprint
from scheduler.rows import RowGoneError, StaleEditError, TooLateError
from scheduler.web.forms import StaleRows, compare, differing
from scheduler.web.request import session


@blueprint.route("/campaigns/<public_id>/save-as-playbook", methods=["GET", "POST"])
@members_only
def save(public_id: str) -> ResponseReturnValue:
    campaign = editable(public_id)
    _require_keeper()
    try:
        slots = services.slots_to_save(session(), viewer(), campaign)
        form = SavePlaybookForm(name=campaign.title).offer(slots)
        if not form.validate_on_submit():
            page = {"form": form, "campaign": campaign, "is_empty": not slots}
            return render_template("playbooks/save.html", **page), 422 if form.is_submitted() else 200
        chosen, form_id = form.chosen(slots), str(form.form_id.data)
        playbook = services.save_playbook(session(), campaign, form.draft(), chosen, form_id=form_id, context=context())
    except KeptBackError:
        flash(_("Every member reads playbooks, so save it after the embargo has lifted."), "error")
        return redirect_to_campaign(public_id)
    except TooManySlotsError:
        form.slot.errors = [_too_many()]
        return render_template("playbooks/save.html", form=form, campaign=campaign, is_empty=False), 422
    address = playbook.address
    session().commit()
    flash(_("Playbook saved. Check for whom each line is before it is used."), "success")
    return redirect(url_for("playbooks.show", address=address), 303)


@blueprint.route("/playbooks/<address>/edit", methods=["GET", "POST"])
@members_only
def edit(address: str) -> ResponseReturnValue:
    playbook = _kept(address)
    form = PlaybookForm(obj=playbook)
    if not form.validate_on_submit():
        return _name_page(form, playbook, 422 if form.is_submitted() else 200)
    try:
        services.change_playbook(session(), playbook, form.draft(), revision=form.revision.data, context=context())
    except StaleEditError as error:
        return _name_page(form, playbook, 409, compare(form, error.current, playbook.revision))
    session().commit()
    flash(_("Playbook saved."), "success")
    return _shown(address)


@blueprint.post("/playbooks/<address>/archive")
@members_only
def archive(address: str) -> ResponseReturnValue:
    services.archive_playbook(session(), _kept(address), context())
    session().commit()
    flash(_("Archived: it is offered no more. What was made from it stays."), "success")
    return _shown(address)


@blueprint.post("/playbooks/<address>/unarchive")
@members_only
def unarchive(address: str) -> ResponseReturnValue:
    services.unarchive_playbook(session(), _kept(address), context())
    session().commit()
    flash(_("Offered again."), "success")
    return _shown(address)


@blueprint.route("/playbooks/<address>/slots/new", methods=["GET", "POST"])
@members_only
def new_slot(address: str) -> ResponseReturnValue:
    playbook, form = _kept(address), SlotForm()
    if not form.validate_on_submit():
        return _slot_page(form, playbook, 422 if form.is_submitted() else 200)
    try:
        services.add_slot(session(), playbook, form.draft(), form_id=str(form.form_id.data), context=context())
    except TooManySlotsError:
        form.title.errors = [_too_many()]
        return _slot_page(form, playbook, 422)
    session().commit()
    flash(_("Added."), "success")
    return _shown(address)


@blueprint.route("/playbooks/<address>/slots/<slot>/edit", methods=["GET", "POST"])
@members_only
def edit_slot(address: str, slot: str) -> ResponseReturnValue:
    playbook = _kept(address)
    row = _slot(playbook, slot)
    if row.deleted_at is not None:
        abort(404)
    form = SlotForm(**SlotForm.shown(saved_draft(row), row.revision))
    if not form.validate_on_submit():
        return _slot_page(form, playbook, 422 if form.is_submitted() else 200, row)
    draft, revision = form.draft(), form.revision.data
    try:
        services.change_slot(session(), playbook, row, draft, revision=revision, context=context())
    except StaleEditError:
        rows = differing(form, SlotForm.shown(saved_draft(row), row.revision))
        form.revision.data = row.revision
        return _slot_page(form, playbook, 409, row, rows)
    except RowGoneError:
        abort(404)
    session().commit()
    flash(_("Saved."), "success")
    return _shown(address)


@blueprint.post("/playbooks/<address>/slots/<slot>/delete")
@members_only
def delete_slot(address: str, slot: str) -> ResponseReturnValue:
    playbook = _kept(address)
    services.delete_slot(session(), playbook, _slot(playbook, slot), context())
    session().commit()
    flash(_("Deleted. You can restore it for 30 days."), "success")
    return _shown(address)


@blueprint.post("/playbooks/<address>/slots/<slot>/restore")
@members_only
def restore_slot(address: str, slot: str) -> ResponseReturnValue:
    playbook = _kept(address)
    try:
        services.restore_slot(session(), playbook, _slot(playbook, slot), context())
    except TooLateError:
        abort(404)
    except TooManySlotsError:
        session().rollback()
        flash(_too_many(), "error")
        return _shown(address)
    session().commit()
    flash(_("Restored."), "success")
    return _shown(address)


def may_keep() -> bool:
    """Say whether the reader may save, change and archive playbooks."""
    return may(Act.KEEP_PLAYBOOKS, current_actor().roles_anywhere)


def _require_keeper() -> None:
    if not may_keep():
        abort(403)


def _kept(address: str) -> Playbook:
    """Return a playbook of the coalition's own to whoever may change it; those that ship stay as they are."""
    playbook = own_playbook(session(), address) or abort(404)
    _require_keeper()
    return playbook


def _slot(playbook: Playbook, address: str) -> PlaybookSlot:
    return slot_called(session(), playbook, address) or abort(404)


def _shown(address: str) -> ResponseReturnValue:
    return redirect(url_for("playbooks.show", address=address), 303)


def _too_many() -> str:
    return _("A playbook has at most %(most)s lines. Delete or untick some first.", most=MAX_SLOTS)


def _name_page(
    form: PlaybookForm, playbook: Playbook, status: int, stale_rows: StaleRows | None = None
) -> ResponseReturnValue:
    return render_template("playbooks/form.html", form=form, playbook=playbook, stale_rows=stale_rows), status


def _slot_page(
    form: SlotForm,
    playbook: Playbook,
    status: int,
    slot: PlaybookSlot | None = None,
    stale_rows: StaleRows | None = None,
) -> ResponseReturnValue:
    page = {"form": form, "playbook": playbook, "slot": slot, "stale_rows": stale_rows}
    return render_template("playbooks/slot.html", **page), status
