"""The page on which coordinators say which checks are required, and the one that overrides a required check."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import coordinators_only, members_only, require_person
from scheduler.accounts.domain.acts import Act
from scheduler.accounts.reading import coalition
from scheduler.accounts.services.organisations import Changing
from scheduler.agenda.access import context
from scheduler.content.checks.registry import BY_SLUG
from scheduler.content.domain.errors import WrongStateError
from scheduler.content.domain.workflow import UNPUBLISHED, ItemRoles
from scheduler.content.forms.checks import LEVEL_LABELS, CheckRulesForm, OverrideForm, check_rules_form
from scheduler.content.presenters.checks import CheckResult, check_result
from scheduler.content.queries.items import Seen
from scheduler.content.services.check_overrides import FindingsChangedError, checked_text, override_check
from scheduler.content.views.access import item_or_404, item_text_logged, require_roles
from scheduler.content.views.blueprint import blueprint
from scheduler.content.views.page_context import redirect_to_item
from scheduler.guidance.models import Level
from scheduler.guidance.reading import check_levels
from scheduler.guidance.services.rules import set_levels
from scheduler.rows import StaleEditError
from scheduler.web.request import now, session

ANCHOR = "checks"


@blueprint.route("/content/checks", methods=["GET", "POST"])
@coordinators_only
def check_rules() -> ResponseReturnValue:
    form = _rules_form()
    if not form.validate_on_submit():
        return _rules_page(form, 422 if form.is_submitted() else 200)
    try:
        set_levels(session(), form.levels(), Changing(require_person().id, form.revision.data), now())
    except StaleEditError as error:
        session().rollback()
        return _stale(form, error)
    session().commit()
    flash(_("Saved."), "success")
    return redirect(url_for("content.check_rules"), 303)


@blueprint.route("/content/<public_id>/checks/<slug>/override", methods=["GET", "POST"])
@members_only
def override_check_of(public_id: str, slug: str) -> ResponseReturnValue:
    if slug not in BY_SLUG:
        abort(404)
    seen = item_text_logged(public_id)
    by = require_roles(seen.item)
    if not by.may(Act.SCHEDULE):
        abort(403)
    result, found = _finding_now(seen, slug)
    if result is None:
        flash(_("There is nothing to override: this check does not block anything."), "info")
        return redirect_to_item(public_id, ANCHOR)
    form = OverrideForm(data={"found": found})
    if not form.validate_on_submit():
        return _override_page(seen, form, result, 422 if form.is_submitted() else 200)
    if not _overridden(seen, slug, form, by):
        form.found.data = found
        form.form_errors.append(_("The copy was changed in the meantime. Read what the check finds now."))
        return _override_page(item_or_404(public_id), form, result, 409)
    flash(_("Overridden. Your reason is kept with the copy, as long as the check finds exactly this."), "success")
    return redirect_to_item(public_id, ANCHOR)


def _overridden(seen: Seen, slug: str, form: OverrideForm, by: ItemRoles) -> bool:
    """Override a check; False if it finds something else than what was seen, or is in nobody's way any more."""
    try:
        found = form.found.data or ""
        override_check(session(), seen.item, slug, form.reason.data, found=found, by=by, context=context())
    except (FindingsChangedError, WrongStateError):
        session().rollback()
        return False
    session().commit()
    return True


def _rules_form() -> CheckRulesForm:
    row = coalition(session())
    return check_rules_form(check_levels(session()), row.revision if row is not None else 0)


def _rules_page(form: CheckRulesForm, status: int) -> ResponseReturnValue:
    return render_template("content/check_rules.html", form=form, checks=list(BY_SLUG.values())), status


def _stale(form: CheckRulesForm, error: StaleEditError) -> ResponseReturnValue:
    """Show the form again, for somebody else was faster; saving once more takes what it says now."""
    row = coalition(session())
    form.revision.data = row.revision if row is not None else 0
    for slug, level in error.current.items():
        if form[slug].data != level:
            saved = str(LEVEL_LABELS[Level(level)])
            form[slug].errors = [_("Someone else chose “%(level)s”.", level=saved)]
    form.form_errors.append(_("Someone else changed the settings of the coalition. Check this, and save again."))
    return _rules_page(form, 409)


def _finding_now(seen: Seen, slug: str) -> tuple[CheckResult | None, str]:
    """Return what a required check finds in the copy, and the hash of it; None where nothing stands in the way."""
    if seen.item.state not in UNPUBLISHED:
        return None, ""
    checked = checked_text(session(), seen.item, seen.text, now())
    for state in checked.states:
        if state.check.slug == slug and state.stands_in_the_way:
            return check_result(state, checked.draft), state.findings_hash
    return None, ""


def _override_page(seen: Seen, form: OverrideForm, result: CheckResult, status: int) -> ResponseReturnValue:
    page = {"form": form, "item": seen.item, "text": seen.text, "result": result}
    return render_template("content/override_check.html", **page), status
