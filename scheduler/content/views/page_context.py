"""What several pages of items hand to their templates, and the way back to an item."""

from typing import Any

from flask import redirect
from flask.typing import ResponseReturnValue

from scheduler.accounts.access import current_actor
from scheduler.content.domain.item_parts import item_path
from scheduler.content.forms.signoffs import AnswerForm
from scheduler.content.models import Item
from scheduler.content.presenters import embargo
from scheduler.web.forms import TokenForm
from scheduler.web.request import now, session


def embargo_context(item: Item) -> dict[str, Any]:
    """Return what the embargo's partial shows to a member who may know of the item."""
    panel = embargo.embargo_panel(session(), current_actor(), item, now())
    return {"embargo": panel, "form": TokenForm(formdata=None, revision=item.revision)}


def answer_form(text_hash: str) -> AnswerForm:
    """Return an empty answer to exactly this text."""
    return AnswerForm(formdata=None, text_hash=text_hash)


def redirect_to_item(public_id: str, part: str = "") -> ResponseReturnValue:
    """Go back to a part of an item, on the page that has it, after something was done."""
    return redirect(item_path(public_id, part), 303)
