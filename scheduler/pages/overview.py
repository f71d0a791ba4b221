"""The coordinators' overview: what organisations share and how it stands, who owes a response, and mail that failed."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import coordinators_only
from scheduler.accounts.page_context import reader_today, reader_zone
from scheduler.accounts.reading import open_organisations
from scheduler.agenda.access import viewer
from scheduler.campaigns.domain.health import Health
from scheduler.content.queries.unanswered import silent_organisations
from scheduler.pages.labels import message_name, reason_label
from scheduler.pages.mail_log import mail_trouble
from scheduler.pages.shared_work import STATUSES, SharedAsked, SharedWork, shared_csv, shared_work
from scheduler.web.badges import badge_of
from scheduler.web.request import now, session

MOST = 200
"""How many lines a list shows."""

blueprint = Blueprint("overview", __name__)


@blueprint.get("/overview")
@coordinators_only
def index() -> ResponseReturnValue:
    """Campaigns and items that organisations share, with titles where the coordinator may read them."""
    asked = _asked()
    return render_template(
        "pages/overview.html",
        asked=asked,
        work=_work(asked),
        most=MOST,
        silent=silent_organisations(session(), viewer(), now()),
        mail=mail_trouble(session(), viewer(), now()),
        organisations=[(str(row.id), row.name) for row in open_organisations(session())],
        statuses=[(status, badge_of(status).label) for status in STATUSES],
        healths=[(state, badge_of(state).label) for state in Health],
        message_name=message_name,
        reason_label=reason_label,
    )


@blueprint.get("/overview.csv")
@coordinators_only
def table() -> ResponseReturnValue:
    """The same lines, all of them, as comma-separated values."""
    response = Response(shared_csv(_work(_asked())), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="overview-{reader_today():%Y-%m-%d}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _asked() -> SharedAsked:
    return SharedAsked.parse(request.args, [str(row.id) for row in open_organisations(session())])


def _work(asked: SharedAsked) -> SharedWork:
    return shared_work(session(), viewer(), asked, now(), reader_zone())
