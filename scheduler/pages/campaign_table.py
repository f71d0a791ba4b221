"""A campaign's tasks and items as a grid that is edited in place: one form, each row saved as a whole or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from scheduler.accounts.access import current_actor, members_only, renew_roles
from scheduler.agenda.access import context, viewer
from scheduler.pages.campaign_page import Opened, Tab, neutral_page, opened_campaign, tab_page
from scheduler.pages.campaign_table_form import ItemRow, RowForm, SentRow, form_of, sent_rows
from scheduler.pages.campaign_table_rows import Row, rows_in
from scheduler.pages.campaign_table_save import GONE, CellError, Saving, save_item, save_task
from scheduler.rows import StaleEditError
from scheduler.web.forms import TokenForm
from scheduler.web.pagination import Page, first_row, requested_page
from scheduler.web.request import session

blueprint = Blueprint("campaign_table", __name__)
ROWS_PER_PAGE = 40
STALE, INVALID = 409, 422


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a row was not saved: errors by cell (of the whole row under no name), or that it was saved meanwhile."""

    row: SentRow
    errors: Mapping[str, Sequence[str]] = field(default_factory=dict)
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the page: with its form if the reader may change it, and with what was saved meanwhile, by cell."""

    row: Row
    form: RowForm | None
    error: str
    meanwhile: Mapping[str, str]


@blueprint.route("/campaigns/<public_id>/table", methods=["GET", "POST"])
@members_only
def table(public_id: str) -> ResponseReturnValue:
    opened = opened_campaign(public_id, with_members=True)
    if opened is None:
        return neutral_page(public_id)
    form = TokenForm()
    rows = rows_in(opened)
    if not form.validate_on_submit():
        return _page(opened, rows, form), INVALID if form.is_submitted() else 200
    problems, saved = _save(public_id, rows, sent_rows(request.form))
    if saved:
        flash(ngettext("%(num)s row saved.", "%(num)s rows saved.", saved), "success")
    if not problems:
        number = requested_page(request.args)
        return redirect(url_for("campaign_table.table", public_id=public_id, page=number if number > 1 else None), 303)
    opened = opened_campaign(public_id, with_members=True)
    if opened is None:
        return neutral_page(public_id)
    status = STALE if any(problem.is_stale for problem in problems.values()) else INVALID
    return _page(opened, rows_in(opened), form, problems), status


def _save(public_id: str, rows: Sequence[Row], sent: Iterable[SentRow]) -> tuple[dict[str, Problem], int]:
    """Save each row that was touched in a transaction of its own; say what is wrong with which."""
    known, problems, saved = {row.key: row for row in rows}, {}, 0
    for one in sent:
        if not one.touched:
            continue
        problem = _save_row(public_id, known.get(one.key), one)
        if problem is None:
            session().commit()
            saved += 1
        else:
            session().rollback()
            problems[one.key] = problem
        # The next row is asked anew what the person may do, with a transaction of its own.
        renew_roles()
    return problems, saved


def _save_row(public_id: str, row: Row | None, sent: SentRow) -> Problem | None:
    if row is None or not row.values:
        return Problem(sent, {"": [str(GONE)]})
    touched = sent.changed(row.values)
    form = form_of(sent.kind, sent.key, {**row.values, **{cell: sent.typed[cell] for cell in touched}}, row.offer)
    if sent.revision != row.revision:
        return Problem(sent, is_stale=True)
    if not form.validate():
        return Problem(sent, {f.short_name: f.errors for f in form if f.errors})
    saving = Saving(session(), viewer(), current_actor(), public_id, context())
    try:
        if isinstance(form, ItemRow):
            save_item(saving, sent.address, sent.revision, form, touched)
        else:
            save_task(saving, sent.address, sent.revision, form, touched)
    except StaleEditError:
        return Problem(sent, is_stale=True)
    except CellError as error:
        return Problem(sent, {error.cell: [error.text]})
    return None


def _page(opened: Opened, rows: Sequence[Row], form: TokenForm, problems: Mapping[str, Problem] | None = None) -> str:
    """Show a page of the rows; those that could not be saved hold what was typed."""
    problems = problems or {}
    number = requested_page(request.args)
    some = rows[first_row(number, ROWS_PER_PAGE) :][:ROWS_PER_PAGE]
    some = [*some, *(row for row in rows if row.key in problems and row not in some)]
    shown = [_shown(row, problems.get(row.key)) for row in some]
    gone = [problem.row.typed_text for problem in problems.values() if "" in problem.errors]
    return tab_page(Tab.TABLE, opened, rows=Page(shown, number, ROWS_PER_PAGE, len(rows)), form=form, gone=gone)


def _shown(row: Row, problem: Problem | None) -> ShownRow:
    if not row.values:
        return ShownRow(row, None, "", {})
    typed = (
        {} if problem is None else {cell: problem.row.typed[cell] for cell in problem.row.touched & row.values.keys()}
    )
    form = form_of(row.kind, row.key, {**row.values, **typed}, row.offer)
    if problem is None:
        return ShownRow(row, form, "", {})
    for cell, errors in problem.errors.items():
        if cell in form:
            form[cell].errors = list(errors)
    beside = {cell: row.said(cell, row.values[cell]) for cell in typed if typed[cell] != row.values[cell]}
    if not problem.is_stale:
        return ShownRow(row, form, "", {})
    text = _("Someone else saved this row in the meantime. What you typed is kept: check it, then save again.")
    return ShownRow(row, form, text, beside)
