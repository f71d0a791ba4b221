"""Pages to ask for sign-offs, to give one, and to take a signatory off."""

from collections.abc import Sequence
from typing import Any

from flask import abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import current_actor, members_only
from scheduler.accounts.page_context import reader_zone
from scheduler.accounts.reading import open_organisations, organisation_names
from scheduler.agenda.access import context, viewer
from scheduler.content.domain.excerpts import is_shortened
from scheduler.content.domain.pictures import MAX_PICTURES
from scheduler.content.domain.signoff import BlockerCode
from scheduler.content.domain.text_diff import Budget, FieldDifference
from scheduler.content.domain.workflow import ActionRefusedError
from scheduler.content.forms.signoffs import AnswerForm, AskForm
from scheduler.content.models import Answer, ItemVersion
from scheduler.content.permissions import roles
from scheduler.content.presenters.editor import preview
from scheduler.content.presenters.pictures import picture_panel
from scheduler.content.presenters.signoff import SignOffLine, changes_between, signoff_line
from scheduler.content.queries.items import Seen, seen_signatories, version_numbered
from scheduler.content.services.signers import who_can_answer
from scheduler.content.services.signoff_status import LoadedItem
from scheduler.content.services.signoffs import (
    ASKABLE,
    CannotSignReason,
    MayNotSignError,
    NobodyToSignError,
    TextChangedError,
    ask_for_signoffs,
    give_signoff,
    remove_signatory,
)
from scheduler.content.views.access import item_or_404, item_text_logged, require_roles
from scheduler.content.views.page_context import answer_form, redirect_to_item
from scheduler.content.views.review_blueprint import blueprint
from scheduler.content.views.transitions import refused
from scheduler.dates.timezones import day_of
from scheduler.rows import StaleEditError
from scheduler.web.forms import TokenForm
from scheduler.web.request import now, session
from scheduler.web.template_filters import day_short

ANCHOR = "sign-off"


@blueprint.route("/<public_id>/sign-off/ask", methods=["GET", "POST"])
@members_only
def ask(public_id: str) -> ResponseReturnValue:
    seen = item_text_logged(public_id)
    by = require_roles(seen.item)
    form = _ask_form(seen)
    if not form.validate_on_submit() or seen.item.state not in ASKABLE:
        return _ask_page(seen, form, 422 if form.is_submitted() else 200)
    try:
        ask_for_signoffs(session(), seen.item, form.asking(), revision=form.revision.data, by=by, context=context())
    except NobodyToSignError as error:
        return _nobody(public_id, form, error)
    except StaleEditError:
        return _stale_asking(public_id, form)
    except ActionRefusedError as error:
        return refused(error, seen.item)
    _tell_who_is_asked(seen)
    session().commit()
    return redirect_to_item(public_id, ANCHOR)


@blueprint.route("/<public_id>/sign-off/<int:organisation_id>", methods=["GET", "POST"])
@members_only
def answer(public_id: str, organisation_id: int) -> ResponseReturnValue:
    if request.method == "GET":
        return _answer_page(item_text_logged(public_id), organisation_id, None)
    seen, form = item_or_404(public_id), AnswerForm()
    if not form.validate():
        return _answer_page(item_text_logged(public_id), organisation_id, form)
    draft, form_id = form.draft(organisation_id), str(form.form_id.data)
    try:
        loaded = LoadedItem(session(), seen.item, now()).with_version(seen.version)
        given = give_signoff(
            session(), seen.item, draft, form_id=form_id, context=context(), loaded=loaded, who=current_actor()
        )
    except TextChangedError as error:
        # The same version: a release pastes other texts of it than the page showed.
        read = error.read if error.read is not error.current else None
        return _changed(public_id, organisation_id, form, read.number if read else None)
    except MayNotSignError as error:
        return _may_not(public_id, organisation_id, error)
    is_yes = given.answer == Answer.YES
    session().commit()
    flash(_("Signed off. Thank you.") if is_yes else _("Changes requested. The owner has been notified."), "success")
    return redirect_to_item(public_id, ANCHOR)


@blueprint.route("/<public_id>/sign-off/<int:organisation_id>/remove", methods=["GET", "POST"])
@members_only
def remove(public_id: str, organisation_id: int) -> ResponseReturnValue:
    seen = item_text_logged(public_id)
    by = require_roles(seen.item)
    named = organisation_names(session(), set(seen_signatories(session(), seen))).get(organisation_id)
    if named is None or seen.item.state not in ASKABLE:
        return redirect_to_item(public_id, ANCHOR)
    form = TokenForm(revision=seen.item.revision)
    if not form.validate_on_submit():
        return render_template(
            "content/remove_signatory.html", form=form, item=seen.item, text=seen.text, organisation=named
        )
    try:
        remove_signatory(session(), seen.item, organisation_id, revision=form.revision.data, by=by, context=context())
    except StaleEditError:
        session().rollback()
        flash(
            _("Someone else changed the details in the meantime. Check them again, then remove the organisation."),
            "error",
        )
        return redirect_to_item(public_id, ANCHOR)
    session().commit()
    flash(_("%(organisation)s is no longer a signatory.", organisation=named), "success")
    return redirect_to_item(public_id, ANCHOR)


def _ask_form(seen: Seen) -> AskForm:
    item, named = seen.item, seen_signatories(session(), seen)
    choices = {row.id: row.name for row in open_organisations(session()) if row.id != item.organisation_id}
    for ident, name in organisation_names(session(), set(named) - choices.keys()).items():
        choices[ident] = _("%(organisation)s (closed)", organisation=name)
    today = day_of(now(), reader_zone())
    saved = {"signatories": list(named), "due_on": item.signoff_due_on, "revision": item.revision}
    return AskForm(list(choices.items()), item.publish_on, today, data=saved)


def _ask_page(
    seen: Seen, form: AskForm, status: int = 200, rows: list[tuple[str, str, str]] | None = None
) -> ResponseReturnValue:
    if seen.item.state not in ASKABLE:
        flash(_("It is published or cancelled: no more sign-offs are needed."), "error")
        return redirect_to_item(seen.item.public_id, ANCHOR)
    loaded = LoadedItem(session(), seen.item, now()).with_version(seen.version)
    lacking = next((one for one in loaded.status.blockers if one.code is BlockerCode.SECOND_PERSON_NEEDED), None)
    names = {seen.item.organisation_id: loaded.owner_name}
    page = {"item": seen.item, "text": seen.text, "rows": rows, "lacking": lacking, "organisations": names}
    return render_template("content/ask_signoff.html", form=form, **page), status


def _tell_who_is_asked(seen: Seen) -> None:
    loaded = LoadedItem(session(), seen.item, now())
    able = who_can_answer(session(), loaded)
    silent = {ident for ident, people in able.items() if not people}
    if loaded.status.awaits_second_check and any(able.values()):
        # The yes of another signatory counts for the owning organisation, too.
        silent.discard(seen.item.organisation_id)
    if not silent:
        flash(_("Everyone whose sign-off is missing has been asked."), "success")
        return
    names = ", ".join(organisation_names(session(), silent).values())
    text = _(
        "No one can sign off for %(organisations)s yet. Add another signatory, or ask a coordinator to appoint a lead.",
        organisations=names,
    )
    flash(text, "warning")


def _nobody(public_id: str, form: AskForm, error: NobodyToSignError) -> ResponseReturnValue:
    session().rollback()
    names = ", ".join(organisation_names(session(), error.organisation_ids).values())
    text = _(
        "No one can sign off without a lead: %(organisations)s. Ask a coordinator to appoint one.", organisations=names
    )
    form.signatories.errors = [text]
    return _ask_page(item_or_404(public_id), form, 422)


def _stale_asking(public_id: str, form: AskForm) -> ResponseReturnValue:
    session().rollback()
    seen = item_or_404(public_id)
    choices = dict(form.signatories.choices or ())
    named = seen_signatories(session(), seen)
    pairs = (form.signatories.data or (), named)
    yours, theirs = (", ".join(str(choices.get(ident, "…")) for ident in sorted(ids)) or "–" for ids in pairs)
    typed, saved = (day_short(day) if day else "–" for day in (form.due_on.data, seen.item.signoff_due_on))
    rows = [(str(form.signatories.label.text), yours, theirs), (str(form.due_on.label.text), typed, saved)]
    form.revision.data = seen.item.revision
    return _ask_page(seen, form, 409, [row for row in rows if row[1] != row[2]])


def _answer_page(seen: Seen, organisation_id: int, form: AnswerForm | None) -> ResponseReturnValue:
    line = _line(seen, organisation_id)
    if line.bar is not None:
        return _barred(seen, line, line.bar)
    return _answer_template(
        seen, line, form or answer_form(seen.version.signed_hash), line.changes
    ), 422 if form else 200


def _changed(public_id: str, organisation_id: int, typed: AnswerForm, read: int | None) -> ResponseReturnValue:
    """Show what changed since the text was read; nothing is recorded, and the comment is kept."""
    session().rollback()
    seen = item_text_logged(public_id)
    line = _line(seen, organisation_id)
    old = version_numbered(session(), viewer(), seen.item, read) if read is not None else None
    form = answer_form(seen.version.signed_hash)
    form.comment.data = typed.comment.data
    changes = changes_between(old, seen.version, Budget()) if old else line.changes
    return _answer_template(seen, line, form, changes, read=old), 409


def _answer_template(
    seen: Seen,
    line: SignOffLine,
    form: AnswerForm,
    changes: Sequence[FieldDifference],
    **stale: ItemVersion | None,
) -> str:
    """Render the page; with `read`, even None, it says that the text has changed meanwhile."""
    page: dict[str, Any] = {"line": line, "form": form, "item": seen.item, "text": seen.text, "version": seen.version}
    variants = {row.organisation_id for row in seen.text.variants if row.organisation_id is not None}
    names = organisation_names(session(), variants)
    by = roles(current_actor(), seen.item)
    page |= {
        # All of them: what is signed is what is shown.
        "pictures": picture_panel(session(), by, seen, now(), per_page=MAX_PICTURES),
        "preview": preview(session(), seen, seen.text),
        "changes": changes,
        "is_shortened": is_shortened(changes),
        "organisations": names,
    }
    return render_template("content/answer_signoff.html", **page, is_stale="read" in stale, read=stale.get("read"))


def _may_not(public_id: str, organisation_id: int, error: MayNotSignError) -> ResponseReturnValue:
    session().rollback()
    seen = item_or_404(public_id)
    return _barred(seen, _line(seen, organisation_id), error.bar)


def _barred(seen: Seen, line: SignOffLine, bar: CannotSignReason) -> ResponseReturnValue:
    return render_template("content/may_not_sign.html", line=line, bar=bar, item=seen.item, text=seen.text), 403


def _line(seen: Seen, organisation_id: int) -> SignOffLine:
    return signoff_line(session(), current_actor(), seen, organisation_id, now()) or abort(404)
