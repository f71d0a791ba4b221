"""Answers to suggestions for an item's copy."""

from flask import abort, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from scheduler.accounts.access import members_only
from scheduler.accounts.domain.acts import Act
from scheduler.agenda.access import context, viewer
from scheduler.agenda.services.embargo import RevealingTitleError
from scheduler.content.domain.passages import PassageLostError, UnusableReplacementError
from scheduler.content.domain.workflow import ActionRefusedError, ItemRoles
from scheduler.content.forms.discussion import AcceptForm, DeclineForm
from scheduler.content.models import ItemComment
from scheduler.content.presenters.passages import lost_message, unusable_message
from scheduler.content.queries.feedback import readable_comment
from scheduler.content.queries.items import Seen
from scheduler.content.services.suggestions import AnsweredError, accept_suggestion, decline_suggestion
from scheduler.content.views.access import item_or_404, require_roles
from scheduler.content.views.page_context import redirect_to_item
from scheduler.content.views.review_blueprint import blueprint
from scheduler.content.views.transitions import reasons_of
from scheduler.rows import RowGoneError, StaleEditError
from scheduler.web.request import session

ANCHOR = "suggestions"


@blueprint.post("/<public_id>/comments/<address>/accept")
@members_only
def accept(public_id: str, address: str) -> ResponseReturnValue:
    seen, found, by = _suggestion(public_id, address)
    form = AcceptForm()
    if not form.validate_on_submit():
        return _refused(public_id, _("Not accepted. Try again."))
    try:
        version = accept_suggestion(
            session(), seen.item, found, revision=form.revision.data, by=by, context=context()
        ).number
    except RowGoneError:
        abort(404)
    except (
        ActionRefusedError,
        AnsweredError,
        PassageLostError,
        RevealingTitleError,
        StaleEditError,
        UnusableReplacementError,
    ) as error:
        return _refused(public_id, _why_not(error))
    session().commit()
    flash(_("Suggestion accepted. Version %(number)s saved.", number=version), "success")
    return redirect_to_item(public_id, ANCHOR)


@blueprint.post("/<public_id>/comments/<address>/decline")
@members_only
def decline(public_id: str, address: str) -> ResponseReturnValue:
    seen, found, by = _suggestion(public_id, address)
    form = DeclineForm()
    if not form.validate_on_submit():
        # The item's page has many forms; here what was typed stays, with the message beside it.
        return render_template("content/decline_suggestion.html", form=form, item=seen.item), 422
    try:
        decline_suggestion(session(), seen.item, found, form.reason.data or "", by=by, context=context())
    except RowGoneError:
        abort(404)
    except AnsweredError as error:
        return _refused(public_id, _why_not(error))
    session().commit()
    flash(_("Suggestion declined. The copy stays as it is."), "success")
    return redirect_to_item(public_id, ANCHOR)


def _suggestion(public_id: str, address: str) -> tuple[Seen, ItemComment, ItemRoles]:
    """Return a suggestion to whoever may read it and write the copy: 403 for whoever may only read it."""
    seen = item_or_404(public_id)
    by = require_roles(seen.item)
    if not by.may(Act.WRITE):
        abort(403)
    found = readable_comment(session(), viewer(), seen.item, address) or abort(404)
    return seen, found, by


def _refused(public_id: str, message: str) -> ResponseReturnValue:
    session().rollback()
    flash(message, "error")
    return redirect_to_item(public_id, ANCHOR)


def _why_not(error: Exception) -> str:
    match error:
        case ActionRefusedError():
            return " ".join((_("Not accepted."), *reasons_of(error)))
        case AnsweredError():
            return _("This suggestion has been answered already.")
        case PassageLostError():
            return lost_message(error)
        case RevealingTitleError():
            return _("Not accepted: the placeholder title would give the new title away. Edit the copy instead.")
        case UnusableReplacementError():
            return " ".join((_("Not accepted."), unusable_message(error)))
    return _("Not accepted: this was changed in the meantime. Look at the copy, then accept again.")
