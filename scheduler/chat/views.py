"""The chat rooms of an organisation, for its leads: the list with how deliveries went, and what changes a room."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import current_actor, members_only, organisation_or_404, require_person
from scheduler.accounts.domain.acts import Act
from scheduler.accounts.models import Organisation
from scheduler.chat.domain.rooms import host_of
from scheduler.chat.forms import NewRoomForm, RoomForm, saved_values
from scheduler.chat.models import ChatRoom
from scheduler.chat.platforms.registry import PLATFORMS
from scheduler.chat.presenters.room_cards import room_cards
from scheduler.chat.queries.rooms import room_of, rooms_of
from scheduler.chat.services.rooms import (
    MAX_ROOMS_EACH,
    TooManyRoomsError,
    add_room,
    change_room,
    pause_room,
    queue_test,
    remove_room,
    resume_room,
)
from scheduler.rows import StaleEditError
from scheduler.web.compression import keep_plain
from scheduler.web.forms import StaleRows, differing
from scheduler.web.request import now, session

blueprint = Blueprint("chat", __name__, url_prefix="/organisations/<int:ident>/chat")


@blueprint.get("")
@members_only
def index(ident: int) -> ResponseReturnValue:
    """The rooms of an organisation."""
    row = _kept(ident)
    cards = room_cards(session(), rooms_of(session(), ident))
    return render_template("chat/rooms.html", organisation=row, rooms=cards, most=MAX_ROOMS_EACH)


@blueprint.route("/new", methods=["GET", "POST"])
@members_only
def new(ident: int) -> ResponseReturnValue:
    """Add a room."""
    row, form = _kept(ident), NewRoomForm()
    if not form.validate_on_submit():
        return _form_page(row, form, 422 if form.is_submitted() else 200)
    try:
        add_room(session(), ident, form.draft(), form_id=form.form_id.data, actor_id=require_person().id, now=now())
    except TooManyRoomsError:
        text = _("There are already %(most)s chat rooms. Remove one that is no longer used, then add this one.")
        form.name.errors = [*form.name.errors, text % {"most": MAX_ROOMS_EACH}]
        return _form_page(row, form, 422)
    session().commit()
    flash(_("Chat room added. Send a test message to see whether it arrives."), "success")
    return _back(ident)


@blueprint.route("/<address>/edit", methods=["GET", "POST"])
@members_only
def edit(ident: int, address: str) -> ResponseReturnValue:
    """Change a room; its address stays unless another one is entered."""
    row, room = _kept(ident), _room(ident, address)
    form = RoomForm()
    if not form.is_submitted():
        form.fill(saved_values(room) | {"revision": room.revision})
    if not form.validate_on_submit():
        return _form_page(row, form, 422 if form.is_submitted() else 200, room)
    try:
        change_room(session(), room, form.draft(), revision=form.revision.data, actor_id=require_person().id, now=now())
    except StaleEditError:
        form.revision.data = room.revision
        return _form_page(row, form, 409, room, differing(form, saved_values(room)))
    session().commit()
    flash(_("Saved."), "success")
    return _back(ident)


@blueprint.post("/<address>/test")
@members_only
def test(ident: int, address: str) -> ResponseReturnValue:
    """Have a test message posted."""
    _kept(ident)
    if queue_test(session(), _room(ident, address), now()):
        session().commit()
        flash(_("The test message is posted within a few seconds. Reload this page to see how that went."), "success")
    else:
        flash(_("The last test message has not been posted yet. Reload this page to see how it went."), "info")
    return _back(ident)


@blueprint.post("/<address>/pause")
@members_only
def pause(ident: int, address: str) -> ResponseReturnValue:
    """Post nothing until it is resumed."""
    _kept(ident)
    pause_room(session(), _room(ident, address), now())
    session().commit()
    flash(_("Paused. Nothing is posted there until you resume it."), "success")
    return _back(ident)


@blueprint.post("/<address>/resume")
@members_only
def resume(ident: int, address: str) -> ResponseReturnValue:
    """Post again."""
    _kept(ident)
    resume_room(session(), _room(ident, address))
    session().commit()
    flash(_("Resumed. What was due while it was paused is not posted."), "success")
    return _back(ident)


@blueprint.post("/<address>/remove")
@members_only
def remove(ident: int, address: str) -> ResponseReturnValue:
    """Delete a room with its address."""
    _kept(ident)
    room = _room(ident, address)
    name = room.name
    remove_room(session(), room, actor_id=require_person().id, now=now())
    session().commit()
    flash(_("Chat room “%(name)s” removed. Its address has been deleted.", name=name), "success")
    return _back(ident)


def _kept(ident: int) -> Organisation:
    """Return an organisation whose rooms the person keeps; for everyone else there are none."""
    return organisation_or_404(ident) if ident in current_actor().where(Act.KEEP_CHAT_ROOMS) else abort(404)


def _room(ident: int, address: str) -> ChatRoom:
    return room_of(session(), ident, address) or abort(404)


def _back(ident: int) -> ResponseReturnValue:
    return redirect(url_for("chat.index", ident=ident), 303)


def _form_page(
    row: Organisation, form: RoomForm, status: int, room: ChatRoom | None = None, stale_rows: StaleRows | None = None
) -> ResponseReturnValue:
    # It may repeat the secret address that was typed.
    keep_plain()
    return render_template(
        "chat/room_form.html",
        organisation=row,
        form=form,
        room=room,
        host=host_of(room.secret_address) if room else "",
        platforms=PLATFORMS.values(),
        stale_rows=stale_rows or [],
    ), status
