"""Pages to comment beside an item, and to take one's own comment back."""

from flask import abort, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import members_only
from scheduler.accounts.domain.errors import LimitReachedError
from scheduler.accounts.limit_messages import limit_message
from scheduler.agenda.access import context
from scheduler.content.domain.anchors import NoPassageError, RepeatedPassageError
from scheduler.content.domain.errors import NotYoursError
from scheduler.content.domain.mentions import Mentions
from scheduler.content.domain.passages import SeveralPlacesError, UnusableReplacementError
from scheduler.content.forms.discussion import CommentForm
from scheduler.content.presenters.facts import copies, part_choices
from scheduler.content.presenters.passages import place_choices, unusable_message
from scheduler.content.queries.feedback import comment_of
from scheduler.content.queries.items import Seen
from scheduler.content.services.comments import add_comment, delete_comment
from scheduler.content.services.readers import readers_of
from scheduler.content.views.access import item_or_404, item_text_logged
from scheduler.content.views.page_context import redirect_to_item
from scheduler.content.views.review_blueprint import blueprint
from scheduler.web.request import session

ANCHOR = "comments"


@blueprint.route("/<public_id>/comments", methods=["GET", "POST"])
@members_only
def comment(public_id: str) -> ResponseReturnValue:
    seen = item_text_logged(public_id)
    form = CommentForm(parts=part_choices(seen.text))
    if not form.validate_on_submit():
        return _page(seen, form)
    said, on, form_id = form.body.data or "", form.on(), str(form.form_id.data)
    try:
        remark = add_comment(session(), seen.item, said, form_id=form_id, context=context(), on=on)
    except (LimitReachedError, NoPassageError, RepeatedPassageError, UnusableReplacementError) as error:
        session().rollback()
        _explain(form, error)
        return _page(item_or_404(public_id), form)
    session().commit()
    flash(_("Suggestion added.") if on and on.replacement is not None else _("Comment added."), "success")
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
    page = {"form": form, "item": seen.item, "text": seen.text, "readers": readers, "copies": copies(seen.text)}
    return render_template("content/comment.html", **page), 422 if form.is_submitted() else 200


def _explain(form: CommentForm, error: Exception) -> None:
    match error:
        case LimitReachedError():
            form.body.errors = [limit_message(error)]
        case SeveralPlacesError(places=places):
            form.offer_places(place_choices(places))
            form.passage.errors = [_("The copy has this more than once. Choose the place below, or paste more of it.")]
        case RepeatedPassageError():
            form.passage.errors = [_("The copy has this more than once. Paste more of the sentence.")]
        case UnusableReplacementError():
            form.replacement.errors = [unusable_message(error)]
        case _:
            message = _("The copy does not have this. Paste whole words exactly as they are in the copy below.")
            form.passage.errors = [message]


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
