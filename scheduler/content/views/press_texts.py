"""The page of what an organisation keeps ready for press releases: boilerplate and media contact, with all versions."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import current_actor, members_only, organisation_or_404, require_person
from scheduler.accounts.domain.acts import Act, may
from scheduler.accounts.models import Organisation
from scheduler.content.domain.press_texts import MAX_PRESS_CHARS
from scheduler.content.forms.press_texts import PressDetailsForm, PressLanguageForm
from scheduler.content.presenters.press_texts import press_page
from scheduler.content.queries.press_texts import press_details
from scheduler.content.services.press_texts import PressChange, save_press_details
from scheduler.content.views.blueprint import blueprint
from scheduler.rows import StaleEditError
from scheduler.web.forms import StaleRows, compare
from scheduler.web.pagination import requested_page
from scheduler.web.request import now, session


@blueprint.get("/organisations/<int:ident>/press")
@members_only
def press(ident: int) -> ResponseReturnValue:
    row, asked = organisation_or_404(ident), PressLanguageForm(request.args)
    if not asked.validate():
        return _page(row, None, asked)
    details = press_details(session(), ident, asked.language.data)
    return _page(row, PressDetailsForm(data={"revision": details.revision, **details.texts}), asked)


@blueprint.post("/organisations/<int:ident>/press")
@members_only
def save_press(ident: int) -> ResponseReturnValue:
    row, asked, form = organisation_or_404(ident), PressLanguageForm(request.args), PressDetailsForm()
    if not _may_change(ident):
        abort(403)
    if not asked.validate():
        return _page(row, None, asked, status=422)
    if not form.validate():
        return _page(row, form, asked, status=422)
    language = asked.language.data
    change = PressChange(form.texts(), language, form.revision.data)
    try:
        is_new = save_press_details(session(), ident, change, require_person().id, now())
    except StaleEditError as error:
        current = press_details(session(), ident, language).revision
        return _page(row, form, asked, status=409, stale_rows=compare(form, error.current, current))
    session().commit()
    flash(_("Saved.") if is_new else _("Nothing has changed, so there is no new version."), "success")
    return redirect(url_for("content.press", ident=ident, language=language or None), 303)


def _may_change(ident: int) -> bool:
    return may(Act.CHANGE_PRESS_DETAILS, current_actor().roles_in(ident))


def _page(
    row: Organisation,
    form: PressDetailsForm | None,
    asked: PressLanguageForm,
    *,
    status: int = 200,
    stale_rows: StaleRows | None = None,
) -> ResponseReturnValue:
    """Show what is kept in the language asked for; without a form only that this is no language."""
    language = asked.language.data if form is not None else ""
    template = render_template(
        "content/press.html",
        organisation=row,
        form=form,
        asked=asked,
        page=press_page(session(), row.id, language, requested_page(request.args)),
        may_change=_may_change(row.id),
        stale_rows=stale_rows,
        most=MAX_PRESS_CHARS,
    )
    return template, status
