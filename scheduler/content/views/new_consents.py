"""The page on which a new consent is recorded for a picture whose consent was withdrawn."""

from flask import abort, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import current_actor, members_only, renew_roles
from scheduler.agenda.access import context
from scheduler.content.forms.new_consents import NewConsentForm
from scheduler.content.permissions import roles
from scheduler.content.presenters.withdrawn_consents import earlier_consents
from scheduler.content.queries.items import Seen
from scheduler.content.queries.pictures import PictureRow, picture_rows
from scheduler.content.queries.withdrawn_consents import earlier_picture_consents
from scheduler.content.services.consents import FileGoneError, may_withdraw, record_new_consent
from scheduler.content.services.picture_status import today_of
from scheduler.content.views.access import item_text_logged
from scheduler.content.views.blueprint import blueprint
from scheduler.content.views.page_context import redirect_to_item
from scheduler.content.views.pictures import ANCHOR, cannot_store_message, read_upload
from scheduler.pictures.store import CannotStoreError, PictureStore, name_of
from scheduler.rows import StaleEditError
from scheduler.web.request import now, session, settings
from scheduler.web.unsaved_input import posted_texts


@blueprint.route("/content/<public_id>/pictures/<address>/new-consent", methods=["GET", "POST"])
@members_only
def new_consent(public_id: str, address: str) -> ResponseReturnValue:
    """Ask also for a picture that the copy has no more, as it is removed after a withdrawal."""
    seen, row = _asked(public_id, address)
    form = _form(seen, row)
    if not form.validate_on_submit():
        return _page(seen, row, form, 422 if form.is_submitted() else 200)
    # To read a picture takes seconds, in which nobody has to wait; what may be done is asked anew after it.
    sha256 = row.picture.sha256
    session().rollback()
    content = _content(form, sha256)
    renew_roles()
    seen, row = _asked(public_id, address)
    if form.errors:
        return _page(seen, row, form, 422)
    return _recorded(seen, row, form, content)


def _asked(public_id: str, address: str) -> tuple[Seen, PictureRow]:
    """Return a picture of an item to those who may withdraw its consent."""
    seen = item_text_logged(public_id)
    rows = picture_rows(session(), seen.item).values()
    row = next((one for one in rows if one.picture.address == address), None) or abort(404)
    if not may_withdraw(roles(current_actor(), seen.item)):
        abort(403)
    return seen, row


def _form(seen: Seen, row: PictureRow) -> NewConsentForm:
    has_file = PictureStore.of(settings()).holds(row.picture.sha256)
    today = today_of(session(), seen.item, now())
    return NewConsentForm(today=today, has_file=has_file, data={"revision": row.picture.revision})


def _content(form: NewConsentForm, sha256: str) -> bytes | None:
    """Return the file that was sent, as it is kept; with a message beside the field if it is not the one."""
    upload = read_upload(form.file) if "file" in form else None
    if upload is not None and name_of(upload.clean.content) != sha256:
        form.file.errors = [_("This is not the same picture. Choose the file that was added here, unchanged.")]
    return upload.clean.content if upload is not None else None


def _recorded(seen: Seen, row: PictureRow, form: NewConsentForm, content: bytes | None) -> ResponseReturnValue:
    store, new, by = PictureStore.of(settings()), form.new_consent(content), roles(current_actor(), seen.item)
    revision = form.revision.data
    try:
        is_new = record_new_consent(session(), store, seen.item, row, new, revision=revision, by=by, context=context())
    except StaleEditError:
        session().rollback()
        return _page(*_asked(seen.item.public_id, row.picture.address), form, 409)
    except (FileGoneError, CannotStoreError) as error:
        session().rollback()
        is_gone = isinstance(error, FileGoneError)
        form.form_errors.append(
            _("The file has been deleted in the meantime. Choose it again.") if is_gone else cannot_store_message()
        )
        return _page(*_asked(seen.item.public_id, row.picture.address), form, 422)
    session().commit()
    flash(
        _("Consent recorded. The people who were notified of the withdrawal are notified of it.")
        if is_new
        else _("Nothing has changed."),
        "success",
    )
    return redirect_to_item(seen.item.public_id, ANCHOR)


def _page(seen: Seen, row: PictureRow, form: NewConsentForm, status: int) -> ResponseReturnValue:
    """Show the form, or, where consent is not withdrawn any more, what was typed."""
    form.revision.data = row.picture.revision
    shown = {"form": form, "item": seen.item, "text": seen.text, "picture": row.picture}
    shown |= {"is_withdrawn": row.is_withdrawn, "typed": posted_texts() if form.is_submitted() else ()}
    shown["is_in_copy"] = any(file.sha256 == row.picture.sha256 for file in seen.text.attachments)
    shown["earlier"] = earlier_consents(session(), earlier_picture_consents(session(), row.picture.id))
    shown["was_changed"] = status == 409
    return render_template("content/new_consent.html", **shown), status
