"""What organisations share among themselves, for coordinators: that it is there, whose, when, and how far."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import coordinators_only
from scheduler.accounts.page_context import reader_zone
from scheduler.agenda.access import viewer
from scheduler.campaigns.queries.overview import shared_campaigns
from scheduler.content.queries.overview import shared_items
from scheduler.content.queries.unanswered import silent_organisations
from scheduler.dates.timezones import day_of
from scheduler.web.request import now, session

MOST = 200
"""How many lines a list shows."""

blueprint = Blueprint("overview", __name__)


@blueprint.get("/overview")
@coordinators_only
def index() -> ResponseReturnValue:
    """Campaigns and items that are shared, not with this coordinator, without their titles; and who owes a response.

    A response is owed for what the coordinator may read, too.
    """
    today = day_of(now(), reader_zone())
    campaigns = shared_campaigns(session(), viewer(), today, limit=MOST + 1)
    items = shared_items(session(), viewer(), today, limit=MOST + 1)
    return render_template(
        "pages/overview.html",
        campaigns=campaigns[:MOST],
        items=items[:MOST],
        silent=silent_organisations(session(), viewer(), now()),
        has_more=len(campaigns) > MOST or len(items) > MOST,
    )
