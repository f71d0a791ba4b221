"""Pages for observances that the catalogue does not have."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from scheduler.accounts.access import alone, members_only
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import context
from scheduler.dates.timezones import day_of
from scheduler.observances.domain.edition_changes import EditionChange
from scheduler.observances.forms.custom_observances import (
    OwnForm,
    defaults_of,
    differences,
    form_for,
    known_kind,
    shown_in_form,
)
from scheduler.observances.models import Observance
from scheduler.observances.rules.registry import RULES
from scheduler.observances.services import custom_observances as services
from scheduler.observances.views.access import may_with, require_editor, seen_observance
from scheduler.rows import StaleEditError
from scheduler.web.request import now, session

blueprint = Blueprint("own_observances", __name__)


@blueprint.route("/observances/new", methods=["GET", "POST"])
@members_only
@alone
def new() -> ResponseReturnValue:
    require_editor()
    kind = known_kind(request.args.get("kind", ""))
    form = form_for(kind)(**defaults_of(kind))
    if not form.validate_on_submit():
        return _page(form, 422 if form.is_submitted() else 200)
    if not _is_confirmed(form):
        return _page(form, 200)
    observance = services.create_own(session(), form.row(), form_id=str(form.form_id.data), context=context())
    slug, name = observance.slug, observance.name
    session().commit()
    flash(_("%(name)s added: its dates are in the calendar.", name=name), "success")
    return redirect(url_for("observances.show", slug=slug), 303)


@blueprint.route("/observances/<slug>/edit", methods=["GET", "POST"])
@members_only
@alone
def edit(slug: str) -> ResponseReturnValue:
    observance = seen_observance(slug)
    if observance.in_catalogue:
        require_editor()
        abort(404)
    if not may_with(observance).change:
        abort(403)
    kind = known_kind(request.args.get("kind", observance.rule_kind))
    form = form_for(kind)(**(defaults_of(kind) | shown_in_form(observance)))
    if not form.validate_on_submit():
        return _page(form, 422 if form.is_submitted() else 200, observance)
    if not _is_confirmed(form):
        return _page(form, 200, observance)
    try:
        changes = services.change_own(session(), observance, form.row(), revision=form.revision.data, context=context())
    except StaleEditError:
        form.revision.data = observance.revision
        return _page(form, 409, observance, differences(form, observance))
    return _saved(slug, changes)


def _is_confirmed(form: OwnForm) -> bool:
    """Say whether to save: the button was pressed under the very dates that would be saved."""
    return "save" in request.form and form.is_previewed


def _saved(slug: str, changes: list[EditionChange]) -> ResponseReturnValue:
    kept = [change.period for change in changes if change.is_conflict]
    session().commit()
    flash(_("Observance saved."), "success")
    if kept:
        text = ngettext(
            "One date that was set by hand stays: %(periods)s. Check that it is still correct.",
            "%(num)s dates that were set by hand stay: %(periods)s. Check that they are still correct.",
            len(kept),
            periods=", ".join(kept),
        )
        flash(text, "warning")
    return redirect(url_for("observances.show", slug=slug), 303)


def _page(
    form: OwnForm, status: int, observance: Observance | None = None, rows: list[tuple[str, str, str]] | None = None
) -> ResponseReturnValue:
    dates = None
    if form.is_submitted() and not form.errors:
        form.note_preview()
        dates = form.coming_editions(day_of(now(), reader_zone()).year)
    shown: dict[str, Any] = {"observance": observance, "stale_rows": rows, "dates": dates}
    kinds = [(kind, rule.label.render(_)) for kind, rule in RULES.items()]
    rule_fields = RULES[form.kind].fields
    page = render_template(
        "observances/custom_observance.html", form=form, kinds=kinds, rule_fields=rule_fields, **shown
    )
    return page, status
