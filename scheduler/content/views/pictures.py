"""Pages on which pictures are added to an item, changed, put in order, removed, and taken back by those they show."""

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.file import FileField

from scheduler.accounts.access import alone, current_actor, members_only, renew_roles
from scheduler.agenda.access import context
from scheduler.content.domain.workflow import WITH_LINK, ActionRefusedError, ItemRoles
from scheduler.content.forms.pictures import (
    AGREED,
    NOBODY_SHOWN,
    NewPictureForm,
    PictureForm,
    RemovePictureForm,
    WithdrawConsentForm,
    file_bytes,
    problem_message,
)
from scheduler.content.permissions import roles
from scheduler.content.presenters.pictures import (
    PER_PAGE,
    PictureLine,
    copy_lines,
    may_change,
    picture_line,
    picture_panel,
)
from scheduler.content.presenters.withdrawn_consents import earlier_consents, withdrawn_pictures_of
from scheduler.content.queries.items import Seen
from scheduler.content.queries.pictures import TextPicture, seen_picture, seen_pictures
from scheduler.content.queries.withdrawn_consents import earlier_picture_consents
from scheduler.content.services.consents import may_withdraw, withdraw_consent
from scheduler.content.services.picture_status import today_of
from scheduler.content.services.pictures import (
    PictureChange,
    PictureGoneError,
    PictureThereError,
    TooManyPicturesError,
    Upload,
    add_picture,
    change_picture,
    details_of,
    move_picture,
    remove_picture,
)
from scheduler.content.views.access import item_or_404, item_text_logged, logged
from scheduler.content.views.blueprint import blueprint
from scheduler.content.views.page_context import redirect_to_item
from scheduler.content.views.transitions import reasons_of, refused
from scheduler.pictures.formats import UnusablePictureError
from scheduler.pictures.store import CannotStoreError, PictureStore, name_of
from scheduler.rows import StaleEditError
from scheduler.web.forms import TokenForm, differing
from scheduler.web.pagination import requested_page
from scheduler.web.request import now, session, settings

MEGABYTE = 1_000_000
ANCHOR = "pictures"
STEPS = {"up": -1, "down": 1}


@blueprint.get("/content/<public_id>/pictures")
@members_only
def pictures(public_id: str) -> ResponseReturnValue:
    seen = item_text_logged(public_id)
    number = requested_page(request.args)
    panel = picture_panel(session(), _by(seen), seen, now(), number=number, per_page=PER_PAGE)
    withdrawn = withdrawn_pictures_of(session(), _by(seen), seen)
    return render_template("content/pictures.html", item=seen.item, text=seen.text, pictures=panel, withdrawn=withdrawn)


@blueprint.route("/content/<public_id>/pictures/new", methods=["GET", "POST"])
@members_only
def new_picture(public_id: str) -> ResponseReturnValue:
    seen = item_text_logged(public_id)
    _require_change(seen)
    form = NewPictureForm(today=today_of(session(), seen.item, now()), is_out=_is_out(seen))
    if not form.validate_on_submit():
        return _new_page(seen, form)
    # To read a picture takes seconds, in which nobody has to wait; what may be done is asked anew after it.
    session().rollback()
    upload = read_upload(form.file)
    renew_roles()
    seen = item_or_404(public_id)
    if upload is None:
        return _new_page(seen, form)
    return _added(seen, form, upload)


@blueprint.route("/content/<public_id>/pictures/<address>", methods=["GET", "POST"])
@members_only
def picture(public_id: str, address: str) -> ResponseReturnValue:
    seen, one = _picture_or_404(public_id, address)
    form = _picture_form(seen, one)
    if not form.is_submitted():
        return _picture_page(seen, one, form)
    _require_change(seen)
    if not form.validate():
        return _picture_page(seen, one, form, 422)
    try:
        change = _change(seen, form.correction_note)
        is_new = change_picture(session(), seen.item, one.row, form.draft(), revision=form.revision.data, change=change)
    except StaleEditError:
        return _stale(public_id, address, form)
    except ActionRefusedError as error:
        _explain(form, error)
        return _picture_page(*_picture_or_404(public_id, address), form, 422)
    session().commit()
    flash(_("Picture saved.") if is_new else _("Nothing has changed."), "success")
    return redirect_to_item(public_id, ANCHOR)


@blueprint.post("/content/<public_id>/pictures/<address>/move/<direction>")
@members_only
def shift_picture(public_id: str, address: str, direction: str) -> ResponseReturnValue:
    step = STEPS.get(direction) or abort(404)
    seen, one = _picture_or_404(public_id, address)
    _require_change(seen)
    if _is_out(seen):
        abort(403)
    try:
        move_picture(session(), seen.item, one.row, step, change=_change(seen))
    except ActionRefusedError as error:
        return refused(error, seen.item)
    session().commit()
    place = [shown.row.picture.address for shown in seen_pictures(session(), seen)].index(address) + step
    number = max(0, place) // PER_PAGE + 1
    return redirect(url_for("content.pictures", public_id=public_id, page=number, _anchor=f"picture-{address}"), 303)


@blueprint.route("/content/<public_id>/pictures/<address>/remove", methods=["GET", "POST"])
@members_only
def drop_picture(public_id: str, address: str) -> ResponseReturnValue:
    seen, one = _picture_or_404(public_id, address)
    _require_change(seen)
    form = RemovePictureForm(is_out=_is_out(seen))
    if not form.validate_on_submit():
        page = _page_values(seen, one, form)
        return render_template("content/remove_picture.html", **page), 422 if form.is_submitted() else 200
    try:
        remove_picture(session(), seen.item, one.row, change=_change(seen, form.correction_note))
    except ActionRefusedError as error:
        return refused(error, seen.item)
    session().commit()
    flash(_("Picture removed."), "success")
    return redirect_to_item(public_id, ANCHOR)


@blueprint.route("/content/<public_id>/pictures/<address>/withdraw-consent", methods=["GET", "POST"])
@members_only
@alone
def end_picture_consent(public_id: str, address: str) -> ResponseReturnValue:
    form = WithdrawConsentForm()
    # Until it is withdrawn nothing is committed, as nobody may write meanwhile.
    seen = item_or_404(public_id) if form.is_submitted() else item_text_logged(public_id)
    one = seen_picture(session(), seen, address) or abort(404)
    if not may_withdraw(_by(seen)):
        abort(403)
    if not form.validate_on_submit():
        return _consent_page(logged(seen), one, form)
    withdraw_consent(session(), seen.item, one.row, form.reason.data, by=_by(seen), context=context())
    session().commit()
    flash(_("Consent withdrawn. Everyone who has the picture is notified."), "success")
    return redirect_to_item(public_id, ANCHOR)


def _consent_page(seen: Seen, one: TextPicture, form: WithdrawConsentForm) -> ResponseReturnValue:
    page = _page_values(seen, one, form)
    return render_template("content/withdraw_consent.html", **page), 422 if form.is_submitted() else 200


def read_upload(file: FileField) -> Upload | None:
    """Return what is to be kept, in its place on the disk; None with a message beside the field."""
    # Here, as few need it: with it comes the library for pictures.
    from scheduler.pictures.cleaning import clean_picture  # noqa: PLC0415

    most = settings().picture_max_mb
    content = file_bytes(file, most * MEGABYTE)
    if len(content) > most * MEGABYTE:
        file.errors = [_("This file is larger than %(most)s MB. Make it smaller.", most=most)]
        return None
    megapixels = settings().picture_max_megapixels
    try:
        clean = clean_picture(content, megapixels * 1_000_000)
        PictureStore.of(settings()).keep(clean.content)
    except UnusablePictureError as error:
        file.errors = [problem_message(error.problem, megapixels)]
        return None
    except CannotStoreError:
        file.errors = [cannot_store_message()]
        return None
    return Upload(clean, name_of(content))


def _added(seen: Seen, form: NewPictureForm, upload: Upload) -> ResponseReturnValue:
    store, change = PictureStore.of(settings()), _change(seen, form.correction_note)
    named = (form.name, form.draft())
    try:
        _require_change(seen)
        add_picture(session(), store, seen.item, upload, named, form_id=form.form_id.data, change=change)
    except ActionRefusedError as error:
        _explain(form, error)
        return _new_page(item_or_404(seen.item.public_id), form)
    except (PictureGoneError, PictureThereError, TooManyPicturesError, CannotStoreError) as error:
        session().rollback()
        form.file.errors = [_why_not_added(error)]
        return _new_page(item_or_404(seen.item.public_id), form)
    session().commit()
    flash(_("Picture added. Its preview appears in a moment."), "success")
    return redirect_to_item(seen.item.public_id, ANCHOR)


def _explain(form: PictureForm, error: ActionRefusedError) -> None:
    """Say above what was typed why it cannot be saved."""
    form.form_errors[:] = reasons_of(error)
    session().rollback()


def _why_not_added(error: Exception) -> str:
    if isinstance(error, PictureGoneError):
        return _("Consent for this picture was withdrawn, so it cannot be used again before a new consent is recorded.")
    if isinstance(error, PictureThereError):
        return _("This item has this picture already.")
    if isinstance(error, TooManyPicturesError):
        return _("This item has as many pictures as it can have. Remove one first.")
    return cannot_store_message()


def cannot_store_message() -> str:
    """Return what a person is told whose picture the disk does not take."""
    return _(
        "The server cannot store pictures now: its disk may be full. Nothing was saved."
        " Ask the person who runs it for help."
    )


def _by(seen: Seen) -> ItemRoles:
    return roles(current_actor(), seen.item)


def _is_out(seen: Seen) -> bool:
    return seen.item.state in WITH_LINK


def _require_change(seen: Seen) -> None:
    if not may_change(_by(seen), seen):
        abort(403)


def _change(seen: Seen, note: str = "") -> PictureChange:
    return PictureChange(_by(seen), context(), note)


def _picture_or_404(public_id: str, address: str) -> tuple[Seen, TextPicture]:
    seen = item_text_logged(public_id)
    return seen, seen_picture(session(), seen, address) or abort(404)


def _picture_form(seen: Seen, one: TextPicture) -> PictureForm:
    shown = _saved(seen, one) | {"revision": one.row.picture.revision}
    today = today_of(session(), seen.item, now())
    form = PictureForm(today=today, is_out=_is_out(seen), data=shown)
    form.saved_words, form.saved_until = (one.file.alt_text, one.file.credit), one.row.consent.until
    return form


def _saved(seen: Seen, one: TextPicture) -> dict[str, Any]:
    """Return what the form shows of a saved picture; who is shown, to those alone who may change that."""
    details = details_of(one.row)
    consent, (x, y) = details.consent, details.focus
    tells_all = may_withdraw(_by(seen))
    return {
        "alt_text": one.file.alt_text,
        "credit": one.file.credit,
        "licence": details.licence,
        "shown": AGREED if consent.shows_people else NOBODY_SHOWN,
        "people": consent.people if tells_all else "",
        "consent_scope": consent.scope if tells_all else "",
        "consent_until": consent.until,
        "focus": f"{x}-{y}",
    }


def _stale(public_id: str, address: str, form: PictureForm) -> ResponseReturnValue:
    """Show what was typed beside what somebody else has saved."""
    session().rollback()
    seen, one = _picture_or_404(public_id, address)
    form.revision.data = one.row.picture.revision
    return _picture_page(seen, one, form, 409, stale_rows=differing(form, _saved(seen, one)))


def _page_values(seen: Seen, one: TextPicture, form: TokenForm) -> dict[str, Any]:
    line: PictureLine = picture_line(session(), _by(seen), seen, one, now())
    return {"form": form, "item": seen.item, "text": seen.text, "picture": line}


def _picture_page(
    seen: Seen, one: TextPicture, form: PictureForm, status: int = 200, **more: object
) -> ResponseReturnValue:
    by = _by(seen)
    page = _page_values(seen, one, form) | {"stale_rows": None} | more
    page |= {"may_change": may_change(by, seen), "may_withdraw": may_withdraw(by), "copies": (), "earlier": ()}
    if may_withdraw(by):
        page["copies"] = copy_lines(session(), one)
        page["earlier"] = earlier_consents(session(), earlier_picture_consents(session(), one.row.picture.id))
    return render_template("content/picture.html", **page), status


def _new_page(seen: Seen, form: NewPictureForm) -> ResponseReturnValue:
    limits: dict[str, object] = {
        "most_mb": settings().picture_max_mb,
        "most_megapixels": settings().picture_max_megapixels,
    }
    page = limits | {"form": form, "item": seen.item, "text": seen.text}
    page["withdrawn"] = withdrawn_pictures_of(session(), _by(seen), seen)
    return render_template("content/new_picture.html", **page), 422 if form.is_submitted() else 200
