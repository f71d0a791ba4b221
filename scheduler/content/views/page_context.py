"""What stands beside the words on an item's page, and the forms in it."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import current_actor
from scheduler.content.forms.discussion import AdviceForm, CommentForm
from scheduler.content.forms.signoffs import AnswerForm
from scheduler.content.models import Item
from scheduler.content.presenters.discussion import discussion_panel
from scheduler.content.presenters.embargo import embargo_panel, seen_by
from scheduler.content.presenters.signoff import signoff_panel
from scheduler.content.presenters.todo import waiting_for
from scheduler.content.queries.items import Seen
from scheduler.web.forms import TokenForm
from scheduler.web.request import now, session


def beside(seen: Seen) -> dict[str, Any]:
    """Return what the partial templates of sign-off, reviews, comments, embargo and sight show to a member.

    The comment whose id stands in the address as `before` is where the comments shown end.
    """
    actor_roles = current_actor()
    signing = signoff_panel(session(), actor_roles, seen, now())
    return {
        "waiting": waiting_for(session(), seen.item, seen.version, now()),
        "signing": signing,
        "answer_forms": {line.organisation_id: answer_form(signing.text_hash) for line in signing.mine},
        "talk": discussion_panel(session(), actor_roles, seen, now(), before=_before()),
        "advice_form": AdviceForm(formdata=None, version=seen.version.number),
        "comment_form": CommentForm(formdata=None),
        **embargo_context(seen.item),
        "seen_by": seen_by(session(), seen.item),
    }


def _before() -> str | None:
    return request.args.get("before") or None


def embargo_context(item: Item) -> dict[str, Any]:
    """Return what the embargo's partial shows, also to a member who knows the item's face alone."""
    return {
        "embargo": embargo_panel(session(), current_actor(), item, now()),
        "form": TokenForm(formdata=None, revision=item.revision),
    }


def answer_form(text_hash: str) -> AnswerForm:
    """Return an empty answer to exactly these words."""
    return AnswerForm(formdata=None, text_hash=text_hash)


def redirect_to_item(public_id: str, part: str = "") -> ResponseReturnValue:
    """Go back to a part of the item's page after something was done."""
    return redirect(url_for("content.show", public_id=public_id, _anchor=part or None), 303)
