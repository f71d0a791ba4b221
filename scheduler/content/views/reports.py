"""What became of a campaign's content, as a page, plots and a table to keep; for whoever may read the campaign."""

from flask import Response, abort, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from scheduler.accounts.access import members_only
from scheduler.agenda.access import viewer
from scheduler.agenda.visibility_sql import concealed
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.views.access import readable
from scheduler.content.presenters.plan_report import OUTCOME_LABELS, PlanReport, plan_report, report_csv
from scheduler.content.views.blueprint import blueprint
from scheduler.filenames import disposition
from scheduler.web.compression import keep_plain
from scheduler.web.request import now, session

UNNAMED = "report"


@blueprint.get("/campaigns/<public_id>/report")
@members_only
def report(public_id: str) -> ResponseReturnValue:
    campaign, found = _report(public_id)
    # Everything in a plot is escaped where it is made.
    plots = {group.slug: Markup(group.plot()) for group in found.groups}  # noqa: S704
    page = {"campaign": campaign, "report": found, "outcomes": OUTCOME_LABELS, "plots": plots}
    return render_template("content/report.html", **page)


@blueprint.get("/campaigns/<public_id>/report.csv")
@members_only
def report_table(public_id: str) -> ResponseReturnValue:
    campaign, found = _report(public_id)
    return _file(campaign, report_csv(found), "csv", "text/csv")


@blueprint.get("/campaigns/<public_id>/report/<plot>.svg")
@members_only
def report_plot(public_id: str, plot: str) -> ResponseReturnValue:
    campaign = readable(public_id)
    found = plan_report(session(), viewer(), campaign.id, now(), leaves=True)
    group = found.group(plot) or abort(404)
    return _file(campaign, group.plot(standalone=True), "svg", "image/svg+xml")


def _report(public_id: str) -> tuple[Campaign, PlanReport]:
    campaign = readable(public_id)
    found = plan_report(session(), viewer(), campaign.id, now())
    if any(concealed(row.seen.item.guard) for row in found.rows):
        keep_plain()
    return campaign, found


def _file(campaign: Campaign, content: str, extension: str, media_type: str) -> Response:
    """Send a file; the name of a campaign under embargo does not become the file's."""
    name = _("Report") if concealed(campaign.guard) else f"{campaign.title} {_('Report')}"
    file = Response(content, mimetype=media_type)
    file.headers["Content-Disposition"] = disposition(name, extension, unnamed=UNNAMED, is_saved=True)
    file.headers["Cache-Control"] = "no-store"
    return file
