"""The list of facts, and the forms that add, change and retire one."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import members_only, require_person
from scheduler.accounts.page_context import reader_zone
from scheduler.accounts.services.naming import names_with_organisations
from scheduler.agenda.access import context
from scheduler.dates.timezones import day_of
from scheduler.facts.access import may_keep_facts, require_keeper
from scheduler.facts.forms.facts import FactForm, RetireForm
from scheduler.facts.labels import source_label
from scheduler.facts.models import Fact
from scheduler.facts.presenters import fact_line, owner_choices
from scheduler.facts.reading import fact_of, facts_page, version_of
from scheduler.facts.services.facts import RetiredError, add_fact, change_fact, retire_fact
from scheduler.rows import StaleEditError
from scheduler.web.forms import StaleRows, TokenForm, differing
from scheduler.web.pagination import requested_page
from scheduler.web.request import now, session
from scheduler.web.searching import searched_text

blueprint = Blueprint("facts", __name__)


@blueprint.get("/facts")
@members_only
def index() -> ResponseReturnValue:
    text = searched_text(request.args)
    page = facts_page(session(), text, requested_page(request.args))
    today = day_of(now(), reader_zone())
    lines = [fact_line(fact, today) for fact in page.items]
    return render_template("facts/index.html", page=page, lines=lines, text=text, may_edit=may_keep_facts())


@blueprint.route("/facts/new", methods=["GET", "POST"])
@members_only
def new() -> ResponseReturnValue:
    require_keeper()
    form = FactForm(data=None if request.form else {"owner_id": require_person().id})
    form.owner_id.choices = list(owner_choices(session()))
    if not form.validate_on_submit():
        return _form_page(form, 422 if form.is_submitted() else 200)
    fact = add_fact(session(), form.draft(), form_id=form.form_id.data, context=context())
    fact_id = fact.id
    session().commit()
    flash(_("Fact added. Now link it on the pages of the content that uses it."), "success")
    return redirect(url_for("fact_page.show", fact_id=fact_id), 303)


@blueprint.route("/facts/<int:fact_id>/edit", methods=["GET", "POST"])
@members_only
def edit(fact_id: int) -> ResponseReturnValue:
    require_keeper()
    fact = fact_of(session(), fact_id) or abort(404)
    if fact.retired_at is not None:
        return _already_retired(fact)
    form = FactForm(obj=fact)
    form.owner_id.choices = list(owner_choices(session(), fact.owner_id))
    if not form.validate_on_submit():
        return _form_page(form, 422 if form.is_submitted() else 200, fact)
    try:
        change_fact(session(), fact, form.draft(), revision=form.revision.data, context=context())
    except RetiredError:
        return _already_retired(fact)
    except StaleEditError as error:
        form.revision.data = fact.revision
        return _form_page(form, 409, fact, differing(form, error.current))
    session().commit()
    flash(_("Fact saved. What it said before stays on its page."), "success")
    return redirect(url_for("fact_page.show", fact_id=fact_id), 303)


@blueprint.route("/facts/<int:fact_id>/retire", methods=["GET", "POST"])
@members_only
def retire(fact_id: int) -> ResponseReturnValue:
    require_keeper()
    fact = fact_of(session(), fact_id) or abort(404)
    if fact.retired_at is not None:
        return _already_retired(fact)
    form = RetireForm(obj=fact)
    if not form.validate_on_submit():
        return _retire_page(form, 422 if form.is_submitted() else 200, fact)
    try:
        retire_fact(session(), fact, form.reason.data, revision=form.revision.data, context=context())
    except RetiredError:
        return _already_retired(fact)
    except StaleEditError:
        form.revision.data = fact.revision
        form.form_errors.append(_("It was changed in the meantime. Read what it says now, then retire it."))
        return _retire_page(form, 409, fact)
    session().commit()
    flash(_("Retired. It remains here with your reason, and no one can link it any more."), "success")
    return redirect(url_for("fact_page.show", fact_id=fact_id), 303)


@blueprint.get("/facts/<int:fact_id>/versions/<int:number>")
@members_only
def version(fact_id: int, number: int) -> ResponseReturnValue:
    fact = fact_of(session(), fact_id) or abort(404)
    row = version_of(session(), fact_id, number) or abort(404)
    people = names_with_organisations(session(), {ident for ident in (row.owner_id, row.person_id) if ident})
    source = source_label(row.source_name, row.source_date)
    return render_template("facts/version.html", fact=fact, row=row, people=people, source=source)


def _already_retired(fact: Fact) -> ResponseReturnValue:
    flash(_("This fact has already been retired, because: %(reason)s", reason=fact.retired_reason), "info")
    return redirect(url_for("fact_page.show", fact_id=fact.id), 303)


def _form_page(
    form: TokenForm, status: int, fact: Fact | None = None, stale_rows: StaleRows | None = None
) -> ResponseReturnValue:
    return render_template("facts/form.html", form=form, fact=fact, stale_rows=stale_rows), status


def _retire_page(form: TokenForm, status: int, fact: Fact) -> ResponseReturnValue:
    return render_template("facts/retire.html", form=form, fact=fact), status
