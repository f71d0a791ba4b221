"""The plan of a campaign as a file for a publishing tool: what goes in and what does not, then the file."""

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import current_actor, members_only
from scheduler.accounts.domain.acts import Act, may
from scheduler.accounts.page_context import reader_zone
from scheduler.accounts.reading import organisation_names
from scheduler.agenda.access import viewer
from scheduler.agenda.visibility_sql import concealed
from scheduler.campaigns.models import Campaign
from scheduler.campaigns.views.access import readable
from scheduler.content.channels.registry import CHANNELS
from scheduler.content.forms.plan_file import PlanFileForm
from scheduler.content.presenters.plan_file import LEFT_LABELS, PlanRows, plan_rows
from scheduler.content.views.access import put_on_record
from scheduler.content.views.blueprint import blueprint
from scheduler.filenames import disposition
from scheduler.web.compression import keep_plain
from scheduler.web.request import now, session

UNNAMED = "plan"


@blueprint.get("/campaigns/<public_id>/plan")
@members_only
def plan_file(public_id: str) -> ResponseReturnValue:
    campaign, form = _asked(public_id)
    page: dict[str, object] = {"campaign": campaign, "form": form}
    if request.args and form.validate():
        chosen = form.chosen()
        page |= {"chosen": chosen, "found": _rows(campaign, form), "reasons": LEFT_LABELS}
        page["advice"] = chosen.tool.advice.render(_)
    return render_template("content/plan_file.html", **page)


@blueprint.get("/campaigns/<public_id>/plan.csv")
@members_only
def plan_table(public_id: str) -> ResponseReturnValue:
    """Send the file; whoever takes copy under embargo along is on record as having opened it, before it leaves."""
    campaign, form = _asked(public_id)
    if not form.validate():
        abort(404)
    found, chosen = _rows(campaign, form), form.chosen()
    put_on_record(found.concealed)
    file = Response(chosen.tool.write([post for _seen, post in found.posts]), content_type="text/csv; charset=utf-8")
    title = _("Plan") if concealed(campaign.guard) else campaign.title
    name = f"{title} {chosen.tool.slug} {chosen.channel}"
    file.headers["Content-Disposition"] = disposition(name, "csv", unnamed=UNNAMED, is_saved=True)
    file.headers["Cache-Control"] = "no-store"
    return file


def _asked(public_id: str) -> tuple[Campaign, PlanFileForm]:
    """Return a campaign to whoever publishes for an organisation, with what they ask for."""
    campaign, who = readable(public_id), current_actor()
    own = [ident for ident in who.organisations if may(Act.SCHEDULE, who.roles_in(ident))]
    if not own:
        abort(403)
    names = sorted(organisation_names(session(), own).items(), key=lambda one: one[1].casefold())
    return campaign, PlanFileForm(request.args, tuple(CHANNELS), names, reader_zone())


def _rows(campaign: Campaign, form: PlanFileForm) -> PlanRows:
    found = plan_rows(session(), viewer(), campaign.id, form.chosen(), now())
    if any(concealed(seen.item.guard) for seen, _what in (*found.posts, *found.left_out)):
        keep_plain()
    return found
