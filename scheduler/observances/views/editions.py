"""Pages that change one edition: its texts, its days, whether it is held."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from scheduler.accounts.access import alone, members_only
from scheduler.agenda.access import context
from scheduler.observances.forms.editions import (
    CancelForm,
    DaysForm,
    EditionForm,
    MoveReasonNeeded,
    day_differences,
    word_differences,
)
from scheduler.observances.models import Edition
from scheduler.observances.presenters.views import view_of
from scheduler.observances.services import edition_edits as services
from scheduler.observances.services.estimates import is_estimated, is_expected
from scheduler.observances.views.access import cancellable_edition, describable_edition, may_with, movable_edition
from scheduler.rows import StaleEditError
from scheduler.web.request import session

blueprint = Blueprint("editions", __name__)

Rows = list[tuple[str, str, str]]


@blueprint.route("/observances/<slug>/<period>/edit", methods=["GET", "POST"])
@members_only
@alone
def edit(slug: str, period: str) -> ResponseReturnValue:
    edition = describable_edition(slug, period)
    form = EditionForm(obj=edition)
    if edition.starts_on is not None and not is_expected(edition):
        del form.ask_on
    if not form.validate_on_submit():
        return _page("texts", form, edition, 422 if form.is_submitted() else 200)
    revision = form.revision.data
    try:
        services.describe_edition(session(), edition, form.texts(), revision=revision, context=context())
    except StaleEditError:
        form.revision.data = edition.revision
        return _page("texts", form, edition, 409, word_differences(form, edition))
    session().commit()
    flash(_("Saved. Calendars show it at their next refresh."), "success")
    return _to_edition(slug, period)


@blueprint.route("/observances/<slug>/<period>/dates", methods=["GET", "POST"])
@members_only
@alone
def dates(slug: str, period: str) -> ResponseReturnValue:
    edition = movable_edition(slug, period)
    form = _days_form(edition)
    if not form.validate_on_submit():
        return _page("days", form, edition, 422 if form.is_submitted() else 200)
    try:
        services.set_days(session(), edition, form.days(), revision=form.revision.data, context=context())
    except services.DaysError as error:
        form.explain(error, edition)
        return _page("days", form, edition, 422)
    except StaleEditError:
        form.revision.data = edition.revision
        return _page("days", form, edition, 409, day_differences(form, edition))
    session().commit()
    flash(_("Date saved. What depends on it has moved along, and the people involved have been notified."), "success")
    return _to_edition(slug, period)


@blueprint.route("/observances/<slug>/<period>/cancel", methods=["GET", "POST"])
@members_only
@alone
def cancel(slug: str, period: str) -> ResponseReturnValue:
    edition = cancellable_edition(slug, period)
    form = CancelForm()
    if not form.validate_on_submit():
        return _page("cancel", form, edition, 422 if form.is_submitted() else 200)
    services.cancel_edition(session(), edition, form.reason.data, context())
    session().commit()
    flash(_("Cancelled. Calendars show it as cancelled for 60 days."), "success")
    return _to_edition(slug, period)


@blueprint.post("/observances/<slug>/<period>/restore")
@members_only
@alone
def restore(slug: str, period: str) -> ResponseReturnValue:
    services.restore_edition(session(), cancellable_edition(slug, period), context())
    session().commit()
    flash(_("The date is reinstated."), "success")
    return _to_edition(slug, period)


@blueprint.post("/observances/<slug>/<period>/use-rule")
@members_only
@alone
def use_rule(slug: str, period: str) -> ResponseReturnValue:
    services.use_rule_days(session(), movable_edition(slug, period), context())
    session().commit()
    flash(_("The date follows its rule again."), "success")
    return _to_edition(slug, period)


@blueprint.post("/observances/<slug>/<period>/keep-days")
@members_only
@alone
def keep_days(slug: str, period: str) -> ResponseReturnValue:
    services.keep_days(session(), movable_edition(slug, period), context())
    session().commit()
    flash(_("Your dates stay as they are."), "success")
    return _to_edition(slug, period)


def _days_form(edition: Edition) -> DaysForm:
    form = DaysForm(
        first_day=edition.starts_on,
        last_day=edition.ends_on,
        reason=edition.override_reason,
        official_url=edition.official_url,
        revision=edition.revision,
    )
    if edition.rule_starts_on is not None and not is_estimated(edition):
        # To announce a date that nobody knew for certain needs no reason; to differ from the rule does.
        form.reason.validators = [*form.reason.validators, MoveReasonNeeded(edition)]
    return form


def _page(
    part: str, form: EditionForm | DaysForm | CancelForm, edition: Edition, status: int, rows: Rows | None = None
) -> ResponseReturnValue:
    page = render_template(
        f"observances/edition_{part}.html",
        form=form,
        edition_view=view_of(edition),
        observance=edition.observance,
        part=part,
        may=may_with(edition.observance),
        has_rule_days=edition.rule_starts_on is not None and not is_estimated(edition),
        stale_rows=rows,
    )
    return page, status


def _to_edition(slug: str, period: str) -> Response:
    return redirect(url_for("observances.show", slug=slug, _anchor=period), 303)
