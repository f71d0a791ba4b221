"""Pages to comment beside an item, and to take one's own comment back."""

from flask import abort, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import members_only
from scheduler.accounts.domain.errors import LimitReachedError
from scheduler.accounts.limit_messages import limit_message
from scheduler.agenda.access import context
from scheduler.content.domain.mentions import Mentions
from scheduler.content.forms.discussion import CommentForm
from scheduler.content.queries.feedback import comment_of
from scheduler.content.queries.items import Seen
from scheduler.content.services.comments import add_comment, delete_comment
from scheduler.content.services.items import NotYoursError
from scheduler.content.services.readers import readers_of
from scheduler.content.views.access import item_or_404, item_text_logged
from scheduler.content.views.page_context import redirect_to_item
from scheduler.content.views.review_blueprint import blueprint
from scheduler.web.request import session

ANCHOR = "comments"


@blueprint.route("/<public_id>/comments", methods=["GET", "POST"])
@members_only
def comment(public_id: str) -> ResponseReturnValue:
    seen, form = item_text_logged(public_id), CommentForm()
    if not form.validate_on_submit():
        return _page(seen, form)
    try:
        remark = add_comment(session(), seen.item, form.body.data, form_id=str(form.form_id.data), context=context())
    except LimitReachedError as error:
        session().rollback()
        form.body.errors = [limit_message(error)]
        return _page(item_or_404(public_id), form)
    session().commit()
    flash(_("Comment added."), "success")
    _say_who_was_missed(remark.mentions)
    return redirect_to_item(public_id, ANCHOR)


@blueprint.post("/<public_id>/comments/<address>/delete")
@members_only
def take_back(public_id: str, address: str) -> ResponseReturnValue:
    seen = item_or_404(public_id)
    found = comment_of(session(), seen.item, address) or abort(404)
    try:
        delete_comment(session(), seen.item, found, context=context())
    except NotYoursError:
        abort(403)
    session().commit()
    flash(_("Comment deleted."), "success")
    return redirect_to_item(public_id, ANCHOR)


def _page(seen: Seen, form: CommentForm) -> ResponseReturnValue:
    readers = readers_of(session(), seen.item)
    page = {"form": form, "item": seen.item, "text": seen.text, "readers": readers}
    return render_template("content/comment.html", **page), 422 if form.is_submitted() else 200


def _say_who_was_missed(mentions: Mentions) -> None:
    if mentions.ambiguous:
        names = ", ".join(f"@{name}" for name in mentions.ambiguous)
        flash(
            _(
                "Several people have this name, so no one was notified: %(names)s. Write @[Full Name], or @[Full "
                "Name (Organisation)].",
                names=names,
            ),
            "info",
        )
    if mentions.unknown:
        names = ", ".join(f"@{name}" for name in mentions.unknown)
        flash(_("No one who can read this has this name, so no one was notified: %(names)s.", names=names), "info")
