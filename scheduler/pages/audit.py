"""The audit log: who did what when, for coordinators; as a page and as a table to keep."""

from collections.abc import Iterable, Iterator

from flask import Blueprint, Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import coordinators_only
from scheduler.accounts.page_context import reader_zone
from scheduler.accounts.reading import closed_organisations, open_organisations
from scheduler.agenda.access import viewer
from scheduler.audit.presenters import HistoryLine
from scheduler.pages.audit_labels import GROUP_NAMES
from scheduler.pages.audit_log import AuditQuery, audit_lines, audit_page
from scheduler.web.csv_cells import table_parts
from scheduler.web.request import now, session

blueprint = Blueprint("audit", __name__)


@blueprint.get("/audit")
@coordinators_only
def index() -> ResponseReturnValue:
    """What was done last, narrowed to what was asked for."""
    query = AuditQuery.parse(request.args)
    return render_template(
        "pages/audit.html",
        query=query,
        log=audit_page(session(), viewer(), query, reader_zone()),
        groups=list(GROUP_NAMES.items()),
        organisations=[
            (row.id, row.name) for row in (*open_organisations(session()), *closed_organisations(session()))
        ],
    )


@blueprint.get("/audit.csv")
@coordinators_only
def table() -> ResponseReturnValue:
    """All that fits, as comma-separated values (RFC 4180); times are in UTC."""
    lines = audit_lines(session(), viewer(), AuditQuery.parse(request.args), reader_zone())
    response = Response(stream_with_context(table_parts(_rows(lines))), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="audit-{now():%Y-%m-%d}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _rows(lines: Iterable[HistoryLine]) -> Iterator[tuple[str, str, str]]:
    yield (_("Time (UTC)"), _("Name"), _("What"))
    for line in lines:
        yield (f"{line.at:%Y-%m-%dT%H:%M:%SZ}", line.who, line.text)
