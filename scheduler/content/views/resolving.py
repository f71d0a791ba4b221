"""Comments on passages that somebody settles, and opens again."""

from flask import abort, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import current_actor, members_only
from scheduler.agenda.access import context, viewer
from scheduler.content.domain.errors import NotYoursError
from scheduler.content.permissions import roles
from scheduler.content.queries.feedback import readable_comment
from scheduler.content.services.resolving import resolve_comment
from scheduler.content.views.access import item_or_404
from scheduler.content.views.page_context import redirect_to_item
from scheduler.content.views.review_blueprint import blueprint
from scheduler.rows import RowGoneError
from scheduler.web.request import session


@blueprint.post("/<public_id>/comments/<address>/resolve")
@members_only
def resolve(public_id: str, address: str) -> ResponseReturnValue:
    return _resolved(public_id, address, _("Comment resolved."), is_resolved=True)


@blueprint.post("/<public_id>/comments/<address>/reopen")
@members_only
def reopen(public_id: str, address: str) -> ResponseReturnValue:
    return _resolved(public_id, address, _("Comment reopened."), is_resolved=False)


def _resolved(public_id: str, address: str, done: str, *, is_resolved: bool) -> ResponseReturnValue:
    item = item_or_404(public_id).item
    found, by = readable_comment(session(), viewer(), item, address) or abort(404), roles(current_actor(), item)
    try:
        resolve_comment(session(), item, found, is_resolved=is_resolved, by=by, context=context())
    except NotYoursError:
        abort(403)
    except RowGoneError:
        abort(404)
    session().commit()
    flash(done, "success")
    return redirect_to_item(public_id, f"comment-{address}")
